"""Between which days an EDTF date lies.

The `edtf` library reads the date; what it does not know is added: how far « vers » goes, how long winter lasts here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from time import struct_time

from django.utils.translation import gettext as _
from edtf import EDTFParseException, parse_edtf

from cms.archive.domain.dates.edtf_reading import read_edtf
from cms.archive.domain.dates.edtf_writing import write_edtf
from cms.archive.domain.dates.said import DateNotUnderstood
from cms.archive.domain.dates.shapes import Either, Kind, Moment, Point, Shape, Span, Undated, end_of_month

# « Vers 1921 » is looked for from 1916 to 1926: what separates two people who both remember rightly.
MARGIN_YEARS = {Kind.CENTURY: 20, Kind.DECADE: 5, Kind.YEAR: 5}
MARGIN_MONTHS = 3  # of a month or a season
MARGIN_DAYS = 15  # of a day

Days = tuple[date | None, date | None]


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> Days:
    """The first and the last day of an EDTF date; ``None`` for an end that is open. Raises `DateNotUnderstood`."""
    return bounds_of(shape_of(edtf))


@lru_cache(maxsize=4096)
def bounds_of(shape: Shape) -> Days:
    """The same, of a shape."""
    if isinstance(shape, Undated):
        return None, None
    # The library needs some 5 ms for one date, hence the caches.
    parsed = parse_edtf(write_edtf(shape))
    earliest, latest = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    first, last = _ends(shape)
    if first:
        earliest = _earlier(first) if first.approximate else _season_or(first.point.first, first, earliest)
    if last:
        latest = _later(last) if last.approximate else _season_or(last.point.last, last, latest)
    return earliest, latest


def shape_of(edtf: str) -> Shape:
    """The shape of an EDTF date. Raises `DateNotUnderstood` where it is invalid, or cannot be said in words."""
    shape = read_edtf(edtf)
    if shape is not None:
        return shape
    sentence = _("“{edtf}” is a valid EDTF date, but one that the archive has no words for.")
    if not _is_valid(edtf):
        sentence = _("“{edtf}” is not an EDTF date.")
    raise DateNotUnderstood(sentence.format(edtf=edtf), edtf)


def _is_valid(edtf: str) -> bool:
    try:
        parse_edtf(edtf)
    except (EDTFParseException, TypeError, ValueError):  # TypeError: the library stumbles on « ../193X »
        return False
    return True


def _ends(shape: Shape) -> tuple[Moment | None, Moment | None]:
    """The moments whose doubts widen a shape. A part is as wide as it is said to be."""
    if isinstance(shape, Moment):
        return shape, shape
    if isinstance(shape, Span):
        return shape.start, shape.end
    if isinstance(shape, Either):
        moments = [Moment(point, shape.approximate, shape.uncertain) for point in shape.points]
        return moments[0], moments[-1]
    return None, None


def _season_or(ours: date, moment: Moment, theirs: date | None) -> date | None:
    """For the library, winter is the month of December."""
    return ours if moment.point.kind is Kind.SEASON else theirs


def _earlier(moment: Moment) -> date:
    point = moment.point
    if point.kind in MARGIN_YEARS:
        return date(max(1, point.first.year - MARGIN_YEARS[point.kind]), 1, 1)
    if _counts_in_days(point):
        return point.first - timedelta(MARGIN_DAYS)
    return date(*_month_after(point.first, -MARGIN_MONTHS), 1)


def _later(moment: Moment) -> date:
    point = moment.point
    if point.kind in MARGIN_YEARS:
        return date(point.last.year + MARGIN_YEARS[point.kind], 12, 31)
    if _counts_in_days(point):
        return point.last + timedelta(MARGIN_DAYS)
    return end_of_month(*_month_after(point.last, MARGIN_MONTHS))


def _counts_in_days(point: Point) -> bool:
    return point.kind in {Kind.DAY, Kind.HOLIDAYS}


def _month_after(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _day(moment: struct_time | float) -> date | None:
    """The library answers an infinite number for an open end."""
    return date(*moment[:3]) if isinstance(moment, struct_time) else None
