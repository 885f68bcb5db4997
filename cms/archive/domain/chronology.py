"""The memory along the years: each thing a bar from the earliest day it may be of to the latest, never a point guessed.

An end that nobody knows is soft: « vers 1921 » fades on both sides, « avant 1940 » has no beginning. What has no date
has no bar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Max, Min

from cms.archive.domain.decades import FIRST_DAY, LAST_DAY, decades_between, known_days
from cms.archive.models import Item

if TYPE_CHECKING:
    from cms.archive.querysets import ItemQuerySet

WIDTH = 1000
THINNEST = 4  # so that one day can still be seen
UNSURE = frozenset("~?%")
MOST_TICKS = 12


@dataclass(frozen=True)
class Tick:
    """A year written on the axis."""

    year: int
    x: int


@dataclass(frozen=True)
class Axis:
    """From the first of a decade to the first of another."""

    first: date
    last: date
    ticks: list[Tick]

    width = WIDTH

    def place(self, day: date) -> int:
        return round(WIDTH * (day - self.first).days / (self.last - self.first).days)


@dataclass(frozen=True)
class Bar:
    """Where an item stands on the axis, in its units; `ends` says which of them are soft: none, left, right, both."""

    x: int
    width: int
    ends: str


@dataclass(frozen=True)
class Row:
    item: Item
    bar: Bar


@dataclass(frozen=True)
class Decade:
    """The things of which the first day that is known is then."""

    year: int
    rows: list[Row]


def axis_of(items: ItemQuerySet) -> Axis | None:
    """The axis on which all of these fit; nothing where none has a date."""
    found = items.aggregate(earliest=Min(FIRST_DAY), latest=Max(LAST_DAY))
    earliest, latest = found["earliest"], found["latest"]
    if earliest is None or latest is None:
        return None
    first, last = earliest.year // 10 * 10, latest.year // 10 * 10 + 10
    axis = Axis(date(max(first, 1), 1, 1), date(last, 1, 1), [])
    step = next(years for years in (10, 20, 50, 100, 200, 500, 1000) if (last - first) / years <= MOST_TICKS)
    years = range(first + (-first) % step, last + 1, step)
    return Axis(axis.first, axis.last, [Tick(year, axis.place(date(max(year, 1), 1, 1))) for year in years])


def decades_of(items: Iterable[Item], axis: Axis) -> list[Decade]:
    """Dated items that are already in their order, by the decade of the first day that is known of each."""
    rows = [Row(item, bar_of(item, axis)) for item in items]
    return [Decade(year, list(those)) for year, those in groupby(rows, key=_decade)]


def bar_of(item: Item, axis: Axis) -> Bar:
    """The bar of a dated item, to the edge of the axis where an end is open.

    Raises `ValueError` for one that has no date.
    """
    if known_days(item.date_earliest, item.date_latest) is None:
        raise ValueError("an undated item has no bar")
    left = axis.place(item.date_earliest) if item.date_earliest else 0
    right = axis.place(item.date_latest) if item.date_latest else WIDTH
    return Bar(min(left, WIDTH - THINNEST), max(right - left, THINNEST), soft_ends(item.date_edtf))


def soft_ends(edtf: str) -> str:
    """Which ends of a date nobody knows (ISO 8601-2: approximate, uncertain, open on a side)."""
    if UNSURE & set(edtf):
        return "both"
    bare = edtf.strip("[]{}")
    if bare.startswith(("..", "/")):
        return "left"
    return "right" if bare.endswith(("..", "/")) else "none"


def _decade(row: Row) -> int:
    return decades_between(row.item.date_earliest, row.item.date_latest)[0]
