"""What a date becomes once it is understood, or why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SaidDate:
    """A date as someone said it, with what it means.

    ``earliest`` and ``latest`` are the first and the last day it may be. One of them is ``None`` where the date has no
    such end (« avant 1940 », « depuis 1940 »), both are where there is no date at all (« s.d. »), and then ``edtf`` is
    empty. ``words`` and ``bracketed`` are French whatever the language of the screen: `read_date` reads both back.
    """

    said: str
    edtf: str
    earliest: date | None
    latest: date | None
    words: str
    bracketed: str

    @property
    def is_undated(self) -> bool:
        return not self.edtf


class DateNotUnderstood(ValueError):
    """A date that says nothing, or nothing possible; ``part`` is what stopped the reading, as it was typed."""

    def __init__(self, sentence: str, part: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.part = part


class DateAmbiguous(DateNotUnderstood):
    """What was typed has several readings, or only one that must be chosen knowingly: a person says which."""

    def __init__(self, sentence: str, readings: Sequence[SaidDate], part: str = "") -> None:
        super().__init__(sentence, part)
        self.readings = list(readings)
