"""From when to when, with what is not known: the days a thing surely lasted, and those it may have.

A `Tenure` answers about one day, about a period, and about another tenure, with *yes*, *no* or *unknown*.
Its four days are those of EDTF's uncertain intervals: the start lies in ``[start_min, start_max]`` and the end in
``[end_min, end_max]``, both days included; an open end is `LATEST`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from crm.partners.domain.partial_dates import EARLIEST, LATEST, PartialDate


class Answer(StrEnum):
    """What can be said of a fact at a date."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Tenure(NamedTuple):
    """The bounds of a start and of an end; a tuple, because a network is made of ten thousands of them."""

    start_min: date
    start_max: date
    end_min: date
    end_max: date

    def on(self, day: date) -> Answer:
        """Whether it lasted on ``day``."""
        return self.within(day, day)

    def within(self, first: date, last: date) -> Answer:
        """Whether it lasted at some moment of the period, first and last day included."""
        return overlap([self], first, last)

    @property
    def is_open(self) -> bool:
        """Whether nothing says that it ended."""
        return self.end_max == LATEST


def overlap(tenures: Iterable[Tenure], first: date = EARLIEST, last: date = LATEST) -> Answer:
    """Whether all ``tenures`` lasted together at some moment of the period.

    Intervals that meet two by two all meet (Helly's theorem on the line): it is enough to compare each start with each
    end of another. A start is never compared with the end of its own tenure, which always follows it.
    """
    together = [*tenures, Tenure(first, first, last, last)]
    if max(one.start_min for one in together) > min(one.end_max for one in together):
        return Answer.NO
    if max(one.start_max for one in together) <= min(one.end_min for one in together):
        return Answer.YES
    pairs = ((one, other) for i, one in enumerate(together) for j, other in enumerate(together) if i != j)
    return Answer.YES if all(one.start_max <= other.end_min for one, other in pairs) else Answer.UNKNOWN


def tenure_of(
    starts_on: PartialDate | None,
    ends_on: PartialDate | None,
    *,
    end_is_unknown: bool = False,
    term_ends_on: PartialDate | None = None,
    verified_on: date | None = None,
) -> Tenure:
    """The bounds that the known facts leave.

    Where nothing is said of the end it lasts, until the end of its term where one is known: past it nobody can be sure,
    unless someone verified since. A verification says that it lasted on that day, and never contradicts a known date.
    """
    start_min = starts_on.earliest if starts_on else EARLIEST
    start_max = starts_on.latest if starts_on else LATEST
    end_min = end_max = LATEST
    if ends_on:
        end_min, end_max = ends_on.earliest, ends_on.latest
    elif end_is_unknown:
        end_min = start_min
    elif term_ends_on:
        end_min = term_ends_on.earliest
    if verified_on and start_min <= verified_on <= end_max:
        start_max, end_min = min(start_max, verified_on), max(end_min, verified_on)
    return Tenure(start_min, min(start_max, end_max), max(end_min, start_min), end_max)
