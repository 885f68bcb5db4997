"""Says in one sentence how a date was understood, for the person who typed it to confirm."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.archive.domain.dates.bounds import shape_of
from cms.archive.domain.dates.said import SaidDate
from cms.archive.domain.dates.shapes import WINTER, Kind, Moment
from crm.events.domain.dates import long_date, plain_date


def explain(said_date: SaidDate) -> str:
    """« Compris : vers 1921, donc entre le 1er janvier 1916 et le 31 décembre 1926. »"""
    words, earliest, latest = said_date.words, said_date.earliest, said_date.latest
    if earliest and latest:
        if earliest == latest:
            return _("Understood: {day}.").format(day=long_date(earliest))
        facts = {"words": words, "earliest": plain_date(earliest), "latest": plain_date(latest)}
        sentence = _("Understood: {words}, so between {earliest} and {latest}.").format(**facts)
        return f"{sentence} {_which_winter(said_date)}".rstrip()
    if earliest:
        return _("Understood: {words}, so {earliest} at the earliest.").format(
            words=words, earliest=plain_date(earliest)
        )
    if latest:
        return _("Understood: {words}, so {latest} at the latest.").format(words=words, latest=plain_date(latest))
    return _("Understood: someone looked, and there is no date.")


def _which_winter(said_date: SaidDate) -> str:
    shape = shape_of(said_date.edtf)
    if not isinstance(shape, Moment) or shape.point.kind is not Kind.SEASON or shape.point.month != WINTER:
        return ""
    year = shape.point.year
    sentence = _("To say which winter, write “winter {before}-{year}” or “winter {year}-{after}”.")
    return sentence.format(before=year - 1, year=year, after=year + 1)
