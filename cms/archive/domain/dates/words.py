"""Says a shape in French, as one would in Québec: « entre 1921 et 1923 », « fin des années 1960 », « avant 1940 »."""

from __future__ import annotations

from datetime import date, timedelta

from cms.archive.domain.dates.point_words import (
    article,
    day_and_month,
    day_number,
    end_words,
    moment_words,
    part_article,
    part_words,
    point_words,
    said_after,
)
from cms.archive.domain.dates.shapes import Between, Either, Kind, Moment, Part, Point, Shape, Span, Undated
from cms.archive.domain.dates.vocabulary import MONTHS


def write_words(shape: Shape) -> str:
    """The shape in words; `reading.read_date` gives the same date back."""
    if isinstance(shape, Undated):
        return "sans date"
    if isinstance(shape, Moment):
        return moment_words(shape)
    if isinstance(shape, Part):
        words = part_words(shape)
        return f"probablement {part_article(shape)}{words}" if shape.uncertain else words
    if isinstance(shape, Either):
        return _either_words(shape)
    if isinstance(shape, Between):
        return between_words(shape)
    return _span_words(shape)


def between_words(between: Between) -> str:
    """« entre mai et juin 1937 », « avant 1940 », « après le 14 mai 1937 »: the named end of these two is left out."""
    start, end = between.start, between.end
    if start and end:
        first, second = shared(start, end)
        return f"entre {article(start)}{first} et {article(end)}{second}"
    before, after = end and neighbour(end, 1), start and neighbour(start, -1)
    if before:
        return f"avant {article(before)}{point_words(before)}"
    return f"après {article(after)}{point_words(after)}" if after else ""


def shared(start: Point, end: Point) -> tuple[str, str]:
    """Two points without saying twice what they share: « 3 », « 5 mai 1937 »; « mai », « juin 1937 »."""
    second = point_words(end)
    if start.kind is not end.kind or start.year != end.year or start.kind not in {Kind.MONTH, Kind.DAY}:
        return point_words(start), second
    if start.kind is Kind.MONTH:
        return MONTHS[start.month - 1], second
    return (day_number(start) if start.month == end.month else day_and_month(start)), second


def neighbour(point: Point, step: int) -> Point:
    """The day, the month or the year after it (1) or before it (-1)."""
    if point.kind is Kind.DAY:
        day = date(point.year, point.month, point.day) + timedelta(step)
        return Point(Kind.DAY, day.year, day.month, day.day)
    if point.kind is Kind.MONTH:
        year, month = divmod(point.year * 12 + point.month - 1 + step, 12)
        return Point(Kind.MONTH, year, month + 1)
    return Point(Kind.YEAR, point.year + step)


def is_plain(moment: Moment) -> bool:
    return not moment.approximate and not moment.uncertain


def _either_words(either: Either) -> str:
    first, last = either.points[0], either.points[-1]
    doubts = ["probablement"] * either.uncertain + ["vers"] * either.approximate
    if len(either.points) == 2:
        start, end = shared(first, last)
        words = f"{article(first) if doubts else ''}{start} ou {article(last) if doubts else ''}{end}"
    else:
        *others, end = [point_words(point) for point in either.points]
        words = f"{', '.join(others)} ou {end}"
    return " ".join([*doubts, words])


def _span_words(span: Span) -> str:
    start, end = span.start, span.end
    if start and end:
        first = shared(start.point, end.point)[0] if is_plain(start) and is_plain(end) else end_words(start)
        return f"{_with('de', start, first)} {_with('à', end, end_words(end))}"
    if start:
        return f"depuis {'vers ' * start.approximate}{article(start.point)}{end_words(start)}"
    return _until_words(end) if end else ""


def _until_words(end: Moment) -> str:
    if end.approximate:
        return f"jusque vers {article(end.point)}{end_words(end)}"
    if not article(end.point):
        return f"jusqu’en {end_words(end)}"
    return f"jusqu’{said_after('à', end_words(end), article(end.point))}"


def _with(preposition: str, moment: Moment, words: str) -> str:
    if moment.approximate:
        return f"{preposition} vers {article(moment.point)}{words}"
    return said_after(preposition, words, article(moment.point))
