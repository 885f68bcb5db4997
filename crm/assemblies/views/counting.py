"""The ballot sheet, the count, how equals were told apart, and the officers named afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from crm.assemblies.domain.elections import decide_tie, record_count
from crm.assemblies.domain.electors import door_counts
from crm.assemblies.domain.officers import members_on, name_officers, officers_due_by
from crm.assemblies.domain.standings import Standing, standings_of
from crm.assemblies.election_forms import CountForm, OfficersForm, TieForm
from crm.assemblies.enums import ElectionState, TieWay
from crm.assemblies.views.elections import ElectionFormScreen, ElectionScreen
from crm.partners.models import Council


class BallotView(ElectionScreen, TemplateView):
    """A sheet to print as often as there are electors: no number, no name of who votes."""

    template_name = "assemblies/admin/election/ballot.html"
    page_title = gettext_lazy("Ballot")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        voted = [one for one in standings_of(self.election) if one.needs_vote]
        is_ready = self.election.state != ElectionState.PREPARING
        return {**context, "council": Council.load(), "standings": voted, "is_ready": is_ready}


class CountView(ElectionFormScreen):
    """Figures of the scrutineers; until the proclamation they may be corrected."""

    page_title = gettext_lazy("Count the votes")
    template_name = "assemblies/admin/election/count.html"

    def get_initial(self) -> dict[str, Any]:
        counted = self.election.ballots is not None
        return {"ballots": self.election.ballots, "spoiled": self.election.spoiled if counted else None}

    def get_form(self, form_class: Any = None) -> CountForm:
        return CountForm(standings_of(self.election), **self.get_form_kwargs())

    def write(self, form: CountForm) -> None:
        written = form.cleaned_data
        record_count(self.election, written["ballots"], written["spoiled"], form.votes(), timezone.now())
        messages.success(self.request, _("The votes are written."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "groups": context["form"].groups(), "given": door_counts(self.election).ballots}


class TieView(ElectionFormScreen):
    """Equals at the last seat: people decide, and write how."""

    page_title = gettext_lazy("Tell equals apart")
    template_name = "assemblies/admin/election/form.html"

    @cached_property
    def standing(self) -> Standing:
        """By the first seat of the category, whose words may hold anything."""
        tied = (one for one in standings_of(self.election) if one.outcome and one.outcome.tied)
        found = next((one for one in tied if one.seats[0].pk == self.kwargs["seat"]), None)
        if found is None:
            raise Http404
        return found

    def get_form(self, form_class: Any = None) -> TieForm:
        return TieForm(self.standing, **self.get_form_kwargs())

    def write(self, form: TieForm) -> None:
        written = form.cleaned_data
        way, now = TieWay(written["way"]), timezone.now()
        decide_tie(self.election, self.standing.category, way, written["words"], written["winners"], now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        outcome = self.standing.outcome
        left = outcome.seats_left if outcome else 0
        intro = _("%(whom)s: equal votes for %(people)s, and %(left)s left to fill.") % {
            "whom": self.standing.heading,
            "people": ", ".join(str(one) for one in self.standing.equals),
            "left": left,
        }
        return {**context, "intro": intro, "button": _("Write it")}


class OfficersView(ElectionFormScreen):
    """The board names its officers, at the assembly or at its next meeting."""

    page_title = gettext_lazy("Name the officers")
    permission_required = "view"
    template_name = "assemblies/admin/election/form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Who writes who sits where writes their office too."""
        if not request.user.has_perm("partners.change_membership"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> OfficersForm:
        seated = members_on(max(timezone.localdate(), self.assembly.held_on))
        return OfficersForm(seated, **self.get_form_kwargs())

    def write(self, form: OfficersForm) -> None:
        written = form.cleaned_data
        name_officers(self.election, form.chosen(), written["on"], written["words"])
        messages.success(self.request, _("The officers are named."))

    def get_success_url(self) -> str:
        return reverse("assembly:inspect", args=[self.assembly.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        by = officers_due_by(self.election)
        return {**context, "media": context["form"].media, "due_by": by, "button": _("Name them")}
