"""Reads two dates as one: « entre … et … », « de … à … », « … ou … », « mai-juin 1937 »."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from cms.archive.domain.dates.doubts import AFTER_IT, BEFORE_IT
from cms.archive.domain.dates.edtf_reading import is_writable
from cms.archive.domain.dates.point_reading import MONTH, SEASON_NUMBERS, WEEKDAY, dated
from cms.archive.domain.dates.said import DateNotUnderstood
from cms.archive.domain.dates.shapes import (
    SEASONAL,
    Between,
    Either,
    Instead,
    Kind,
    Moment,
    Part,
    Point,
    Shape,
    Span,
    days_of_part,
    precedes,
)
from cms.archive.domain.dates.tokens import BARE_MONTHS
from cms.archive.domain.dates.words import is_plain

Reading = Shape | Instead
ReadSide = Callable[[str], list[Reading]]
Side = Moment | Part

OPENING = re.compile(r"(?:de|du|des|d '|depuis) (?P<rest>.+)")
TO = r"(?:a|au|aux|jusqu ' a|jusqu ' au|jusqu ' aux|jusqu ' en|jusqu ' vers|jusque)"
LESS_THAN_A_DATE = re.compile(
    rf"(?:le |du |en |au )*(?:(?P<weekday>{WEEKDAY}) )?(?:le )?(?P<day>\d{{1,2}})?(?: ?(?P<month>{MONTH}))?"
    rf"|(?:le |l ' |a l ' |du |en |au )*(?P<season>{'|'.join(SEASON_NUMBERS)})"
)


def read_pairs(text: str, read_side: ReadSide) -> list[Reading]:
    """Every range or choice that a phrase may be. Raises `DateNotUnderstood` where it goes backwards."""
    readings: list[Reading] = []
    failures: list[DateNotUnderstood] = []
    for left, right, join in _splits(text):
        try:
            for start, end in _sides(left, right, read_side):
                readings += join(start, end)
        except DateNotUnderstood as failure:
            failures.append(failure)
    if failures and not readings:
        raise failures[0]
    return readings or _three_or_more(text, read_side)


Join = Callable[[Side, Side], list[Reading]]


def _splits(text: str) -> Iterator[tuple[str, str, Join]]:
    """Each way of seeing two dates in a phrase, with what joins them."""
    if text.startswith("entre "):
        yield from ((left, right, _between) for left, right in _at(text.removeprefix("entre "), "et"))
        return
    opened = OPENING.fullmatch(text)
    if opened:
        yield from ((left, right, _span) for left, right in _at(opened["rest"], TO))
    for left, right in _at(text, rf"(?:-|/|{TO})"):
        # A doubt at the outer end is of both dates, and is read as such.
        if not BEFORE_IT.fullmatch(left) and not AFTER_IT.fullmatch(right):
            yield left, right, _span
    for left, right in _at(text, "ou"):
        if not BEFORE_IT.fullmatch(left) and not AFTER_IT.fullmatch(right):
            yield left, right, _either
    yield from ((left, right, _both) for left, right in _at(text, "(?:et|,)"))


def _at(text: str, separator: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(rf" {separator}(?= )", text):
        yield text[: found.start()], text[found.end() + 1 :]


def _sides(left: str, right: str, read_side: ReadSide) -> Iterator[tuple[Side, Side]]:
    starts, ends = read_side(left), read_side(right)
    for end in ends:
        if isinstance(end, Part) and end.whole.kind is Kind.MONTH:
            starts = starts or read_side(f"{left} {end.whole.year}")
        if isinstance(end, Moment):
            yield from ((Moment(point), end) for point in _completed(left, end.point))
    for start in starts:
        if not isinstance(start, Moment | Part):
            continue
        shortened = [Moment(point) for point in _shortened(start, right)]
        yield from ((start, end) for end in shortened)
        if not shortened:
            yield from ((start, end) for end in ends if isinstance(end, Moment | Part))


def _completed(left: str, end: Point) -> list[Point]:
    """« 3 » before « 5 mai 1937 », « mai » before « juin 1937 »: what is left out is that of the second date."""
    found = LESS_THAN_A_DATE.fullmatch(left)
    if found is None:
        return []
    month = BARE_MONTHS.index(found["month"]) + 1 if found["month"] else end.month
    if found["season"] and end.kind is Kind.SEASON:
        return [Point(Kind.SEASON, end.year, SEASON_NUMBERS[found["season"]])]
    if found["day"] and end.kind is Kind.DAY:
        return [dated(end.year, month, int(found["day"]), found["weekday"])]
    if found["month"] and not found["day"] and not found["weekday"] and end.kind is Kind.MONTH:
        return [Point(Kind.MONTH, end.year, month)]
    return []


def _shortened(start: Side, right: str) -> list[Point]:
    """« 23 » after « 1921 », « 60 » or « 1960 » after « années 50 »."""
    point = start.point if isinstance(start, Moment) else start.whole
    digits = re.fullmatch(r"(?:' ?)?(\d{2}|\d{4})", right)
    if digits is None or (len(digits[1]) == 4 and point.kind is not Kind.DECADE):
        return []
    year = int(digits[1]) if len(digits[1]) == 4 else point.year // 100 * 100 + int(digits[1])
    if point.kind is Kind.DECADE and year % 10 == 0 and year > point.year:
        return [Point(Kind.DECADE, year)]
    return [Point(Kind.YEAR, year)] if point.kind is Kind.YEAR and year > point.year else []


def _span(start: Side, end: Side) -> list[Reading]:
    _in_order(start, end)
    if isinstance(start, Moment) and isinstance(end, Moment):
        span = Span(start, end)
        return [span] if is_writable(span) else [instead_of(span)]
    return [Instead(_stretch(start, end))]


def _between(start: Side, end: Side) -> list[Reading]:
    _in_order(start, end)
    stretch = _stretch(start, end)
    plain = all(
        isinstance(side, Moment) and is_plain(side) and side.point.kind not in SEASONAL for side in (start, end)
    )
    return [stretch] if plain else [Instead(stretch)]


def _either(start: Side, end: Side) -> list[Reading]:
    _in_order(start, end)
    return _choice([start, end])


def _both(start: Side, end: Side) -> list[Reading]:
    """« 1937 et 1938 » is one or the other for a photograph, both for an album: someone says which."""
    return [*_span(start, end), *_either(start, end)]


def _three_or_more(text: str, read_side: ReadSide) -> list[Reading]:
    """« 1937, 1938 ou 1939 »."""
    listed, found, last = text.rpartition(" ou ")
    if not found or " , " not in listed:
        return []
    readings = [read_side(one) for one in [*listed.split(" , "), last]]
    sides = [one[0] for one in readings if len(one) == 1 and isinstance(one[0], Moment)]
    return _choice(sides) if len(sides) == len(readings) else []


def _choice(sides: Sequence[Side]) -> list[Reading]:
    if all(isinstance(side, Moment) and is_plain(side) for side in sides):
        either = Either(tuple(side.point for side in sides if isinstance(side, Moment)))
        if is_writable(either):
            return [either]
    return [Instead(_stretch(sides[0], sides[-1]))]


def _in_order(start: Side, end: Side) -> None:
    if not precedes(
        countable(start, at_start=True), end.point if isinstance(end, Moment) else countable(end, at_start=True)
    ):
        raise DateNotUnderstood(_("The second date does not come after the first one."))


def _stretch(start: Side, end: Side) -> Between:
    """From the first day of one to the last day of the other, as finely as the finer of both is said."""
    first, last = countable(start, at_start=True), countable(end, at_start=False)
    kinds = {first.kind, last.kind}
    if len(kinds) == 1:
        return Between(first, last)
    kind = Kind.DAY if Kind.DAY in kinds else Kind.MONTH
    return Between(_cut(first.first, kind), _cut(last.last, kind))


def instead_of(span: Span) -> Instead:
    """The years, months or days to propose where EDTF has no such end: « depuis les années 60 »."""
    if span.start and span.end:
        return Instead(_stretch(span.start, span.end))
    start = span.start and Moment(countable(span.start, at_start=True))
    return Instead(Span(start, span.end and Moment(countable(span.end, at_start=False))))


def countable(side: Side, *, at_start: bool) -> Point:
    """The year, month or day where something starts or ends: what can be counted before and after."""
    if isinstance(side, Part):
        finer = {Kind.YEAR: Kind.MONTH, Kind.MONTH: Kind.DAY}
        return _cut(days_of_part(side)[not at_start], finer.get(side.whole.kind, Kind.YEAR))
    point = side.point
    if point.kind in {Kind.YEAR, Kind.MONTH, Kind.DAY}:
        return point
    kinds = {Kind.DECADE: Kind.YEAR, Kind.CENTURY: Kind.YEAR, Kind.HOLIDAYS: Kind.DAY}
    return _cut(point.first if at_start else point.last, kinds.get(point.kind, Kind.MONTH))


def _cut(day: date, kind: Kind) -> Point:
    return Point(kind, day.year, day.month * (kind is not Kind.YEAR), day.day * (kind is Kind.DAY))
