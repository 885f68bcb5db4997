"""How often a partner should hear from us, and whom we have neglected. Pure functions over dates.

July and August are quiet: nothing falls due in them, and nobody becomes late meanwhile.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.partners.enums import CadenceMode

QUIET_MONTHS = frozenset({7, 8})


class Standing(StrEnum):
    """Where we are with a partner."""

    ON_TIME = "on_time"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Rule:
    """The ideal and the longest interval between two contacts, in months."""

    mode: CadenceMode
    ideal_months: int
    longest_months: int


@dataclass(frozen=True)
class LastContacts:
    """When a partner was last heard from; ``since`` is when we began to count, where there was no contact yet."""

    since: date
    any: date | None = None
    in_person: date | None = None

    def by(self, mode: CadenceMode) -> date | None:
        return self.in_person if mode == CadenceMode.IN_PERSON else self.any


@dataclass(frozen=True)
class Due:
    """What a rule asks for a partner: the next contact ideally on a day, at the latest on another."""

    rule: Rule
    last: date | None
    ideal_on: date
    late_after: date
    standing: Standing


def next_contact(rule: Rule, last: LastContacts, on: date) -> Due:
    """When the next contact of this mode is due, and whether we are late for it on that day."""
    latest = last.by(rule.mode)
    start = latest or last.since
    ideal_on, late_after = (
        after_quiet(add_months(start, rule.ideal_months)),
        after_quiet(add_months(start, rule.longest_months)),
    )
    day = before_quiet(on)
    standing = Standing.LATE if day > late_after else Standing.SOON if day >= ideal_on else Standing.ON_TIME
    return Due(rule, latest, ideal_on, late_after, standing)


def most_pressing(rules: Iterable[Rule], last: LastContacts, on: date) -> Due | None:
    """What should be done first for a partner with these rules; None where there is no rule."""
    order = list(Standing)
    dues = [next_contact(rule, last, on) for rule in rules]
    return max(dues, key=lambda due: (order.index(due.standing), -due.late_after.toordinal()), default=None)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_quiet(day: date) -> bool:
    return day.month in QUIET_MONTHS


def after_quiet(day: date) -> date:
    """``day``, or the first of September."""
    while is_quiet(day):
        day = add_months(day.replace(day=1), 1)
    return day


def before_quiet(day: date) -> date:
    """``day``, or the last of June."""
    while is_quiet(day):
        earlier = add_months(day.replace(day=1), -1)
        day = earlier.replace(day=calendar.monthrange(earlier.year, earlier.month)[1])
    return day
