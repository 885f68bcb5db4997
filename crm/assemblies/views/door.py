"""The door of an election, on a telephone or a tablet: who comes in, with which proof, and one ballot each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from crm.assemblies.domain.elector_stays import elector_leaves, elector_returns
from crm.assemblies.domain.electors import (
    SameName,
    Welcome,
    door_counts,
    find_electors,
    give_ballot,
    give_every_ballot,
    strike_elector,
    welcome_elector,
)
from crm.assemblies.election_audit import note_consultation
from crm.assemblies.election_forms import DoorForm
from crm.assemblies.enums import ElectionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Elector
from crm.assemblies.sitting_forms import TableForm
from crm.assemblies.views.elections import ElectionActView, ElectionFormScreen
from crm.events.domain.dates import short_time
from crm.partners.views.visible import person_of

LATEST = 15
OPEN_DOOR = (ElectionState.PREPARING, ElectionState.OPEN)


class DoorView(ElectionFormScreen):
    """Four fields, then the next person; below, those who came last, or those whom one looks for."""

    page_title = gettext_lazy("At the door")
    form_class = DoorForm
    template_name = "assemblies/admin/election/door.html"
    asks_again = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "suivant" not in request.GET:
            note_consultation(request.user, self.election)
        return super().get(request, *args, **kwargs)

    def write(self, form: DoorForm) -> None:
        try:
            welcome = welcome_elector(self.election, form.arrival(), person_of(self.request), timezone.now())
        except SameName:
            self.asks_again = True
            raise
        say = messages.warning if welcome.was_known and not welcome.gets_ballot else messages.success
        say(self.request, welcome_words(welcome))

    def get_success_url(self) -> str:
        return f"{reverse('assembly:door', args=[self.assembly.pk])}?suivant=1"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()
        electors = list(find_electors(self.election, words)[:LATEST])
        counts = door_counts(self.election)
        return {
            **context,
            "counts": counts,
            "without_ballot": counts.electors - counts.ballots,
            "electors": electors,
            "words": words,
            "asks_again": self.asks_again or "is_someone_else" in self.request.POST,
            "is_open": self.election.state == ElectionState.OPEN,
            "is_closed": self.election.state not in OPEN_DOOR or self.election.forgotten_at is not None,
        }


def welcome_words(welcome: Welcome) -> str:
    """What the door says, so that nobody is given a second ballot."""
    elector = welcome.elector
    if welcome.gets_ballot:
        return _("%(name)s: hand over a ballot.") % {"name": elector}
    if elector.ballot_given_at is not None:
        hour = short_time(elector.ballot_given_at)
        return _("%(name)s has a ballot already, since %(hour)s: give no other.") % {"name": elector, "hour": hour}
    return _("%(name)s is written down; the ballot comes once the election is open.") % {"name": elector}


class DoorActView(ElectionActView):
    def next_url(self) -> str:
        words = self.request.POST.get("q", "")
        query = urlencode({"suivant": 1, **({"q": words} if words else {})})
        return f"{reverse('assembly:door', args=[self.assembly.pk])}?{query}"

    @cached_property
    def elector(self) -> Elector:
        found = Elector.objects.select_related("election")
        return get_object_or_404(found, pk=self.kwargs["elector"], election__assembly=self.assembly)


class GiveBallotView(DoorActView):
    def act(self) -> str:
        given = give_ballot(self.elector, timezone.now())
        return welcome_words(Welcome(self.elector, was_known=True, gets_ballot=given))


class GiveEveryBallotView(DoorActView):
    def act(self) -> str:
        given = give_every_ballot(self.election, timezone.now())
        return ngettext("%(count)s ballot to hand over.", "%(count)s ballots to hand over.", given) % {"count": given}


class LeaveView(DoorActView):
    def act(self) -> str:
        out = elector_leaves(self.elector, self.moment())
        return _("%(name)s left at %(hour)s.") % {"name": self.elector, "hour": short_time(out.left_at)}

    def moment(self) -> datetime:
        """The hour that was typed, else now."""
        form = TableForm(self.request.POST)
        if not form.is_valid():
            raise AssemblyRefused(_("Write the hour as 20:15."))
        return form.moment(self.assembly, timezone.now())


class ReturnView(LeaveView):
    def act(self) -> str:
        elector_returns(self.elector, self.moment())
        return _("%(name)s is in the room.") % {"name": self.elector}


class StrikeView(DoorActView):
    def act(self) -> str:
        strike_elector(self.elector)
        return _("This person is no longer on the list.")
