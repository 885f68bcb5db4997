"""Says a need in a sentence: the first screen of the administration and the weekly letter read the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.partners.domain.needs import Need, NeedKind
from crm.partners.domain.partial_dates import PartialDate, partial_date_words


def day_words(day: date) -> str:
    """« 1er mai 2026 »."""
    return partial_date_words(PartialDate.of(day))


def need_words(need: Need) -> str:
    """The sentence of this need, in the present or in the past where it is late."""
    return WORDS[need.kind](need, day_words(need.on) if need.on else "")


def _task(need: Need, day: str) -> str:
    about = getattr(need.record, "organization", None)
    title = f"{need.record} ({about})" if about else str(need.record)
    if not day:
        return _("To do: {task}.").format(task=title)
    if need.is_late:
        return _("Was to be done by {day}: {task}.").format(day=day, task=title)
    return _("To do by {day}: {task}.").format(day=day, task=title)


def _term(need: Need, day: str) -> str:
    end = need.record.term_ends_on
    names = {"person": need.record.person, "organization": need.record.organization, "day": day}
    if not end.is_exact:
        return _term_about(end, names, is_late=need.is_late)
    if need.is_late:
        return _("The term of {person} ({organization}) ended on {day}: renew it, end it or verify it.").format(**names)
    return _("The term of {person} ({organization}) ends on {day}.").format(**names)


def _term_about(end: PartialDate, names: dict[str, Any], *, is_late: bool) -> str:
    """Of an end that is known by its month or its year: no day is made up."""
    words = (
        _("A term to renew, end or verify (it was to end: {moment}): {person} ({organization}).")
        if is_late
        else _("A term ends soon ({moment}): {person} ({organization}).")
    )
    return words.format(**{**names, "moment": partial_date_words(end)})


def _delegate_report(need: Need, day: str) -> str:
    names = {"person": need.record.person, "organization": need.record.organization, "day": day}
    if need.is_late:
        return _("{person} was to report on {organization} by {day}.").format(**names)
    return _("{person} is to report on {organization} by {day}.").format(**names)


def _partner(need: Need, day: str) -> str:
    return _("{organization} should have heard from us by {day}.").format(organization=need.record, day=day)


def _internal_deadline(need: Need, day: str) -> str:
    if need.is_late:
        return _("The application “{funding}” was to be ready by {day}.").format(funding=need.record, day=day)
    return _("The application “{funding}” is to be ready by {day}.").format(funding=need.record, day=day)


def _call_closes(need: Need, day: str) -> str:
    return _("The call “{funding}” closes on {day}.").format(funding=need.record, day=day)


def _funder_report(need: Need, day: str) -> str:
    names = {"funding": need.record, "funder": need.record.funder, "day": day}
    if need.is_late:
        return _("The report on “{funding}” was due to {funder} by {day}.").format(**names)
    return _("The report on “{funding}” is due to {funder} by {day}.").format(**names)


def _privacy_request(need: Need, day: str) -> str:
    names = {"asked": need.record.get_kind_display(), "day": day}
    if need.is_late:
        return _("A request (“{asked}”) was to be answered by {day}.").format(**names)
    return _("A request (“{asked}”) is to be answered by {day}.").format(**names)


def _retention(need: Need, day: str) -> str:
    return ngettext(
        "One person was to be kept until {day}: erase the record, or say until when it serves.",
        "{count} people were to be kept until a day that has passed: erase the records, or say until when they serve.",
        need.count,
    ).format(count=need.count, day=day)


def _answer(need: Need, day: str) -> str:
    """By its number alone: a letter tells nothing of a closed session."""
    if need.is_late:
        return _("No answer yet ({sending}): it was to be asked for again on {day}.").format(
            sending=need.record, day=day
        )
    return _("No answer yet ({sending}): ask again on {day}.").format(sending=need.record, day=day)


def _old_answer(need: Need, day: str) -> str:
    return _(
        "More than a year without an answer ({sending}): ask again, write that there was none, or stop asking."
    ).format(sending=need.record)


WORDS: dict[NeedKind, Callable[[Need, str], str]] = {
    NeedKind.TASK: _task,
    NeedKind.TERM: _term,
    NeedKind.DELEGATE_REPORT: _delegate_report,
    NeedKind.PARTNER: _partner,
    NeedKind.INTERNAL_DEADLINE: _internal_deadline,
    NeedKind.CALL_CLOSES: _call_closes,
    NeedKind.FUNDER_REPORT: _funder_report,
    NeedKind.PRIVACY_REQUEST: _privacy_request,
    NeedKind.RETENTION: _retention,
    NeedKind.ANSWER: _answer,
    NeedKind.OLD_ANSWER: _old_answer,
}
