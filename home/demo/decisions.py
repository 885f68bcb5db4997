"""What the demo council decided in two years, to whom it was sent, and what became of it; days turn around today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm.assemblies.domain.errata import write_erratum
from crm.assemblies.domain.followups import (
    Answer,
    Recipient,
    acknowledge,
    record_answer,
    remind_recipient,
    send_decision,
)
from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.domain.old_numbers import enter_old_decision
from crm.assemblies.enums import (
    AnswerLevel,
    BylawBasis,
    BylawKind,
    DecisionResult,
    SendingChannel,
)
from crm.assemblies.models import Bylaw, Decision
from crm.partners.models import Membership, Organization, Person
from home.demo.agenda import second_tuesday
from home.demo.neighbourhood import PLACES
from home.demo.rulings import DRAFTS, OLD, RULINGS, Ruling, Sent

ANSWER_DAYS = 45
# Nobody meets in July and August.
BEFORE_SUMMER = {7: 6, 8: 6}


@dataclass(frozen=True)
class Table:
    """Who moves and seconds, and the organizations one may write to."""

    people: list[Person]
    places: dict[str, Organization]
    today: date


def decide_and_follow(today: date) -> None:
    """Load the register. The answers that would come after today are awaited still."""
    names = {place.key: place.name for place in PLACES}
    found = {one.name: one for one in Organization.objects.filter(name__in=names.values())}
    seats = Membership.objects.filter(organization__is_our_council=True, post__is_voting=True, ends_on=None)
    people = [held.person for held in seats.select_related("person").order_by("post__position", "pk")]
    table = Table(people, {key: found[name] for key, name in names.items() if name in found}, today)
    Bylaw.objects.create(
        kind=BylawKind.ANSWER_DAYS,
        basis=BylawBasis.COUNT,
        amount=ANSWER_DAYS,
        in_force_from=today - timedelta(days=900),
        source="Règlement intérieur, article 31",
    )
    for old in OLD:
        _enter(old.number, old.title, old.text, today - timedelta(days=old.days_ago))
    for rank, ruling in enumerate(sorted(RULINGS, key=lambda one: -one.months_ago)):
        _decide(ruling, rank, table)
    for kind, title, text in DRAFTS:
        Decision.objects.create(kind=kind, title=title, text=text)


def evening(today: date, months_ago: int) -> date:
    """The board's assembly of that many months ago, or the last one before the summer."""
    month = today.year * 12 + today.month - 1 - months_ago
    return second_tuesday(month // 12, BEFORE_SUMMER.get(month % 12 + 1, month % 12 + 1))


def _enter(number: str, title: str, text: str, on: date) -> None:
    enter_old_decision(Decision.objects.create(title=title, text=text), number, on)


def _decide(ruling: Ruling, rank: int, table: Table) -> None:
    on = evening(table.today, ruling.months_ago)
    counts = dict(zip(("votes_for", "votes_against", "abstentions"), ruling.votes, strict=False))
    draft = Decision.objects.create(
        kind=ruling.kind,
        title=ruling.title,
        considerations="\n".join(ruling.reasons),
        text=ruling.text,
        mover=_someone(table, rank),
        seconder=_someone(table, rank + 3),
        result=DecisionResult.MAJORITY if ruling.votes else DecisionResult.UNANIMOUS,
        action_concerned=ruling.action,
        is_closed_session=ruling.is_closed_session,
        **counts,
    )
    decision = number_decision(draft, on)
    if ruling.erratum:
        write_erratum(decision, ruling.erratum, on + timedelta(days=21))
    for sending in ruling.sent:
        _follow(decision, sending, on, _someone(table, rank), table)


def _someone(table: Table, rank: int) -> Person | None:
    return table.people[rank % len(table.people)] if table.people else None


def _follow(decision: Decision, one: Sent, on: date, by: Person | None, table: Table) -> None:
    left = on + timedelta(days=2)
    sending = send_decision(
        decision, Recipient(table.places.get(one.place), one.addressee), by=by, on=left, channel=one.channel
    )
    if one.acknowledged and left + timedelta(days=one.acknowledged) <= table.today:
        acknowledge(sending, left + timedelta(days=one.acknowledged))
    for days in one.asked_again:
        if left + timedelta(days=days) <= table.today:
            remind_recipient(sending, left + timedelta(days=days), SendingChannel.EMAIL)
    answered_on = left + timedelta(days=one.answered)
    if one.outcome is not None and answered_on <= table.today:
        level = AnswerLevel.BOARD if one.for_the_board else AnswerLevel.PUBLIC
        record_answer(sending, Answer(one.outcome, one.answer, level), answered_on)
