"""Says in words from when to when something lasted, and whether it lasts: « depuis mai 2019 », « on ne sait pas »."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.partners.domain.partial_dates import PartialDate, partial_date_words
from crm.partners.domain.tenure import Answer, Tenure


def answer_words(answer: Answer | str) -> str:
    """The three answers to « does it last? »."""
    return {
        Answer.YES: _("under way"),
        Answer.NO: _("over"),
        Answer.UNKNOWN: _("nobody knows"),
    }[Answer(answer)]


def state_words(tenure: Tenure, on: date) -> str:
    """Whether it lasts on that day; what has not begun is to come rather than over."""
    return _("to come") if tenure.start_min > on else answer_words(tenure.on(on))


def tenure_words(starts_on: PartialDate | None, ends_on: PartialDate | None, *, end_is_unknown: bool = False) -> str:
    """« depuis le 14 mai 2019 », « mai 2019 – mars 2021 », « jusqu’en 2021 », « depuis 2019, fin inconnue »."""
    if starts_on and ends_on:
        both = [partial_date_words(starts_on), partial_date_words(ends_on)]
        return " – ".join(dict.fromkeys(both))
    if ends_on:
        return _until(ends_on)
    words = _since(starts_on) if starts_on else _("start unknown")
    return _("{start}, end unknown").format(start=words) if end_is_unknown else words


def from_words(moment: PartialDate) -> str:
    """« à partir du 14 mai 2030 », « à partir de mai 2030 »."""
    pattern = (
        pgettext("a day", "from {moment} on") if moment.is_exact else pgettext("a month or a year", "from {moment} on")
    )
    return pattern.format(moment=partial_date_words(moment))


def _since(moment: PartialDate) -> str:
    pattern = (
        pgettext("a day", "since {moment}") if moment.is_exact else pgettext("a month or a year", "since {moment}")
    )
    return pattern.format(moment=partial_date_words(moment))


def _until(moment: PartialDate) -> str:
    pattern = (
        pgettext("a day", "until {moment}") if moment.is_exact else pgettext("a month or a year", "until {moment}")
    )
    return pattern.format(moment=partial_date_words(moment))
