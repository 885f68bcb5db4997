"""Writes a shape as archivists do, after the Règles pour la description des documents d’archives (RDDA).

What is known stands bare, what is deduced stands in brackets; a dash is a digit that is not known, « ? » is a doubt.
"""

from __future__ import annotations

from cms.archive.domain.dates.point_words import article, part_words, point_words
from cms.archive.domain.dates.shapes import Between, Either, Kind, Moment, Part, Point, Shape, Span, Undated
from cms.archive.domain.dates.words import between_words, is_plain, shared, write_words

VAGUE = {Kind.DECADE, Kind.CENTURY}


def write_bracketed(shape: Shape) -> str:
    """« [vers 1921] », « [192-?] », « 1921-1923 »; `reading.read_date` gives the same date back."""
    if isinstance(shape, Undated):
        return "[s.d.]"
    if isinstance(shape, Moment):
        return _moment(shape)
    if isinstance(shape, Between):
        return f"[{between_words(shape)}]"
    if isinstance(shape, Part):
        return f"[{part_words(shape)}{'?' * shape.uncertain}]"
    if isinstance(shape, Either):
        return f"[{write_words(Either(shape.points, shape.approximate))}{'?' * shape.uncertain}]"
    return _span(shape)


def _moment(moment: Moment) -> str:
    if is_plain(moment) and moment.point.kind not in VAGUE:
        return point_words(moment.point)
    words = _point(moment.point)
    if moment.approximate:
        words = f"vers {'' if moment.point.kind in VAGUE else article(moment.point)}{words}"
    return f"[{words}{'?' * moment.uncertain}]"


def _point(point: Point) -> str:
    """« 192- », « 18-- »: a dash for each digit that is not known."""
    if point.kind is Kind.DECADE:
        return f"{point.year // 10}-"
    if point.kind is Kind.CENTURY:
        return f"{point.year // 100}--"
    return point_words(point)


def _span(span: Span) -> str:
    start, end = span.start, span.end
    if not start or not end:
        return f"[{write_words(span)}]"
    if is_plain(start) and is_plain(end):
        first = shared(start.point, end.point)[0]
        if first != point_words(start.point):
            return f"{first}-{point_words(end.point)}"
    return f"{_moment(start)}-{_moment(end)}"
