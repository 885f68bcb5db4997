"""The days that Québec calls by the name of a feast.

A feast is read only for the years in which it stood where we put it: before, the archive asks for the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from cms.archive.domain.dates.shapes import Kind, Point

Rule = Callable[[int], date]


def _fixed(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Rule:
    return lambda year: easter(year) + timedelta(days)


def _nth(number: int, weekday: int, month: int) -> Rule:
    """The nth Monday (0) … Sunday (6) of a month."""

    def rule(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))

    return rule


def _monday_before(month: int, day: int) -> Rule:
    def rule(year: int) -> date:
        eve = date(year, month, day) - timedelta(1)
        return eve - timedelta(eve.weekday())

    return rule


# Pattern of the tokens, first year, the days it may be.
FEASTS: tuple[tuple[str, int, tuple[Rule, ...]], ...] = (
    (r"(?:(?:la )?veille de noel|reveillon de noel)", 1608, (_fixed(12, 24),)),
    (r"(?:jour de )?noel", 1608, (_fixed(12, 25),)),
    (r"(?:jour de l ' an|premier de l ' an)", 1608, (_fixed(1, 1),)),
    (r"(?:veille du jour de l ' an|saint - sylvestre)", 1608, (_fixed(12, 31),)),
    (r"(?:fete des rois|jour des rois|epiphanie)", 1608, (_fixed(1, 6),)),
    (r"saint - valentin", 1608, (_fixed(2, 14),)),
    (r"saint - patrick", 1608, (_fixed(3, 17),)),
    (r"saint - joseph", 1608, (_fixed(3, 19),)),
    (r"(?:fete de la )?saint - jean(?: - baptiste)?", 1608, (_fixed(6, 24),)),
    (r"fete nationale(?: du quebec)?", 1977, (_fixed(6, 24),)),
    (r"(?:fete du canada|fete de la confederation)", 1868, (_fixed(7, 1),)),
    (r"(?:sainte - anne)", 1608, (_fixed(7, 26),)),
    (r"assomption", 1608, (_fixed(8, 15),)),
    (r"halloween", 1900, (_fixed(10, 31),)),
    (r"toussaint", 1608, (_fixed(11, 1),)),
    (r"(?:jour|fete) des morts", 1608, (_fixed(11, 2),)),
    (r"jour du souvenir", 1931, (_fixed(11, 11),)),
    (r"sainte - catherine", 1608, (_fixed(11, 25),)),
    (r"immaculee(?: -)? conception", 1608, (_fixed(12, 8),)),
    (r"mardi(?: -)? gras", 1608, (_from_easter(-47),)),
    (r"mercredi des cendres", 1608, (_from_easter(-46),)),
    (r"mi - careme", 1608, (_from_easter(-24),)),
    (r"(?:dimanche des )?rameaux", 1608, (_from_easter(-7),)),
    (r"jeudi(?: -)? saint", 1608, (_from_easter(-3),)),
    (r"vendredi(?: -)? saint", 1608, (_from_easter(-2),)),
    (r"samedi(?: -)? saint", 1608, (_from_easter(-1),)),
    (r"(?:dimanche de |jour de )?paques", 1608, (_from_easter(0),)),
    (r"lundi de paques", 1608, (_from_easter(1),)),
    (r"(?:jeudi de l ' )?ascension", 1608, (_from_easter(39),)),
    (r"(?:dimanche de la )?pentecote", 1608, (_from_easter(49),)),
    # The feast is the Thursday; here its procession went out on the Sunday.
    (r"fete - dieu", 1608, (_from_easter(63), _from_easter(60))),
    (r"fete des meres", 1914, (_nth(2, 6, 5),)),
    (r"fete des peres", 1966, (_nth(3, 6, 6),)),
    (r"fete de la reine", 1952, (_monday_before(5, 25),)),
    (r"journee (?:nationale )?des patriotes", 2003, (_monday_before(5, 25),)),
    (r"fete du travail", 1894, (_nth(1, 0, 9),)),
    (r"action(?:s)? de graces?", 1957, (_nth(2, 0, 10),)),
)
HOLIDAYS = r"(?:(?:temps|periode|vacances|conge) des fetes)"


def feast_named(name: str, year: int) -> tuple[list[Point], int] | None:
    """The days of a feast in a year and since when it is there; ``None`` where no feast has that name."""
    if re.fullmatch(HOLIDAYS, name):
        return [Point(Kind.HOLIDAYS, year)], 0
    for pattern, since, rules in FEASTS:
        if re.fullmatch(pattern, name):
            days = [rule(year) for rule in rules] if year >= since else []
            return [Point(Kind.DAY, day.year, day.month, day.day) for day in days], since
    return None
