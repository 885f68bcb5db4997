"""Reads a date as people say it in Québec, or as EDTF writes it; what is not understood is named."""

from __future__ import annotations

import re
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.domain.dates.bounds import bounds_of, shape_of
from cms.archive.domain.dates.brackets import write_bracketed
from cms.archive.domain.dates.edtf_reading import read_edtf
from cms.archive.domain.dates.edtf_writing import write_edtf
from cms.archive.domain.dates.periods import dates_instead
from cms.archive.domain.dates.phrases import read_phrase
from cms.archive.domain.dates.ranges import Reading
from cms.archive.domain.dates.said import DateAmbiguous, DateNotUnderstood, SaidDate
from cms.archive.domain.dates.shapes import Instead, Kind, Moment, Part, Point, Shape, last_beginning
from cms.archive.domain.dates.tokens import Token, cut, tidy
from cms.archive.domain.dates.words import write_words

LONGEST = 120
MOST_TOKENS = 24
# What no one says: an unknown digit, a sign of doubt, an interval of two full dates.
LOOKS_LIKE_EDTF = re.compile(
    r"\[?[0-9Xx?~%./,\[\] -]*(?:X|x|~|%|[0-9]\.\.|\.\.[0-9]|\.\./|/\.\.)[0-9Xx?~%./,\[\] -]*\]?"
)
DATE_INTERVAL = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?)/([0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?)")


def read_date(said: str, *, on: date | None = None) -> SaidDate:
    """What someone said, read for them to confirm. ``on`` is today: what is still to come is no date of the memory.

    Raises `DateAmbiguous`, with its readings, where several dates may be meant or where only an approach of what was
    said can be written, and `DateNotUnderstood` where a part of it is not understood: nothing typed is passed over.
    """
    today = on or timezone.localdate()
    tidied = tidy(said)
    if len(tidied) > LONGEST:
        raise DateNotUnderstood(_("This is too long for a date: tell the story in the description."), tidied)
    tokens = cut(tidied)
    if not tokens:
        raise DateNotUnderstood(_("No date is written."))
    readings = _edtf_typed(tidied) or _read(tokens, tidied)
    possible = [one for one in readings if _has_begun(one, today)]
    if not possible:
        raise DateNotUnderstood(_("“{date}” is still to come.").format(date=tidied), tidied)
    if len(possible) == 1 and not isinstance(possible[0], Instead):
        return _said(tidied, possible[0])
    raise _which(tidied, possible)


def from_edtf(edtf: str) -> SaidDate:
    """The words of an EDTF date. Raises `DateNotUnderstood` where it is invalid, or cannot be said in words."""
    shape = shape_of(edtf)
    return _said(write_words(shape), shape)


def _said(said: str, shape: Shape) -> SaidDate:
    earliest, latest = bounds_of(shape)
    return SaidDate(said, write_edtf(shape), earliest, latest, write_words(shape), write_bracketed(shape))


def _edtf_typed(tidied: str) -> list[Reading]:
    written = "".join(tidied.split())
    if not LOOKS_LIKE_EDTF.fullmatch(written) and not DATE_INTERVAL.fullmatch(written):
        return []
    shape = read_edtf(written)
    return [shape] if shape else []


def _read(tokens: list[Token], tidied: str) -> list[Reading]:
    text = _joined(tokens)
    if re.fullmatch(r"\d{2}", text):
        return [Moment(Point(Kind.YEAR, century + int(text))) for century in (1900, 1800, 2000)]
    try:
        readings = read_phrase(text) or _without_stop(tokens)
    except DateNotUnderstood as failure:
        raise DateNotUnderstood(failure.sentence, failure.part or tidied) from failure
    if readings:
        return readings
    proposed = [shape for phrase in dates_instead(text) for shape in read_phrase(phrase)]
    if proposed:
        return [one if isinstance(one, Instead) else Instead(one) for one in proposed]
    if _lacks_a_year(text):
        raise DateNotUnderstood(_("“{date}” has no year.").format(date=tidied), tidied)
    raise _not_understood(tokens, tidied)


def _without_stop(tokens: list[Token]) -> list[Reading]:
    return read_phrase(_joined(tokens[:-1])) if len(tokens) > 1 and tokens[-1].text == "." else []


def _lacks_a_year(text: str) -> bool:
    try:
        completed = read_phrase(f"{text} 1952")
    except DateNotUnderstood:
        return False
    kinds = {one.point.kind for one in completed if isinstance(one, Moment)}
    kinds |= {one.whole.kind for one in completed if isinstance(one, Part)}
    return bool(kinds & {Kind.DAY, Kind.MONTH, Kind.SEASON, Kind.HOLIDAYS})


def _joined(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _has_begun(reading: Reading, today: date) -> bool:
    begins = last_beginning(reading.shape if isinstance(reading, Instead) else reading)
    return begins is None or begins <= today


def _which(tidied: str, possible: list[Reading]) -> DateAmbiguous:
    shapes = dict.fromkeys(one.shape if isinstance(one, Instead) else one for one in possible)
    readings = [_said(write_words(shape), shape) for shape in shapes]
    if len(readings) == 1:
        sentence = _("“{date}” cannot be kept as such. Is it “{reading}”?")
        return DateAmbiguous(sentence.format(date=tidied, reading=readings[0].words), readings, tidied)
    choices = "; ".join(reading.words for reading in readings)
    sentence = _("“{date}” may mean: {readings}. Which one is it?")
    return DateAmbiguous(sentence.format(date=tidied, readings=choices), readings, tidied)


def _not_understood(tokens: list[Token], tidied: str) -> DateNotUnderstood:
    """Names what is left when the longest date within the phrase is set aside."""
    start, end = _longest_date(tokens)
    if start == end:
        sentence = _("“{date}” is no date to us. Write a year at least, “vers 1950”, or “s.d.” if nobody knows.")
        return DateNotUnderstood(sentence.format(date=tidied), tidied)
    left = [_between(tidied, tokens[:start]), _between(tidied, tokens[end:])]
    parts = [part for part in left if part]
    sentence = _("In “{date}”, “{understood}” is understood, but not “{part}”: nothing is kept.")
    facts = {"date": tidied, "understood": _between(tidied, tokens[start:end]), "part": ", ".join(parts)}
    return DateNotUnderstood(sentence.format(**facts), parts[0])


def _between(tidied: str, tokens: list[Token]) -> str:
    return tidied[tokens[0].start : tokens[-1].end] if tokens else ""


def _longest_date(tokens: list[Token]) -> tuple[int, int]:
    """Where the longest run of tokens that reads as a date begins and ends; 0 and 0 where there is none."""
    count = min(len(tokens), MOST_TOKENS)
    runs = ((start, start + length) for length in range(count - 1, 0, -1) for start in range(len(tokens) - length + 1))
    return next((run for run in runs if _is_date(tokens[slice(*run)])), (0, 0))


def _is_date(tokens: list[Token]) -> bool:
    try:
        return bool(read_phrase(_joined(tokens)))
    except DateNotUnderstood:
        return False
