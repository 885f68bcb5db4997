"""The candidacies of an election: received, supported, found valid or refused."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from crm.assemblies.domain.candidacies import (
    add_supporters,
    person_called,
    receive_candidacy,
    refuse_candidacy,
    remove_supporter,
    supporters_needed,
    validate_candidacy,
    withdraw_candidacy,
)
from crm.assemblies.election_audit import note_consultation
from crm.assemblies.election_forms import CandidacyForm, ReasonForm, SupportersForm
from crm.assemblies.models import Candidacy
from crm.assemblies.views.elections import ElectionActView, ElectionFormScreen
from crm.partners.domain.visibility import levels_of


class StandView(ElectionFormScreen):
    """Someone stands: a name and a category, the signatures come next."""

    page_title = gettext_lazy("Receive a candidacy")
    template_name = "assemblies/admin/election/form.html"

    def get_form(self, form_class: Any = None) -> CandidacyForm:
        categories = dict.fromkeys(seat.category for seat in self.election.seats.select_related("post"))
        return CandidacyForm(list(categories), **self.get_form_kwargs())

    def write(self, form: CandidacyForm) -> None:
        written = form.cleaned_data
        person = person_called(
            written["given_name"].strip(), written["family_name"].strip(), levels_of(self.request.user)
        )
        self.received = receive_candidacy(self.election, person, written["category"], timezone.now())

    def get_success_url(self) -> str:
        return reverse("assembly:candidacy", args=[self.assembly.pk, self.received.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "button": _("Receive it")}


class OfCandidacy:
    kwargs: dict[str, Any]

    @cached_property
    def candidacy(self) -> Candidacy:
        found = Candidacy.objects.select_related("person", "election__assembly__event")
        return get_object_or_404(found, pk=self.kwargs["candidacy"], election__assembly_id=self.kwargs["pk"])

    def own_url(self) -> str:
        return reverse("assembly:candidacy", args=[self.kwargs["pk"], self.kwargs["candidacy"]])


class CandidacyView(OfCandidacy, ElectionFormScreen):
    """Who supports it, how many are missing, and the decision."""

    form_class = SupportersForm
    template_name = "assemblies/admin/election/candidacy.html"

    def get_page_title(self) -> str:
        return str(self.candidacy)

    def write(self, form: SupportersForm) -> None:
        repeated = add_supporters(self.candidacy, form.cleaned_data["written"])
        if repeated:
            messages.warning(
                self.request, _("Already there, counted once: %(names)s.") % {"names": ", ".join(repeated)}
            )

    def get_success_url(self) -> str:
        return self.own_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        supporters, needed = list(self.candidacy.supporters.all()), supporters_needed(self.election)
        note_consultation(self.request.user, self.election)
        return {
            **context,
            "candidacy": self.candidacy,
            "supporters": supporters,
            "needed": needed,
            "missing": max(0, needed - len(supporters)) if needed is not None else None,
            "reason_form": ReasonForm(),
            "may_change": self.election.takes_candidacies,
        }


class CandidacyActView(OfCandidacy, ElectionActView):
    def next_url(self) -> str:
        return self.own_url()


class ValidateView(CandidacyActView):
    def act(self) -> str:
        validate_candidacy(self.candidacy)
        return _("This candidacy is valid.")


class WithdrawView(CandidacyActView):
    def act(self) -> str:
        withdraw_candidacy(self.candidacy)
        return _("This person no longer stands.")


class RefuseView(CandidacyActView):
    def act(self) -> str:
        refuse_candidacy(self.candidacy, self.request.POST.get("reason", "")[:250])
        return _("This candidacy is refused.")


class RemoveSupporterView(CandidacyActView):
    def act(self) -> str:
        remove_supporter(self.candidacy, self.kwargs["supporter"])
        return _("This signature no longer counts.")
