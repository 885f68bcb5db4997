"""Says a decision as councils write it: « CONSIDÉRANT que… Il est proposé par…, appuyé par… Adoptée à l’unanimité. »"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.assemblies.domain.quorum import Quorum
from crm.assemblies.enums import DecisionKind, DecisionResult, VoteOption
from crm.assemblies.models import Decision, DecisionVote

MASCULINE = (DecisionKind.OPINION, DecisionKind.BRIEF)


def decision_paragraphs(decision: Decision, quorum: Quorum) -> Iterator[SafeString]:
    """Its number and title, its reasons, who moved and seconded it, its words, the vote."""
    head = f"{decision.get_kind_display()} {decision.number}".strip()
    yield format_html("<p><b>{}. {}</b></p>", head, decision.title)
    for reason in decision.reasons:
        yield format_html("<p>CONSIDÉRANT {}</p>", reason)
    yield format_html("<p>{}</p>", moved_words(decision))
    for line in decision.text.splitlines():
        if line.strip():
            yield format_html("<p>{}</p>", line.strip())
    yield format_html("<p><b>{}</b></p>", result_words(decision))
    for vote in decision.votes.all():
        yield format_html("<p>{}</p>", named_words(vote))
    if decision.voted_at is not None and quorum.is_met_at(decision.voted_at) is False:
        yield format_html("<p>{}</p>", without_quorum())


def moved_words(decision: Decision) -> str:
    """Who moved it, who seconded it, and whether the council agreed."""
    is_adopted = decision.result in (DecisionResult.UNANIMOUS, DecisionResult.MAJORITY)
    if decision.mover is None:
        return _("It is resolved:") if is_adopted else _("It is proposed:")
    words = _("IT IS MOVED BY {mover}:")
    if decision.seconder is not None:
        words = _("IT IS MOVED BY {mover}, SECONDED BY {seconder}:")
    if decision.seconder is not None and is_adopted:
        words = _("IT IS MOVED BY {mover}, SECONDED BY {seconder}, and resolved:")
    return words.format(mover=decision.mover, seconder=decision.seconder)


def result_words(decision: Decision) -> str:
    """« Adoptée à l’unanimité », in the gender of what is adopted."""
    gender = "masculine" if decision.kind in MASCULINE else "feminine"
    words = {
        ("unanimous", "feminine"): pgettext("feminine", "Adopted unanimously."),
        ("unanimous", "masculine"): pgettext("masculine", "Adopted unanimously."),
        ("majority", "feminine"): pgettext("feminine", "Adopted by a majority: {counts}."),
        ("majority", "masculine"): pgettext("masculine", "Adopted by a majority: {counts}."),
        ("rejected", "feminine"): pgettext("feminine", "Rejected: {counts}."),
        ("rejected", "masculine"): pgettext("masculine", "Rejected: {counts}."),
        ("postponed", "feminine"): pgettext("feminine", "Postponed to a later assembly."),
        ("postponed", "masculine"): pgettext("masculine", "Postponed to a later assembly."),
    }[str(decision.result), gender]
    return words.format(counts=counts_words(decision))


def counts_words(decision: Decision) -> str:
    """« 5 pour, 2 contre, 1 abstention »."""
    abstentions = decision.abstentions or 0
    words = _("{votes_for} for, {votes_against} against").format(
        votes_for=decision.votes_for or 0, votes_against=decision.votes_against or 0
    )
    if abstentions:
        words += ", " + ngettext("{count} abstention", "{count} abstentions", abstentions).format(count=abstentions)
    return words


def without_quorum() -> str:
    return _("There was no quorum when the vote was taken.")


def named_words(vote: DecisionVote) -> str:
    """What someone asked to have written."""
    return _named_sentences()[VoteOption(vote.option)].format(person=vote.person)


def asides() -> tuple[str, ...]:
    """How the sentences end that may follow the result of a decision and are still part of it."""
    named = (sentence.partition("{person}")[2] for sentence in _named_sentences().values())
    return (*named, without_quorum())


def _named_sentences() -> dict[VoteOption, str]:
    return {
        VoteOption.NO: _("{person} asks that their dissent be written in the minutes."),
        VoteOption.ABSTAIN: _("{person} asks that their abstention be written in the minutes."),
        VoteOption.YES: _("{person} asks that their vote for be written in the minutes."),
    }
