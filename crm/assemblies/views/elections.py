"""The election of an assembly: its page, who runs it, its seats, and what moves it forward."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View
from wagtail.admin import messages

from crm.assemblies.domain.bylaw_words import due_words
from crm.assemblies.domain.candidacies import supporters_needed
from crm.assemblies.domain.elections import open_election, take_candidacies_again
from crm.assemblies.domain.electors import door_counts
from crm.assemblies.domain.proclaiming import proclaim_results, seatings, terms_that_end
from crm.assemblies.domain.seats_to_fill import SOON_AFTER, choose_seats, due_rule, prepare_election, seat_lines
from crm.assemblies.domain.standings import Standing, category_words, standings_of
from crm.assemblies.election_forms import ConductForm, SeatsForm
from crm.assemblies.enums import ElectionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Election
from crm.assemblies.views.screens import AssemblyScreen
from crm.events.enums import EventKind


class ElectionScreen(AssemblyScreen):
    """A screen of one election; who keeps the assemblies keeps their elections."""

    header_icon = "clipboard-list"

    @cached_property
    def election(self) -> Election:
        found = get_object_or_404(
            Election.objects.select_related("assembly__event__own_kind", "chair", "secretary"),
            assembly_id=self.kwargs["pk"],
        )
        self.assembly = found.assembly
        return found

    @property
    def election_url(self) -> str:
        return reverse("assembly:election", args=[self.kwargs["pk"]])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        if self.request.path != self.election_url:
            items.insert(-1, {"url": self.election_url, "label": _("Election")})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "election": self.election, "assembly": self.assembly, "back_url": self.election_url}


class ElectionFormScreen(ElectionScreen, FormView):
    """A form whose refusal is said above it; nothing is written then."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.write(form)
        except AssemblyRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def write(self, form: Any) -> None:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.election_url


class ElectionView(ElectionScreen, TemplateView):
    """Everything about it, in the order in which it is done."""

    page_title = gettext_lazy("Election")
    template_name = "assemblies/admin/election/election.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        election = self.election
        standings = standings_of(election)
        candidacies = election.candidacies.select_related("person").annotate(signed=Count("supporters"))
        return {
            **context,
            "steps": [(step.label, step == election.state) for step in ElectionState],
            "categories": [(one, [c for c in candidacies if c.category == one.category]) for one in standings],
            "needed": supporters_needed(election),
            "door": door_counts(election),
            "needs_vote": any(one.needs_vote for one in standings),
            "is_forgotten": election.forgotten_at is not None,
            **self._outcome(election, standings),
        }

    def _outcome(self, election: Election, standings: list[Standing]) -> dict[str, Any]:
        """What the proclamation would write, shown before anybody presses."""
        known = election.state in (ElectionState.OPEN, ElectionState.COUNTED) and all(one.outcome for one in standings)
        ties = [one for one in standings if one.outcome and one.outcome.tied]
        if not known or ties or (election.state == ElectionState.OPEN and any(one.needs_vote for one in standings)):
            return {"ties": ties, "may_proclaim": False}
        return {
            "ties": [],
            "may_proclaim": True,
            "seatings": seatings(standings, self.assembly.held_on),
            "leaving": terms_that_end(election),
        }


class ConductView(ElectionFormScreen):
    """Who chairs the election, in which order the ballot names people, how long names are kept."""

    page_title = gettext_lazy("Who runs the election")
    form_class = ConductForm
    template_name = "assemblies/admin/election/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.election, "for_user": self.request.user}

    def write(self, form: ConductForm) -> None:
        form.save()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media, "button": _("Save")}


class SeatsView(ElectionFormScreen):
    """Which seats are filled, and for how long."""

    page_title = gettext_lazy("Seats to fill")
    template_name = "assemblies/admin/election/seats.html"

    def get_form(self, form_class: Any = None) -> SeatsForm:
        chosen = {seat.post_id: seat.term_months for seat in self.election.seats.all()}
        return SeatsForm(seat_lines(self.assembly), chosen, **self.get_form_kwargs())

    def write(self, form: SeatsForm) -> None:
        choose_seats(self.election, form.terms())
        messages.success(self.request, _("The seats are chosen."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = context["form"].rows()
        categories = dict.fromkeys(line.post.reserved_for for line, *_rest in rows)
        groups = [(category_words(one), [row for row in rows if row[0].post.reserved_for == one]) for one in categories]
        return {
            **context,
            "due_words": self._due_words(),
            "groups": groups,
            "is_open": not self.election.takes_candidacies,
        }

    def _due_words(self) -> str:
        """Why these seats are ticked; a special assembly fills what is over, and needs no rule."""
        if self.assembly.event.kind != EventKind.ANNUAL_ASSEMBLY:
            return ""
        return due_words(due_rule(self.assembly), SOON_AFTER)


class ElectionActView(AssemblyScreen, View):
    """One press that moves an election: pressed twice it does the same thing once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            said = self.act()
        except AssemblyRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect(self.next_url())

    def act(self) -> str:
        raise NotImplementedError

    @cached_property
    def election(self) -> Election:
        return get_object_or_404(Election.objects.select_related("assembly__event"), assembly=self.assembly)

    def next_url(self) -> str:
        return reverse("assembly:election", args=[self.assembly.pk])


class PrepareElectionView(ElectionActView):
    def act(self) -> str:
        prepare_election(self.assembly)
        return _("The election is being prepared: check the seats that are to be filled.")

    def next_url(self) -> str:
        has_election = Election.objects.filter(assembly=self.assembly).exists()
        return super().next_url() if has_election else self.page_url


class OpenElectionView(ElectionActView):
    def act(self) -> str:
        open_election(self.election, timezone.now())
        return _("The election is open: ballots may be printed and given.")


class ReopenCandidaciesView(ElectionActView):
    def act(self) -> str:
        take_candidacies_again(self.election)
        return _("Candidacies are received again.")


class ProclaimView(ElectionActView):
    """On the day of the assembly: it is from then that the elected sit."""

    def act(self) -> str:
        proclaim_results(self.election, self.assembly.held_on, timezone.now())
        return _("The results are proclaimed: the elected are in their seats.")
