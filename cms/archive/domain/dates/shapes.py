"""The shapes that a date takes: a moment, a span, a choice, a part of something longer.

All that is read is one of these shapes first. EDTF, words and bracketed form are three ways of writing a shape.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

FIRST_YEAR, LAST_YEAR = 100, 2999
SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
SEASON_MONTHS = {SPRING: (3, 6), SUMMER: (6, 9), AUTUMN: (9, 12)}


class Kind(Enum):
    """How precise a point is."""

    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    ONE_WINTER = "one winter"
    HOLIDAYS = "holidays"
    MONTH = "month"
    DAY = "day"


# What has a name and no border: EDTF counts neither before it nor after it.
SEASONAL = {Kind.SEASON, Kind.ONE_WINTER, Kind.HOLIDAYS}


@dataclass(frozen=True)
class Point:
    """A day, a month, a season, a year, a decade, a century.

    ``year`` is the first one of a decade or a century; a season stands in ``month`` by its number in EDTF. « hiver
    1971 » is a season, which may be the winter that ends or the one that begins in that year; « hiver 1970-1971 » is
    one winter. A season is four months long, because people count from the weather as often as from the equinox.
    """

    kind: Kind
    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Raises `ValueError` where there is no such day."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR or self.last < self.first:
            raise ValueError(self)

    @property
    def first(self) -> date:
        """The first day it may be."""
        if self.kind is Kind.SEASON:
            return (
                date(self.year - 1, 12, 1) if self.month == WINTER else date(self.year, SEASON_MONTHS[self.month][0], 1)
            )
        if self.kind is Kind.ONE_WINTER:
            return date(self.year, 12, 1)
        if self.kind is Kind.HOLIDAYS:
            return date(self.year, 12, 15)
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may be."""
        if self.kind is Kind.SEASON:
            return (
                date(self.year + 1, 3, 31)
                if self.month == WINTER
                else end_of_month(self.year, SEASON_MONTHS[self.month][1])
            )
        if self.kind is Kind.ONE_WINTER:
            return date(self.year + 1, 3, 31)
        if self.kind is Kind.HOLIDAYS:
            return date(self.year + 1, 1, 6)
        if self.day:
            return date(self.year, self.month, self.day)
        if self.month:
            return end_of_month(self.year, self.month)
        return date(self.year + {Kind.CENTURY: 99, Kind.DECADE: 9}.get(self.kind, 0), 12, 31)


@dataclass(frozen=True)
class Moment:
    """A point, as surely as it is known."""

    point: Point
    approximate: bool = False
    uncertain: bool = False


@dataclass(frozen=True)
class Span:
    """From a moment to another, all of it; an end that is not there is open."""

    start: Moment | None
    end: Moment | None


@dataclass(frozen=True)
class Between:
    """Some moment of a stretch, both ends included; without a start it is « avant », without an end « après »."""

    start: Point | None
    end: Point | None


@dataclass(frozen=True)
class Either:
    """One of a few points."""

    points: tuple[Point, ...]
    approximate: bool = False
    uncertain: bool = False


@dataclass(frozen=True)
class Part:
    """The beginning, the middle, a half… of a month, a year, a decade or a century; vague where it meets the next."""

    whole: Point
    name: str
    uncertain: bool = False


@dataclass(frozen=True)
class Undated:
    """Someone looked, and there is no date."""


Shape = Moment | Span | Between | Either | Part | Undated


@dataclass(frozen=True)
class Instead:
    """What may be proposed to someone, where what they said is no date that can be written."""

    shape: Shape


# The first and the last unit of each part, counted from 0: years of a century or a decade, months of a year, days of a
# month (-1 is its last). Parts that follow each other share their border, for nobody knows where « la fin » begins.
PARTS: dict[Kind, dict[str, tuple[int, int]]] = {
    Kind.CENTURY: {
        "start": (0, 34),
        "middle": (30, 69),
        "end": (65, 99),
        "half 1": (0, 49),
        "half 2": (50, 99),
        "third 1": (0, 32),
        "third 2": (33, 66),
        "third 3": (67, 99),
        "quarter 1": (0, 24),
        "quarter 2": (25, 49),
        "quarter 3": (50, 74),
        "quarter 4": (75, 99),
    },
    Kind.DECADE: {"start": (0, 3), "middle": (3, 6), "end": (6, 9), "half 1": (0, 4), "half 2": (5, 9)},
    Kind.YEAR: {"start": (0, 3), "middle": (4, 7), "end": (8, 11), "half 1": (0, 5), "half 2": (6, 11)},
    Kind.MONTH: {"start": (0, 9), "middle": (9, 19), "end": (19, -1), "half 1": (0, 14), "half 2": (15, -1)},
}


def days_of_part(part: Part) -> tuple[date, date]:
    """The first and the last day of a part."""
    whole = part.whole
    first, last = PARTS[whole.kind][part.name]
    if whole.kind is Kind.MONTH:
        return whole.first + timedelta(first), whole.last if last < 0 else whole.first + timedelta(last)
    if whole.kind is Kind.YEAR:
        return date(whole.year, first + 1, 1), end_of_month(whole.year, last + 1)
    return date(whole.year + first, 1, 1), date(whole.year + last, 12, 31)


def precedes(start: Point, end: Point) -> bool:
    """The one begins before the other does; of the two winters of a year, the one that makes it so."""
    if end.kind is Kind.SEASON and end.month == WINTER:
        return start.first < date(end.year, 12, 1)
    return start.first < end.first


def end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def qualified(shape: Shape, *, approximate: bool = False, uncertain: bool = False) -> Shape | None:
    """The shape with a doubt on it, or ``None`` where EDTF has no way to write that doubt. A part is vague already."""
    if isinstance(shape, Moment | Either):
        return replace(shape, approximate=shape.approximate or approximate, uncertain=shape.uncertain or uncertain)
    if isinstance(shape, Part):
        return replace(shape, uncertain=shape.uncertain or uncertain)
    if isinstance(shape, Span):
        ends = [
            end and Moment(end.point, end.approximate or approximate, end.uncertain or uncertain)
            for end in (shape.start, shape.end)
        ]
        return Span(*ends)
    return None


def last_beginning(shape: Shape) -> date | None:
    """The first day of the last thing that a shape names: if that day is to come, so is the date."""
    if isinstance(shape, Moment):
        return shape.point.first
    if isinstance(shape, Part):
        return days_of_part(shape)[0]
    if isinstance(shape, Either):
        return max(point.first for point in shape.points)
    if isinstance(shape, Span):
        return max(end.point.first for end in (shape.start, shape.end) if end)
    if isinstance(shape, Between):
        return max(end.first for end in (shape.start, shape.end) if end)
    return None
