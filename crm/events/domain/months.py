"""Lays out a month day by day, as the calendar on the kitchen wall does."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.events.domain.dates import last_day, local_day, month_name, weekday_name
from crm.events.models import Event


@dataclass(frozen=True)
class Day:
    """A day, and what takes place on it."""

    date: date
    events: list[Event] = field(default_factory=list)
    is_today: bool = False

    @property
    def column(self) -> int:
        """1 is Monday."""
        return self.date.isoweekday()


@dataclass(frozen=True)
class Month:
    """From the first day to the last; what lasts several days stands on each of them."""

    first: date
    days: list[Day]

    @property
    def name(self) -> str:
        """« novembre 2026 »."""
        return _("{month} {year}").format(month=month_name(self.first), year=self.first.year)

    @property
    def weekdays(self) -> list[str]:
        """Monday's name first."""
        monday = self.first - timedelta(days=self.first.weekday())
        return [weekday_name(monday + timedelta(days=number)) for number in range(7)]

    @property
    def is_empty(self) -> bool:
        return not any(day.events for day in self.days)


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def span_of(first: date) -> tuple[datetime, datetime]:
    """The first moment of a month and that of the next, on the council's clock."""
    return _midnight(first), _midnight(next_month(first))


def lay_out(events: Iterable[Event], first: date, today: date) -> Month:
    """``events`` on their days, in the order they come."""
    count = calendar.monthrange(first.year, first.month)[1]
    days = [first + timedelta(days=number) for number in range(count)]
    held: dict[date, list[Event]] = {day: [] for day in days}
    for event in events:
        start, end = max(local_day(event.starts_at), first), min(last_day(event), days[-1])
        for number in range((end - start).days + 1):
            held[start + timedelta(days=number)].append(event)
    return Month(first, [Day(day, held[day], day == today) for day in days])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
