"""Follows a decision to its answer: sent, acknowledged, asked for again, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.enums import AnswerLevel, BylawKind, DecisionState, Outcome, SendingChannel
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Bylaw, Decision, Sending, SendingReminder
from crm.partners.models import Organization, Person


@dataclass(frozen=True)
class Recipient:
    """An organization of the partners, someone in words, or both."""

    organization: Organization | None = None
    addressee: str = ""


@dataclass(frozen=True)
class Answer:
    """What was answered, and who may read it."""

    outcome: Outcome
    text: str = ""
    level: AnswerLevel = AnswerLevel.BOARD
    document_id: int | None = None


@transaction.atomic
def send_decision(
    decision: Decision,
    recipient: Recipient,
    *,
    by: Person | None,
    on: date,
    channel: SendingChannel = SendingChannel.EMAIL,
    remind_on: date | None = None,
    followed_by: User | None = None,
) -> Sending:
    """Write that ``decision`` left; the same recipient on the same day is the same sending.

    Refuses a decision that is not adopted, a day before it was, and a sending to nobody.
    """
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if held.state != DecisionState.ADOPTED or held.adopted_on is None:
        raise AssemblyRefused(_("Only an adopted decision is sent."))
    if on < held.adopted_on:
        raise AssemblyRefused(_("It was not adopted yet that day: check the date."))
    if recipient.organization is None and not recipient.addressee.strip():
        raise AssemblyRefused(_("Say to whom it is sent: an organization, or a few words."))
    if remind_on is not None and remind_on <= on:
        raise AssemblyRefused(_("An answer is asked for again after the decision was sent."))
    sending, _made = Sending.objects.get_or_create(
        decision=held,
        organization=recipient.organization,
        addressee=recipient.addressee.strip(),
        sent_on=on,
        defaults={"sent_by": by, "channel": channel, "remind_on": remind_on, "followed_by": followed_by},
    )
    return sending


@transaction.atomic
def acknowledge(sending: Sending, on: date) -> Sending:
    """Write that the recipient received it; the first day written stays."""
    held = _locked(sending)
    _refuse_before(held, on)
    if held.acknowledged_on is None:
        held.acknowledged_on = on
        held.save(update_fields=["acknowledged_on"])
    return held


@transaction.atomic
def remind_recipient(sending: Sending, on: date, channel: SendingChannel = SendingChannel.EMAIL) -> SendingReminder:
    """Write that an answer was asked for again; the next time is counted from that day."""
    held = _locked(sending)
    _refuse_before(held, on)
    if held.outcome:
        raise AssemblyRefused(_("Nothing is awaited any more: the outcome is written."))
    reminder, _made = SendingReminder.objects.get_or_create(sending=held, reminded_on=on, defaults={"channel": channel})
    if (held.remind_on and held.remind_on <= on) or held.rests_since:
        held.remind_on = held.rests_since = None
        held.save(update_fields=["remind_on", "rests_since"])
    return reminder


@transaction.atomic
def record_answer(sending: Sending, answer: Answer, on: date) -> Sending:
    """Write what was answered that day, and what became of what was asked.

    A second answer takes the place of the first: a partial yes may become a whole one. No answer is an outcome too,
    with no words and no document.
    """
    held = _locked(sending)
    _refuse_before(held, on)
    is_silence = answer.outcome == Outcome.NO_ANSWER
    if is_silence and (answer.text.strip() or answer.document_id):
        raise AssemblyRefused(_("An answer with words or a document is an answer: choose another outcome."))
    held.outcome, held.closed_on = answer.outcome, on
    held.answer, held.answer_level = answer.text.strip(), answer.level
    held.answer_document_id = answer.document_id
    if held.acknowledged_on is None and not is_silence:
        held.acknowledged_on = on
    held.save()
    return held


@transaction.atomic
def await_again(sending: Sending) -> Sending:
    """Take an outcome back, written by mistake: the answer is awaited again."""
    held = _locked(sending)
    held.outcome, held.closed_on, held.answer, held.rests_since = "", None, "", None
    held.answer_level, held.answer_document = AnswerLevel.BOARD, None
    held.save()
    return held


@transaction.atomic
def stop_asking(sending: Sending, on: date) -> Sending:
    """Nobody is reminded of it any more; its answer is still awaited. A second call changes nothing."""
    held = _locked(sending)
    if held.outcome:
        raise AssemblyRefused(_("Nothing is awaited any more: the outcome is written."))
    if held.rests_since is None:
        held.rests_since, held.remind_on = on, None
        held.save(update_fields=["rests_since", "remind_on"])
    return held


@transaction.atomic
def resume_asking(sending: Sending, remind_on: date) -> Sending:
    """Be reminded of it again, on that day."""
    held = _locked(sending)
    if held.outcome:
        raise AssemblyRefused(_("Nothing is awaited any more: the outcome is written."))
    held.rests_since, held.remind_on = None, remind_on
    held.save(update_fields=["rests_since", "remind_on"])
    return held


def answer_rules() -> list[Bylaw]:
    """After how many days an answer is asked for again, since when: the latest rule first."""
    return list(Bylaw.objects.filter(kind=BylawKind.ANSWER_DAYS, assembly_kind="").order_by("-in_force_from"))


def reminder_due_on(sending: Sending, rules: Sequence[Bylaw]) -> date | None:
    """When to ask again: the day chosen for this one, else as the rule of the day it left says.

    The days of the rule count from when it left, or was last asked for again. None where no rule says it, where
    nothing is awaited, where someone said to stop asking, and for a decision from before that nobody asked for again
    since: a list of old years does not fill the first screen.
    """
    if not sending.is_waiting:
        return None
    if sending.remind_on:
        return sending.remind_on
    if sending.rests_since or (sending.decision.is_from_before and not sending.reminders.all()):
        return None
    rule = next((one for one in rules if one.in_force_from <= sending.sent_on), None)
    if rule is None:
        return None
    asked = [reminder.reminded_on for reminder in sending.reminders.all()]
    return max([sending.sent_on, *asked]) + timedelta(days=rule.amount)


def _locked(sending: Sending) -> Sending:
    return Sending.objects.select_for_update(of=("self",)).get(pk=sending.pk)


def _refuse_before(sending: Sending, on: date) -> None:
    if on < sending.sent_on:
        raise AssemblyRefused(_("It was not sent yet that day: check the dates."))
