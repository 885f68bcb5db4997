"""Takes a vote: only those who are at the table, with a vote, and did not withdraw, move, second and count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.adoption import adopt_minutes_at
from crm.assemblies.domain.deciding import PASSED, assembly_of, write_vote
from crm.assemblies.domain.quorum import quorum_of
from crm.assemblies.domain.versions import take_table
from crm.assemblies.enums import DecisionResult, VoteOption
from crm.assemblies.errors import AssemblyRefused, NeedsKnowing
from crm.assemblies.models import AgendaItem, Assembly, ConflictDeclaration, Decision, DecisionVote, Presence
from crm.partners.models import Person


@dataclass(frozen=True)
class Ballot:
    """How a decision was voted."""

    result: DecisionResult
    mover: Person | None = None
    seconder: Person | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None

    @property
    def counted(self) -> int:
        return (self.votes_for or 0) + (self.votes_against or 0) + (self.abstentions or 0)


def voters(item: AgendaItem, at: datetime) -> list[Person]:
    """Who may move, second and vote on ``item`` at that moment, by name."""
    withdrew = ConflictDeclaration.objects.filter(item=item, withdrew=True).values("person")
    present = Presence.objects.filter(assembly=item.assembly_id, is_voting=True, arrived_at__lte=at).exclude(
        left_at__lte=at
    )
    return list(Person.objects.filter(pk__in=present.values("person")).exclude(pk__in=withdrew))


def moment_of_vote(assembly: Assembly, now: datetime) -> datetime:
    """Now; for who writes it afterwards, the last moment of the assembly."""
    return min(now, assembly.closed_at) if assembly.closed_at is not None else now


@transaction.atomic
def record_vote(decision: Decision, seen: int, ballot: Ballot, at: datetime, *, knowing: bool = False) -> Decision:
    """Write how it was voted; an adopted one takes its number, and adopts the minutes that its item is about.

    Sent twice it is written once, and keeps the moment of the first vote. Raises `AssemblyRefused` for a vote that
    cannot be, `NeedsKnowing` for one without quorum, `StaleRecord` where someone else wrote meanwhile.
    """
    item = _item_of(decision)
    table = take_table(item.assembly_id)
    stored = Decision.objects.select_for_update().get(pk=decision.pk)
    moment = stored.voted_at or at
    if table.opened_at is None or moment < table.opened_at:
        raise AssemblyRefused(_("Nothing is voted before the assembly opens."))
    _check_ballot(ballot, stored, voters(item, moment))
    if ballot.result in PASSED and not knowing and quorum_of(table).is_met_at(moment) is False:
        raise NeedsKnowing(_("The quorum is lost: nothing can be adopted, unless you write it knowing so."))
    written = write_vote(stored, seen, ballot.result, table.held_on, **_columns(ballot, moment))
    if ballot.result in PASSED:
        adopt_minutes_at(item, table.held_on)
    return written


def _item_of(decision: Decision) -> AgendaItem:
    if decision.item is None:
        raise AssemblyRefused(_("This decision was not put to an assembly."))
    return decision.item


def _columns(ballot: Ballot, moment: datetime) -> dict[str, object]:
    counts = ballot if ballot.result in (DecisionResult.MAJORITY, DecisionResult.REJECTED) else Ballot(ballot.result)
    return {
        "mover": ballot.mover,
        "seconder": ballot.seconder,
        "votes_for": counts.votes_for,
        "votes_against": counts.votes_against,
        "abstentions": counts.abstentions,
        "voted_at": moment,
    }


def _check_ballot(ballot: Ballot, decision: Decision, able: list[Person]) -> None:
    if ballot.result in PASSED and not decision.text.strip():
        raise AssemblyRefused(_("Write what is decided before adopting it."))
    _check_movers(ballot, able)
    _check_counts(ballot, len(able))
    _check_named(ballot, decision)


def _check_movers(ballot: Ballot, able: list[Person]) -> None:
    if ballot.result in PASSED and (ballot.mover is None or ballot.seconder is None):
        raise AssemblyRefused(_("Say who moves it and who seconds it."))
    for person in (ballot.mover, ballot.seconder):
        if person is not None and person not in able:
            raise AssemblyRefused(
                _("{person} cannot move or second: only those present, with a vote, who did not withdraw.").format(
                    person=person
                )
            )
    if ballot.mover is not None and ballot.mover == ballot.seconder:
        raise AssemblyRefused(_("Someone else seconds it."))


def _check_counts(ballot: Ballot, able: int) -> None:
    if ballot.result == DecisionResult.MAJORITY and (ballot.votes_for or 0) <= (ballot.votes_against or 0):
        raise AssemblyRefused(_("A majority has more votes for than against: check the counts."))
    if ballot.result == DecisionResult.REJECTED and (ballot.votes_for or 0) > (ballot.votes_against or 0):
        raise AssemblyRefused(_("It is rejected, yet more are for than against: check the counts."))
    if ballot.result in (DecisionResult.MAJORITY, DecisionResult.REJECTED) and ballot.counted > able:
        raise AssemblyRefused(
            _("{counted} votes were counted, and {able} people may vote: check the counts.").format(
                counted=ballot.counted, able=able
            )
        )


def _check_named(ballot: Ballot, decision: Decision) -> None:
    options = list(decision.votes.values_list("option", flat=True))
    if ballot.result == DecisionResult.UNANIMOUS and VoteOption.NO in options:
        raise AssemblyRefused(_("Someone asked that their vote against be written: it is a majority."))
    limits = ((VoteOption.NO, ballot.votes_against), (VoteOption.ABSTAIN, ballot.abstentions))
    if ballot.result == DecisionResult.MAJORITY and any(options.count(one) > (most or 0) for one, most in limits):
        raise AssemblyRefused(_("More people are named than votes are counted: check the counts."))


@transaction.atomic
def name_vote(decision: Decision, person: Person, option: VoteOption, at: datetime) -> DecisionVote:
    """Write how someone votes, because they ask for it; asked again, the last word counts."""
    item = _item_of(decision)
    take_table(item.assembly_id)
    if person not in voters(item, decision.voted_at or at):
        raise AssemblyRefused(_("Only those present, with a vote, who did not withdraw, are named."))
    if decision.result == DecisionResult.UNANIMOUS and option == VoteOption.NO:
        raise AssemblyRefused(_("It is written as unanimous: correct the result first."))
    vote, _made = DecisionVote.objects.update_or_create(decision=decision, person=person, defaults={"option": option})
    return vote


@transaction.atomic
def strike_vote(vote: DecisionVote) -> None:
    """Take back a named vote."""
    take_table(assembly_of(vote.decision))
    DecisionVote.objects.filter(pk=vote.pk).delete()
