"""Answers what is coming in the neighbourhood, and lays it out week by week."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from crm.events.domain.dates import NBSP, day_number, local_day, month_name
from crm.events.domain.months import span_of
from crm.events.models import Event
from crm.events.querysets import EventQuerySet


def upcoming_events(
    now: datetime,
    kinds: Collection[str] = (),
    until: datetime | None = None,
    limit: int | None = None,
    *,
    audiences: Collection[str] = (),
) -> EventQuerySet:
    """Public events that are not over at ``now`` and start before ``until``, the soonest first.

    Cancelled and postponed ones are among them, for those who had them in mind: whoever shows a line says so
    (`components/event_line.html` does). Narrow with ``.happening()`` to what really takes place.
    """
    events = Event.objects.public().upcoming(now).with_names().order_by("starts_at", "pk")
    events = events.of_kinds(kinds).for_audiences(audiences)
    if until is not None:
        events = events.filter(starts_at__lt=until)
    return events if limit is None else events[:limit]


@dataclass(frozen=True)
class AgendaState:
    """Changes as soon as any event does: every verb stamps ``modified_at`` or adds or takes away a row."""

    events: int
    newest: int | None
    revisions: int | None
    latest: datetime | None


def agenda_state() -> AgendaState:
    """One question, whatever the number of events; drafts count, so that a withdrawal is a change too."""
    facts = {"events": Count("pk"), "newest": Max("pk"), "revisions": Sum("sequence"), "latest": Max("modified_at")}
    return AgendaState(**Event.objects.aggregate(**facts))


def events_of_month(first: date) -> EventQuerySet:
    """Public events of which some part falls in the month, the earliest first."""
    start, end = span_of(first)
    events = Event.objects.public().upcoming(start).filter(starts_at__lt=end)
    return events.with_names().order_by("starts_at", "pk")


def past_events(now: datetime, kinds: Collection[str] = ()) -> EventQuerySet:
    """Public events that are over at ``now``, the latest first."""
    return Event.objects.public().past(now).with_names().of_kinds(kinds).order_by("-starts_at", "-pk")


@dataclass(frozen=True)
class Week:
    """From a Monday to a Sunday, so that a weekend holds together, and what happens in it."""

    monday: date
    events: list[Event] = field(default_factory=list)
    weeks_ahead: int = 0

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> str:
        """« 11 au 17 mai », « 29 juin au 5 juillet »."""
        first = day_number(self.monday)
        if self.monday.month != self.sunday.month:
            first = f"{first}{NBSP}{month_name(self.monday)}"
        last = f"{day_number(self.sunday)}{NBSP}{month_name(self.sunday)}"
        return _("{first_day} to {last_day}").format(first_day=first, last_day=last)


def by_week(events: Iterable[Event], today: date) -> list[Week]:
    """The weeks that hold something; what began before today and goes on is shown in the current week."""
    this_monday = _monday(today)
    grouped = groupby(events, key=lambda event: max(_monday(local_day(event.starts_at)), this_monday))
    return [Week(monday, list(found), (monday - this_monday).days // 7) for monday, found in grouped]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
