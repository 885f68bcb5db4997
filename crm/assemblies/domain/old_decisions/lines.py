"""Reads one line of a list of decisions: what was decided, how, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.assemblies.domain.old_decisions.columns import Field
from crm.assemblies.domain.old_numbers import old_number
from crm.assemblies.enums import DecisionKind, DecisionResult, Outcome
from crm.assemblies.errors import AssemblyRefused
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.lines import FAILED, SAYS_NOTHING
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.partial_dates import UnreadableDate, read_partial_date

LONGEST_TITLE, LONGEST_ADDRESSEE = 200, 150
PASSED = ("adopt", "accept", "approuv", "pass", "carried")
# What was not adopted first: « rejetée à l’unanimité » is rejected.
RESULTS = (
    ("rejet", DecisionResult.REJECTED),
    ("refus", DecisionResult.REJECTED),
    ("defait", DecisionResult.REJECTED),
    ("report", DecisionResult.POSTPONED),
    ("ajourn", DecisionResult.POSTPONED),
    ("postpon", DecisionResult.POSTPONED),
    ("unanim", DecisionResult.UNANIMOUS),
    ("majorit", DecisionResult.MAJORITY),
)
# The longest first: « non suivie » is no « suivie ».
OUTCOMES = (
    ("sans reponse", Outcome.NO_ANSWER),
    ("aucune reponse", Outcome.NO_ANSWER),
    ("no answer", Outcome.NO_ANSWER),
    ("non suivi", Outcome.NOT_FOLLOWED),
    ("pas suivi", Outcome.NOT_FOLLOWED),
    ("not followed", Outcome.NOT_FOLLOWED),
    ("refus", Outcome.NOT_FOLLOWED),
    ("partiel", Outcome.PARTLY),
    ("en partie", Outcome.PARTLY),
    ("followed in part", Outcome.PARTLY),
    ("suivi", Outcome.FOLLOWED),
    ("followed", Outcome.FOLLOWED),
    ("accept", Outcome.FOLLOWED),
    ("realis", Outcome.FOLLOWED),
)
# « Non adoptée », « pas encore réalisée »: a word that says the contrary of the one after it, which we do not guess.
DENIALS = frozenset(["non", "pas", "jamais", "not", "never"])
YES, NO = (
    frozenset(["oui", "o", "x", "1", "vrai", "yes", "true"]),
    frozenset(["", "non", "n", "0", "faux", "no", "false"]),
)
AWAITED = frozenset(["", "attendue", "en attente", "attente", "awaited"])


@dataclass(frozen=True)
class OldDecision:
    """What a line says, each part such that it can be written."""

    line: int
    number: str
    kind: DecisionKind
    on: date
    title: str
    text: str
    result: str
    is_closed_session: bool
    sent_to: str
    sent_on: date | None
    outcome: str
    answer: str
    answered_on: date | None


def read_line(line: Line, mapping: Mapping[str, int], *, today: date, sent_when_adopted: bool) -> OldDecision:
    """Raises ``ValidationError`` with one sentence for what cannot be written."""

    def cell(field: Field) -> str:
        said = line.cell(mapping.get(field, -1))
        return "" if said.casefold() in SAYS_NOTHING | FAILED else said

    on = _day(cell(Field.DAY), today)
    if on is None:
        raise ValidationError(_("The day of its adoption is missing."))
    kind = _kind(cell(Field.KIND))
    title, text = _words(" ".join(cell(Field.TITLE).split()), cell(Field.TEXT))
    sent_to = " ".join(cell(Field.SENT_TO).split())
    if len(sent_to) > LONGEST_ADDRESSEE:
        raise ValidationError(
            _("“{field}” is too long: {most} characters at most.").format(
                field=Field.SENT_TO.label, most=LONGEST_ADDRESSEE
            )
        )
    sent_on = _day(cell(Field.SENT_ON), today) or (on if sent_when_adopted else None)
    outcome, answer = _outcome(cell(Field.OUTCOME), cell(Field.ANSWER))
    answered_on = _day(cell(Field.ANSWERED_ON), today) or (today if outcome == Outcome.NO_ANSWER else None)
    _check_order(on, sent_to, sent_on, outcome, answered_on)
    return OldDecision(
        line.number,
        _number(cell(Field.NUMBER), kind, on),
        kind,
        on,
        title,
        text,
        _result(cell(Field.RESULT)),
        _is_closed(cell(Field.CLOSED)),
        sent_to,
        sent_on if sent_to else None,
        outcome,
        answer,
        answered_on,
    )


def _number(cell: str, kind: DecisionKind, on: date) -> str:
    if not cell:
        raise ValidationError(_("The number is missing: a decision of the register has one."))
    try:
        return old_number(cell, kind, on)[0]
    except AssemblyRefused as refusal:
        raise ValidationError(str(refusal)) from refusal


def _words(title: str, text: str) -> tuple[str, str]:
    """Where a list has one column of words, they are the decision, and its line is their beginning."""
    if not title and not text:
        raise ValidationError(_("This line says nothing that was decided."))
    if len(title) > LONGEST_TITLE and text:
        raise ValidationError(
            _("“{field}” is too long: {most} characters at most.").format(field=Field.TITLE.label, most=LONGEST_TITLE)
        )
    return shorten(title or text, LONGEST_TITLE, placeholder="…"), text or title


def _kind(cell: str) -> DecisionKind:
    """Its word in either language, in the plural too; a list that says nothing is one of resolutions."""
    words = fold(cell).removesuffix("s")
    if not words:
        return DecisionKind.RESOLUTION
    for kind in DecisionKind:
        if words in (kind.value, fold(str(kind.label)).removesuffix("s")):
            return kind
    raise ValidationError(
        _("“{value}” is not a kind of decision. Choose among: {kinds}.").format(
            value=cell[:80], kinds=", ".join(str(kind.label).lower() for kind in DecisionKind)
        )
    )


def _result(cell: str) -> str:
    """Empty where the list does not say how it passed."""
    result = _first_met(fold(cell), RESULTS)
    if result in (DecisionResult.REJECTED, DecisionResult.POSTPONED):
        raise ValidationError(_("It was not adopted: the register numbers what was."))
    passed = bool(result) or any(word in fold(cell) for word in PASSED)
    if cell and (not passed or _denies(cell)):
        raise ValidationError(
            _("“{value}” is no result that we understand: unanimously, by a majority, adopted.").format(value=cell[:80])
        )
    return result


def _outcome(outcome: str, answer: str) -> tuple[str, str]:
    """What became of it, and their words. A list with one column for both says one or the other."""
    if fold(outcome) in AWAITED:
        alone = _outcome_of(answer) if len(answer.split()) <= 3 else ""
        if answer and not alone:
            raise ValidationError(_("There is an answer: say also whether it was followed, in part or not."))
        return alone, ""
    found = _outcome_of(outcome)
    if not found:
        raise ValidationError(
            _("“{value}” does not say what became of it: {outcomes}.").format(
                value=outcome[:80], outcomes=", ".join(str(one.label).lower() for one in Outcome)
            )
        )
    if found == Outcome.NO_ANSWER and answer:
        raise ValidationError(_("An answer with words is an answer: choose another outcome."))
    return found, answer


def _outcome_of(cell: str) -> str:
    """Empty where it is not plain."""
    found = _first_met(fold(cell), OUTCOMES)
    return "" if found in (Outcome.FOLLOWED, Outcome.PARTLY) and _denies(cell) else found


def _denies(cell: str) -> bool:
    return not DENIALS.isdisjoint(re.findall(r"\w+", fold(cell)))


def _first_met(words: str, table: Iterable[tuple[str, str]]) -> str:
    return next((str(meaning) for beginning, meaning in table if beginning in words), "")


def _is_closed(cell: str) -> bool:
    """What we do not understand is never made public."""
    if fold(cell) in YES | NO:
        return fold(cell) in YES
    raise ValidationError(
        _("“{value}” does not say whether it was in closed session: yes or no.").format(value=cell[:80])
    )


def _check_order(on: date, sent_to: str, sent_on: date | None, outcome: str, answered_on: date | None) -> None:
    if outcome and not sent_to:
        raise ValidationError(_("There is an answer, but nobody to whom it was sent."))
    if sent_to and sent_on is None:
        raise ValidationError(
            _("The day it was sent is missing. Say it, or choose with the columns to take the day of its adoption.")
        )
    if sent_to and sent_on and sent_on < on:
        raise ValidationError(_("It was not adopted yet that day: check the date."))
    if outcome and answered_on is None:
        raise ValidationError(_("The day of the answer is missing."))
    if outcome and answered_on and sent_on and answered_on < sent_on:
        raise ValidationError(_("It was not sent yet that day: check the dates."))


def _day(cell: str, today: date) -> date | None:
    """A whole day, not later than today."""
    if not cell:
        return None
    try:
        moment = read_partial_date(cell)
    except UnreadableDate as error:
        raise ValidationError(_unread(cell)) from error
    if not moment.is_exact:
        raise ValidationError(_unread(cell))
    if moment.earliest > today:
        raise ValidationError(_("“{date}” is still to come.").format(date=cell[:40]))
    return moment.earliest


def _unread(cell: str) -> str:
    return _("The day “{date}” cannot be read: write it as 2024-05-14 or 14 mai 2024.").format(date=cell[:40])
