"""Reads EDTF into a shape: what this archive can say in words of what ISO 8601-2 can write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.archive.domain.dates.edtf_writing import write_edtf
from cms.archive.domain.dates.shapes import (
    AUTUMN,
    PARTS,
    SPRING,
    SUMMER,
    WINTER,
    Between,
    Either,
    Kind,
    Moment,
    Part,
    Point,
    Shape,
    Span,
    Undated,
    precedes,
)

LONGEST = 80
MARKS = {"": (False, False), "~": (True, False), "?": (False, True), "%": (True, True)}
POINT = re.compile(
    r"(?P<century>[0-9]{2})XX|(?P<decade>[0-9]{3})X"
    r"|(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)
SAME_AS_SHORTER = re.compile(r"(?:-XX){1,2}$")


def read_edtf(written: str) -> Shape | None:
    """The shape of an EDTF date, or ``None`` where it has none: `write_edtf` of it is the same date."""
    text = written.strip().upper()
    if not text:
        return Undated()
    if len(text) > LONGEST:
        return None
    try:
        return _set(text) or _interval(text) or _moment(SAME_AS_SHORTER.sub("", text))
    except (ValueError, OverflowError):
        return None


def is_writable(shape: Shape) -> bool:
    """EDTF can say it: a decade has no « depuis », a winter is no end of a span."""
    return read_edtf(write_edtf(shape)) == shape


def _set(text: str) -> Shape | None:
    if not (text.startswith("[") and text.endswith("]")):
        return None
    inner = text[1:-1]
    if ".." in inner:
        start, _, end = inner.partition("..")
        return _written_out(text, start[:4]) or _between(start, end)
    moments = [_moment(one.strip()) for one in inner.split(",")]
    points = tuple(moment.point for moment in moments if moment)
    doubts = {(moment.approximate, moment.uncertain) for moment in moments if moment}
    if len(points) != len(moments) or len(points) < 2 or len(doubts) != 1:
        return None
    if len({point.kind for point in points}) > 1 or _is_season(points[0]):
        return None
    return Either(points, *doubts.pop()) if list(points) == sorted(set(points), key=lambda one: one.first) else None


def _between(start: str, end: str) -> Between | None:
    first, last = (_point(one) if one else None for one in (start, end))
    given = [point for point in (first, last) if point]
    if len(given) != bool(start) + bool(end) or not given or any(_is_vague(point) for point in given):
        return None
    if first and last and (first.kind is not last.kind or not precedes(first, last)):
        return None
    return Between(first, last)


def _interval(text: str) -> Shape | None:
    start, slash, end = text.partition("/")
    if not slash or start == end:
        return None
    named = _written_out(text, start[:4]) or _part(text, start[:4])
    if named:
        return named
    open_start, open_end = start == "..", end == ".."
    first, last = None if open_start else _moment(start), None if open_end else _moment(end)
    if (first is None and not open_start) or (last is None and not open_end) or (first is last is None):
        return None
    if first and last:
        # A vague end has no doubts of its own in the grammar of EDTF.
        vague = any(one.point.kind in {Kind.DECADE, Kind.CENTURY} for one in (first, last))
        doubted = any(one.approximate or one.uncertain for one in (first, last))
        return None if not precedes(first.point, last.point) or (vague and doubted) else Span(first, last)
    return (
        None
        if any(one and one.point.kind in {Kind.DECADE, Kind.CENTURY} for one in (first, last))
        else Span(first, last)
    )


def _moment(text: str) -> Moment | None:
    bare, mark = (text[:-1], text[-1]) if text[-1:] in {"~", "?", "%"} else (text, "")
    point = _point(bare)
    if point is None or (mark and _is_season(point)):
        return None
    return Moment(point, *MARKS[mark])


def _point(text: str) -> Point | None:
    found = POINT.fullmatch(text)
    if found is None:
        return None
    if found["century"]:
        return Point(Kind.CENTURY, int(found["century"]) * 100)
    if found["decade"]:
        return Point(Kind.DECADE, int(found["decade"]) * 10)
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    if month in {SPRING, SUMMER, AUTUMN, WINTER} and not day:
        return Point(Kind.SEASON, year, month)
    kind = Kind.DAY if found["day"] else Kind.MONTH if found["month"] else Kind.YEAR
    if (kind is not Kind.YEAR and not month) or (kind is Kind.DAY and not day):
        return None
    return Point(kind, year, month, day)


def _is_season(point: Point) -> bool:
    return point.kind is Kind.SEASON


def _is_vague(point: Point) -> bool:
    return point.kind in {Kind.SEASON, Kind.DECADE, Kind.CENTURY}


def _written_out(text: str, year: str) -> Shape | None:
    """The winter, the season or the holidays whose days these are."""
    return _first_written(text, _seasons(int(year))) if year.isdecimal() else None


def _part(text: str, year: str) -> Shape | None:
    return _first_written(text, _parts(text, int(year))) if year.isdecimal() else None


def _first_written(text: str, candidates: Iterator[Shape]) -> Shape | None:
    return next((shape for shape in candidates if write_edtf(shape) == text), None)


def _seasons(year: int) -> Iterator[Shape]:
    doubts = list(MARKS.values())
    points = [Point(Kind.ONE_WINTER, year), Point(Kind.HOLIDAYS, year)]
    yield from (Moment(point, *doubt) for point in points for doubt in doubts)
    seasons = [Point(Kind.SEASON, year + (number == WINTER), number) for number in (SPRING, SUMMER, AUTUMN, WINTER)]
    yield from (Moment(point, *doubt) for point in seasons for doubt in doubts if any(doubt))


def _parts(text: str, year: int) -> Iterator[Shape]:
    month = text[5:7]
    wholes = [Point(Kind.CENTURY, year // 100 * 100), Point(Kind.DECADE, year // 10 * 10), Point(Kind.YEAR, year)]
    if month.isdecimal() and 1 <= int(month) <= 12:
        wholes.append(Point(Kind.MONTH, year, int(month)))
    for whole in wholes:
        for name in PARTS[whole.kind]:
            yield from (Part(whole, name, uncertain) for uncertain in (False, True))
