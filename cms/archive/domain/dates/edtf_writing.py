"""Writes a shape as EDTF (ISO 8601-2), in forms that the `edtf` library reads."""

from __future__ import annotations

from datetime import date

from cms.archive.domain.dates.shapes import (
    Between,
    Either,
    Kind,
    Moment,
    Part,
    Point,
    Shape,
    Span,
    Undated,
    days_of_part,
)

# They have no code in EDTF, or one whose doubt it cannot mark: their days are written out.
WRITTEN_OUT = {Kind.ONE_WINTER, Kind.HOLIDAYS}


def write_edtf(shape: Shape) -> str:
    """The one EDTF form of a shape; `edtf_reading.read_edtf` gives the same shape back."""
    if isinstance(shape, Undated):
        return ""
    if isinstance(shape, Moment):
        return _moment(shape)
    if isinstance(shape, Span):
        return f"{_end(shape.start)}/{_end(shape.end)}"
    if isinstance(shape, Between):
        return f"[{write_point(shape.start)}..{write_point(shape.end)}]"
    if isinstance(shape, Either):
        mark = _mark(shape.approximate, shape.uncertain)
        return f"[{','.join(write_point(point) + mark for point in shape.points)}]"
    return _part(shape)


def write_point(point: Point | None) -> str:
    """A point without its doubts."""
    if point is None:
        return ""
    if point.kind is Kind.CENTURY:
        return f"{point.year // 100:02d}XX"
    if point.kind is Kind.DECADE:
        return f"{point.year // 10:03d}X"
    parts = [f"{point.year:04d}", *(f"{part:02d}" for part in (point.month, point.day) if part)]
    return "-".join(parts)


def _moment(moment: Moment) -> str:
    point, mark = moment.point, _mark(moment.approximate, moment.uncertain)
    if point.kind in WRITTEN_OUT and not mark:
        return f"[{point.first}..{point.last}]"
    if point.kind in WRITTEN_OUT or (point.kind is Kind.SEASON and mark):
        return f"{point.first}{mark}/{point.last}{mark}"
    return write_point(point) + mark


def _end(moment: Moment | None) -> str:
    return ".." if moment is None else _moment(moment)


def _mark(approximate: bool, uncertain: bool) -> str:
    return {(True, False): "~", (False, True): "?", (True, True): "%"}.get((approximate, uncertain), "")


def _part(part: Part) -> str:
    """An interval, vague where the part meets another; in months or days, so that no span is written alike."""
    first, last = days_of_part(part)
    begins, ends = first == part.whole.first, last == part.whole.last
    by_month = part.whole.kind in {Kind.CENTURY, Kind.DECADE}
    return "/".join(
        f"{_of(day, by_month)}{_mark(not exact, part.uncertain)}" for day, exact in ((first, begins), (last, ends))
    )


def _of(day: date, by_month: bool) -> str:
    return f"{day:%Y-%m}" if by_month else f"{day:%Y-%m-%d}"
