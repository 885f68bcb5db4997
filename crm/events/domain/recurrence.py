"""Which days a rule falls on, in the terms of RFC 5545 (3.3.10): every second week, the last Tuesday but in July.

Days only: an hour stays the same on the council's clock, whatever the clocks do.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
MONTHS = range(1, 13)


class Pattern(StrEnum):
    """What a rule counts in."""

    WEEKLY = "weekly"
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
    MONTHLY_BY_DAY = "monthly_by_day"


@dataclass(frozen=True)
class Rule:
    """One rule: `weekday` counts from 0, Monday; `nth` is 1 to 5, or -1 for the last; `skipped_months` are 1 to 12."""

    pattern: Pattern
    interval: int = 1
    weekday: int = 0
    nth: int = 1
    month_day: int = 1
    skipped_months: frozenset[int] = frozenset()

    def falls_on(self, day: date, first: date) -> bool:
        """Whether ``day`` is one of the days, in a series whose first day is ``first``."""
        if day < first or day.month in self.skipped_months:
            return False
        if self.pattern == Pattern.WEEKLY:
            return day.weekday() == self.weekday and _weeks(first, day) % self.interval == 0
        if _months(first, day) % self.interval:
            return False
        if self.pattern == Pattern.MONTHLY_BY_DAY:
            return day.day == (_length(day) if self.month_day == LAST else self.month_day)
        return day.weekday() == self.weekday and (is_last(day) if self.nth == LAST else nth_of(day) == self.nth)


def days_of(rule: Rule, first: date, until: date) -> Iterator[date]:
    """Every day of the rule from ``first`` to ``until``, both included."""
    for ahead in range((until - first).days + 1):
        day = first + timedelta(days=ahead)
        if rule.falls_on(day, first):
            yield day


def nth_of(day: date) -> int:
    """2 for the second Tuesday of its month."""
    return (day.day - 1) // 7 + 1


def is_last(day: date) -> bool:
    """Whether no other such weekday follows in its month."""
    return day.day + 7 > _length(day)


def write_rrule(rule: Rule) -> str:
    """The value of an RRULE, without its end: ``FREQ=MONTHLY;BYDAY=2TU;BYMONTH=1,2,3``."""
    parts = ["FREQ=WEEKLY" if rule.pattern == Pattern.WEEKLY else "FREQ=MONTHLY"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.pattern == Pattern.MONTHLY_BY_DAY:
        parts.append(f"BYMONTHDAY={rule.month_day}")
    else:
        nth = rule.nth if rule.pattern == Pattern.MONTHLY_BY_WEEKDAY else ""
        parts.append(f"BYDAY={nth}{WEEKDAYS[rule.weekday]}")
    if rule.skipped_months:
        parts.append("BYMONTH=" + ",".join(str(month) for month in MONTHS if month not in rule.skipped_months))
    return ";".join(parts)


def read_rrule(text: str) -> Rule:
    """What `write_rrule` wrote; raises ValueError for a rule that is not one of ours."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    interval = int(parts.pop("INTERVAL", "1"))
    kept = {int(month) for month in parts.pop("BYMONTH").split(",")} if "BYMONTH" in parts else set(MONTHS)
    skipped = frozenset(MONTHS) - kept
    match parts:
        case {"FREQ": "WEEKLY", "BYDAY": day, **others} if not others:
            return Rule(Pattern.WEEKLY, interval, WEEKDAYS.index(day), skipped_months=skipped)
        case {"FREQ": "MONTHLY", "BYDAY": day, **others} if not others:
            weekday, nth = WEEKDAYS.index(day[-2:]), int(day[:-2])
            return Rule(Pattern.MONTHLY_BY_WEEKDAY, interval, weekday, nth, skipped_months=skipped)
        case {"FREQ": "MONTHLY", "BYMONTHDAY": day, **others} if not others:
            return Rule(Pattern.MONTHLY_BY_DAY, interval, month_day=int(day), skipped_months=skipped)
    raise ValueError(f"Not a rule of ours: {text!r}")


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _weeks(first: date, day: date) -> int:
    """Weeks from Monday to Monday (RFC 5545: WKST is MO)."""
    monday = first - timedelta(days=first.weekday())
    return (day - monday).days // 7


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month
