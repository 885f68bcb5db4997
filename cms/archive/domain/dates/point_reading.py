"""Reads one point of time: a day, a month, a season, a feast, a year, a decade, a century.

Each reader takes a whole run of tokens and gives every point it may be: none, when it is not of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from cms.archive.domain.dates.feasts import feast_named
from cms.archive.domain.dates.figures import SHORT_YEAR, YEAR, days_in_figures, months_in_figures, years
from cms.archive.domain.dates.said import DateNotUnderstood
from cms.archive.domain.dates.shapes import WINTER, Kind, Point
from cms.archive.domain.dates.tokens import BARE_MONTHS
from cms.archive.domain.dates.vocabulary import AMBIGUOUS_DECADES, MONTHS, NBSP, ROMAN, SEASONS, WEEKDAYS
from crm.events.domain.dates import plain_date, weekday_name
from crm.partners.domain.folding import fold

MONTH = "|".join(BARE_MONTHS)
WEEKDAY = "|".join(WEEKDAYS)
SEASON_NUMBERS = {fold(name): number for number, name in SEASONS.items()}
TENS = {
    "dix": 10,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "soixante - dix": 70,
    "quatre - vingt": 80,
    "quatre - vingts": 80,
    "quatre - vingt - dix": 90,
}
ORDINALS = {"seizieme": 16, "dix - septieme": 17, "dix - huitieme": 18, "dix - neuvieme": 19, "vingtieme": 20}
CENTURIES = {f"{roman.lower()}e": number for number, roman in ROMAN.items()} | ORDINALS

OF_YEAR = r"(?:(?:de |d '|de l ' )?(?:annee |an )?)?"
DAY = re.compile(
    rf"(?:en date )?(?:du |le )?(?:(?P<weekday>{WEEKDAY})(?: ,)? )?(?:le )?(?P<day>\d{{1,2}})"
    rf"(?: de)? (?P<month>{MONTH})(?: ,)? {OF_YEAR}(?P<year>{SHORT_YEAR})"
)
MONTHLY = re.compile(
    rf"(?:(?:en|de|d '|courant|durant|pendant|dans|au cours) )?(?:(?:le |du |au )?mois (?:de |d ' )?)?"
    rf"(?P<month>{MONTH})(?: ,)? {OF_YEAR}(?P<year>{SHORT_YEAR})"
)
SEASONAL = re.compile(
    rf"(?:(?:en|durant|pendant|dans|au cours|a|de) )?(?:(?:l '|le|au|du|d '|de l '|la saison) )?"
    rf"(?P<season>{'|'.join(SEASON_NUMBERS)}) {OF_YEAR}(?P<year>{SHORT_YEAR})(?: (?:-|/|a) (?P<next>{SHORT_YEAR}))?"
)
YEARLY = re.compile(
    rf"(?:(?:en|de|durant|pendant|courant|dans|au cours de|au cours) )?(?:(?:de )?l ' )?"
    rf"(?:(?:annee|an) (?:de )?)?(?P<year>{YEAR})"
)
DECADE_WORDS = re.compile(
    rf"(?:(?:dans|durant|pendant|au cours) )?(?:(?:les|des|aux|la|de la) )?(?:annees|decennie(?: des annees| de)?)"
    rf" (?P<year>(?P<three>[12]\d{{2}})0 (?:-|a) (?:(?P=three))?9|[12]\d{{2}}0|' ?\d0|\d0|{'|'.join(TENS)})"
)
DECADE_SIGNS = re.compile(r"(?P<three>[12]\d{2})(?:x| [-?.])")
CENTURY_WORDS = re.compile(
    rf"(?:(?:dans|durant|pendant|au cours) )?(?:(?:le|au|du) )?"
    rf"(?:(?P<name>{'|'.join(CENTURIES)}|\d{{2}}e|[ivx]+)(?P<noun> (?:siecles?|s))?)"
)
CENTURY_SIGNS = re.compile(r"(?P<two>1\d|20)(?:xx| - -| \. \.| \? \?)")
FEAST = re.compile(
    rf"(?:(?:pendant|durant|dans|lors|pour|en|a) )?(?:(?:le|la|les|l '|de la|de l '|du|au|de|d '|a la) )?"
    rf"(?P<name>[a-z'\- ]+?) (?:de )?(?P<year>{SHORT_YEAR})(?: [-/] (?P<next>{SHORT_YEAR}))?"
)


def read_points(text: str) -> list[Point]:
    """Every point that a run of tokens may be. Raises `DateNotUnderstood` for a day that never was."""
    return next((points for reader in READERS if (points := reader(text))), [])


def each_possible(numbers: Iterable[int], make: Callable[[int], Point]) -> list[Point]:
    """The points that can be made of some of the numbers. Raises what the first one raised where none can."""
    points: list[Point] = []
    failures: list[DateNotUnderstood] = []
    for number in numbers:
        try:
            points.append(make(number))
        except DateNotUnderstood as failure:
            failures.append(failure)
    if not points and failures:
        raise failures[0]
    return points


def dated(year: int, month: int, day: int, weekday: str | None = None) -> Point:
    """That day. Raises `DateNotUnderstood` when there is none, or when it was another day of the week."""
    said = f"{day}{NBSP}{MONTHS[month - 1]} {year}"
    try:
        point = Point(Kind.DAY, year, month, day)
        moment = date(year, month, day)
    except ValueError as error:
        raise DateNotUnderstood(_("There is no {day} in the calendar.").format(day=said), said) from error
    if weekday and WEEKDAYS[moment.weekday()] != weekday:
        sentence = _("{day} was a {weekday}, not a {said_weekday}: one of the two is mistaken.")
        facts = {"day": plain_date(moment), "weekday": weekday_name(moment), "said_weekday": weekday}
        raise DateNotUnderstood(sentence.format(**facts), weekday)
    return point


def _day(text: str) -> list[Point]:
    found = DAY.fullmatch(text)
    if found is None:
        return []
    month = BARE_MONTHS.index(found["month"]) + 1
    return each_possible(years(found["year"]), lambda year: dated(year, month, int(found["day"]), found["weekday"]))


def _day_in_figures(text: str) -> list[Point]:
    found = days_in_figures(re.sub("^(?:le|du) ", "", text))
    if found == []:
        raise DateNotUnderstood(
            _("There is no {day} in the calendar.").format(day=text.replace(" ", "")), text.replace(" ", "")
        )
    return found or []


def _month(text: str) -> list[Point]:
    found = MONTHLY.fullmatch(text)
    if found is None:
        return months_in_figures(text)
    month = BARE_MONTHS.index(found["month"]) + 1
    return [Point(Kind.MONTH, year, month) for year in years(found["year"])]


def _season(text: str) -> list[Point]:
    found = SEASONAL.fullmatch(text)
    if found is None:
        return []
    season = SEASON_NUMBERS[found["season"]]
    if found["next"] is None:
        return [Point(Kind.SEASON, year, season) for year in years(found["year"])]
    if season != WINTER:
        return []
    return [
        Point(Kind.ONE_WINTER, year) for year in years(found["year"]) if year + 1 in _following(year, found["next"])
    ]


def _following(year: int, text: str) -> list[int]:
    """The years that « 71 » may be after 1970."""
    digits = text.replace("'", "").strip()
    return (
        [int(digits)] if len(digits) == 4 else [year // 100 * 100 + int(digits), (year // 100 + 1) * 100 + int(digits)]
    )


def _feast(text: str) -> list[Point]:
    found = FEAST.fullmatch(text)
    if found is None:
        return []
    points: list[Point] = []
    for year in years(found["year"]):
        named = feast_named(found["name"], year)
        if named is None:
            return []
        days, since = named
        if not days:
            sentence = _("Before {since}, the archive does not know the day of that feast: write the day, the month.")
            raise DateNotUnderstood(sentence.format(since=since))
        points += days
    if found["next"] is None:
        return points
    return [
        point
        for point in points
        if point.kind is Kind.HOLIDAYS and point.year + 1 in _following(point.year, found["next"])
    ]


def _year(text: str) -> list[Point]:
    found = YEARLY.fullmatch(text)
    return [Point(Kind.YEAR, year) for year in years(found["year"])] if found else []


def _decade(text: str) -> list[Point]:
    if signs := DECADE_SIGNS.fullmatch(text):
        return [Point(Kind.DECADE, int(signs["three"]) * 10)]
    found = DECADE_WORDS.fullmatch(text)
    if found is None:
        return []
    if found["three"]:
        return [Point(Kind.DECADE, int(found["three"]) * 10)]
    said = found["year"]
    first_years = [1900 + TENS[said], 2000 + TENS[said]] if said in TENS else years(said)
    points = [Point(Kind.DECADE, year) for year in first_years]
    # « Les années 1800 » are ten years for some, a hundred for others; nobody says « les années 2000 » of a century.
    if said.isdecimal() and int(said) in AMBIGUOUS_DECADES:
        points.append(Point(Kind.CENTURY, int(said)))
    return points


def _century(text: str) -> list[Point]:
    if signs := CENTURY_SIGNS.fullmatch(text):
        return [Point(Kind.CENTURY, int(signs["two"]) * 100)]
    found = CENTURY_WORDS.fullmatch(text)
    if found is None:
        return []
    name, noun = found["name"], found["noun"]
    number = (
        CENTURIES.get(name) or (noun and CENTURIES.get(f"{name}e")) or (noun and name[:2].isdecimal() and int(name[:2]))
    )
    return [Point(Kind.CENTURY, (number - 1) * 100)] if number and 10 <= number <= 21 else []


READERS = (_day, _day_in_figures, _month, _season, _decade, _century, _year, _feast)
