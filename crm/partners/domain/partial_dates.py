"""Dates as they are known: a year, a month, or a day; written as EDTF (ISO 8601-2, level 0) and said in French.

A partial date is never completed by guessing: « mai 2019 » stays a month, with the first and the last day it may be.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS

from crm.partners.domain.folding import fold

NBSP = "\u00a0"
EARLIEST = date(1, 1, 1)
LATEST = date(9999, 12, 31)

ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
SPOKEN = re.compile(r"(?:le )?(?:(?P<day>[0-9]{1,2})(?:er)? )?(?:(?P<month>[a-z]+)\.? )?(?P<year>[0-9]{4})")
ABBREVIATIONS = {"janv": 1, "fevr": 2, "avr": 4, "juill": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}


class UnreadableDate(ValueError):
    """What was typed is no date that we understand, or no day of any calendar."""


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, perhaps its month, perhaps the day; 0 stands for what is not known, and sorts first."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise UnreadableDate(str((self.year, self.month, self.day)))
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise UnreadableDate(str(error)) from error

    def __str__(self) -> str:
        """As EDTF: « 2019 », « 2019-05 », « 2019-05-14 »."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """The first day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        return bool(self.day)


def read_edtf(written: str) -> PartialDate:
    """A partial date from its EDTF form. Raises `UnreadableDate`."""
    found = ISO.fullmatch(written)
    if found is None:
        raise UnreadableDate(written)
    return PartialDate(*(int(part or 0) for part in found.groups()))


def read_partial_date(typed: str) -> PartialDate:
    """What a person typed: « 2019 », « 2019-05 », « mai 2019 », « 1er mai 2019 ». Raises `UnreadableDate`.

    Figures alone in another order (05/06/2019) are refused: half of the readers would take them the other way round.
    """
    bare = fold(typed)
    if ISO.fullmatch(bare):
        return read_edtf(bare)
    found = SPOKEN.fullmatch(bare)
    if found is None:
        raise UnreadableDate(typed)
    year, month, day = found["year"], found["month"], found["day"]
    return PartialDate(int(year), _month(month) if month else 0, int(day or 0))


def partial_date_words(moment: PartialDate) -> str:
    """« 2019 », « mai 2019 », « 14 mai 2019 »: as it is said in French."""
    if not moment.month:
        return str(moment.year)
    month = f"{_month_name(moment.month)} {moment.year}"
    if not moment.day:
        return month
    return f"{'1er' if moment.day == 1 else moment.day}{NBSP}{month}"


def _month_name(month: int) -> str:
    return str(MONTHS[month]).lower()


def _month(word: str) -> int:
    names = {fold(_month_name(number)): number for number in MONTHS}
    number = names.get(word) or ABBREVIATIONS.get(word)
    if number is None:
        raise UnreadableDate(word)
    return number
