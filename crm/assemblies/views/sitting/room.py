"""Presses about the whole table: opening, closing, who comes and goes, how many citizens."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.log_actions import log

from crm.assemblies.domain.presences import arrive, correct_presence, expected_members, leave, strike_presence
from crm.assemblies.domain.sitting import close_assembly, count_citizens, open_assembly, reopen_assembly
from crm.assemblies.models import AgendaItem, Assembly, Presence
from crm.assemblies.sitting_forms import ArrivalForm, CitizensForm, KnowingForm, TableForm, TimesForm, moment_of
from crm.assemblies.views.sitting.acts import JUST_CLOSED, TableAct, seat_of


class RoomAct(TableAct):
    """Of one assembly; the item that was open on the screen stays open."""

    def load(self) -> None:
        self.assembly = get_object_or_404(Assembly.objects.select_related("event"), pk=self.kwargs["pk"])
        point = self.request.GET.get("point", "")
        if point.isdigit():
            self.item = AgendaItem.objects.filter(assembly=self.assembly, pk=point).first()


class OpenView(RoomAct):
    form_class = KnowingForm
    key = "open"

    def act(self, form: Any) -> None:
        moment = form.moment(self.assembly, timezone.now())
        open_assembly(self.assembly, moment, knowing=form.cleaned_data["knowing"])
        log(instance=self.assembly, action="assemblies.open", user=self.request.user)
        self.item = None


class CloseView(RoomAct):
    """What comes next, the minutes, is what one stands on afterwards."""

    form_class = TableForm
    key = "close"

    @property
    def screen_url(self) -> str:
        url = super().screen_url
        return f"{url}{'&' if '?' in url else '?'}{JUST_CLOSED}=1"

    def act(self, form: Any) -> None:
        close_assembly(self.assembly, form.moment(self.assembly, timezone.now()))
        log(instance=self.assembly, action="assemblies.close", user=self.request.user)


class ReopenView(RoomAct):
    key = "close"

    def act(self, form: Any) -> None:
        reopen_assembly(self.assembly)
        log(instance=self.assembly, action="assemblies.reopen", user=self.request.user)


class ArriveView(RoomAct):
    form_class = ArrivalForm
    key = "people"

    def form_kwargs(self) -> dict[str, Any]:
        return {"people": self.people()}

    def act(self, form: Any) -> None:
        person = form.cleaned_data["person"]
        arrive(
            self.assembly,
            person,
            form.moment(self.assembly, timezone.now()),
            is_voting=form.cleaned_data["is_voting"],
            membership=seat_of(self.assembly, person),
        )


class AllArriveView(RoomAct):
    """Everyone with a vote who is expected and is not there comes in."""

    form_class = TableForm
    key = "people"

    def act(self, form: Any) -> None:
        moment = form.moment(self.assembly, timezone.now())
        came = set(Presence.objects.filter(assembly=self.assembly).values_list("person", flat=True))
        for one in expected_members(self.assembly):
            if one.is_voting and one.person.pk not in came:
                arrive(self.assembly, one.person, moment, membership=one.membership)


class CitizensView(RoomAct):
    form_class = CitizensForm
    key = "citizens"

    def act(self, form: Any) -> None:
        count_citizens(self.assembly, form.cleaned_data["seen"], form.cleaned_data["count"])


class PresenceAct(TableAct):
    key = "people"

    def load(self) -> None:
        presences = Presence.objects.select_related("assembly__event", "person")
        self.presence = get_object_or_404(presences, pk=self.kwargs["pk"])
        self.assembly = self.presence.assembly
        point = self.request.GET.get("point", "")
        if point.isdigit():
            self.item = AgendaItem.objects.filter(assembly=self.assembly, pk=point).first()


class LeaveView(PresenceAct):
    form_class = TableForm

    def act(self, form: Any) -> None:
        leave(self.presence, form.moment(self.assembly, timezone.now()))


class CorrectPresenceView(PresenceAct):
    form_class = TimesForm

    def act(self, form: Any) -> None:
        written = form.cleaned_data
        left = moment_of(self.assembly, written["left_at"]) if written["left_at"] else None
        correct_presence(self.presence, written["version"], moment_of(self.assembly, written["arrived_at"]), left)


class StrikePresenceView(PresenceAct):
    def act(self, form: Any) -> None:
        strike_presence(self.presence)
