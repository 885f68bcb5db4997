"""Reads years and dates in figures, with every order that they may be in."""

from __future__ import annotations

import re

from cms.archive.domain.dates.shapes import Kind, Point

YEAR = r"(?:[12]\d{3}|' ?\d{2})"
SHORT_YEAR = rf"(?:{YEAR}|\d{{2}})"
IN_FIGURES = re.compile(r"(\d{1,4}) ([-/.]) (\d{1,2}) \2 (\d{1,4})")
IN_EIGHT = re.compile(r"([12]\d{3})(\d{2})(\d{2})")
# Québec writes year-month-day or day/month/year; the month comes first in what was bought in English.
ORDERS = ("ymd", "dmy", "mdy")


def years(text: str) -> list[int]:
    """The years that « 1967 », « ’67 » or « 67 » may be, the most likely first; those to come are left out later."""
    digits = text.replace("'", "").strip()
    return [int(digits)] if len(digits) == 4 else [1900 + int(digits), 2000 + int(digits)]


def days_in_figures(text: str) -> list[Point] | None:
    """The days that « 03/04/1937 », « 1937-05-14 » or « 37-05-14 » may be; ``None`` where it is nothing of the kind."""
    if eight := IN_EIGHT.fullmatch(text):
        return _existing([(int(eight[1]), int(eight[2]), int(eight[3]))])
    found = IN_FIGURES.fullmatch(text)
    if found is None:
        return None
    figures = (found[1], found[3], found[4])
    if sum(len(figure) > 2 for figure in figures) > 1 or any(len(figure) == 3 for figure in figures):
        return None
    if len(figures[0]) == 4:
        return _existing([(int(figures[0]), int(figures[1]), int(figures[2]))])
    orders = ORDERS[1:] if len(figures[2]) == 4 else ORDERS
    named = [dict(zip(order, figures, strict=True)) for order in orders]
    return _existing([(year, int(one["m"]), int(one["d"])) for one in named for year in years(_two(one["y"]))])


def months_in_figures(text: str) -> list[Point]:
    """The months that « 1937-05 » or « 05/1937 » may be."""
    found = re.fullmatch(r"([12]\d{3}) [-/] (\d{2})|(\d{1,2}) [-/] ([12]\d{3})", text)
    if found is None:
        return []
    year, month = int(found[1] or found[4]), int(found[2] or found[3])
    return [Point(Kind.MONTH, year, month)] if 1 <= month <= 12 else []


def _two(figures: str) -> str:
    return figures if len(figures) == 4 else figures.zfill(2)


def _existing(days: list[tuple[int, int, int]]) -> list[Point]:
    points: list[Point] = []
    for year, month, day in days:
        try:
            point = Point(Kind.DAY, year, month, day)
        except ValueError:
            continue
        if month and day and point not in points:
            points.append(point)
    return points
