"""Counts who is there, moment by moment, against what the by-laws ask: members of the board, or electors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from crm.assemblies.domain.bylaws import bylaw_in_force, people_needed
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Assembly, Bylaw, Election
from crm.partners.models import Membership, Organization


@dataclass(frozen=True)
class Stay:
    """Someone with a vote in the room, from a moment to another one, which is no longer part of it."""

    person: int
    arrived_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class Span:
    """From this moment until the next span, so many people were there."""

    since: datetime
    count: int


@dataclass(frozen=True)
class Turn:
    """The moment when the quorum was reached or lost."""

    at: datetime
    count: int
    is_met: bool


@dataclass(frozen=True)
class Quorum:
    """What the by-laws ask for one assembly, and what the room gives; ``needed`` is None where no rule is written."""

    rule: Bylaw | None
    seats_held: int
    needed: int | None
    spans: tuple[Span, ...]

    @property
    def counts_electors(self) -> bool:
        """Residents and establishments written down at the door, their proof seen, rather than members."""
        return self.rule is not None and self.rule.basis == BylawBasis.ELECTORS

    def count_at(self, moment: datetime) -> int:
        return count_at(self.spans, moment)

    def is_met_at(self, moment: datetime) -> bool | None:
        """Yes, no, or None: nobody wrote what is needed."""
        return None if self.needed is None else self.count_at(moment) >= self.needed

    @property
    def turns(self) -> list[Turn]:
        return [] if self.needed is None else turns(self.spans, self.needed)

    def since(self, moment: datetime) -> datetime | None:
        """Since when it is as it is at ``moment``; None where it never changed."""
        return max((turn.at for turn in self.turns if turn.at <= moment), default=None)


def spans(stays: Iterable[Stay]) -> tuple[Span, ...]:
    """How many different people were there, from each moment when that number changed."""
    known = list(stays)
    moments = sorted({stay.arrived_at for stay in known} | {stay.left_at for stay in known if stay.left_at})
    found: list[Span] = []
    for moment in moments:
        count = len({stay.person for stay in known if _is_there(stay, moment)})
        if not found or found[-1].count != count:
            found.append(Span(moment, count))
    return tuple(found)


def _is_there(stay: Stay, moment: datetime) -> bool:
    return stay.arrived_at <= moment and (stay.left_at is None or moment < stay.left_at)


def count_at(found: Iterable[Span], moment: datetime) -> int:
    """How many people were there at ``moment``: nobody before the first span."""
    return next((span.count for span in reversed(tuple(found)) if span.since <= moment), 0)


def turns(found: Iterable[Span], needed: int) -> list[Turn]:
    """Each moment when the quorum was reached or lost, in order; nobody is there before the first."""
    told: list[Turn] = []
    is_met = needed <= 0
    for span in found:
        if (span.count >= needed) != is_met:
            is_met = not is_met
            told.append(Turn(span.since, span.count, is_met))
    return told


def seats_held(on: date) -> int:
    """How many voting seats of our board were surely held that day."""
    ours = Organization.objects.our_council()
    held = Membership.objects.on(on).filter(organization=ours, post__is_on_board=True, post__is_voting=True)
    return held.values("post").distinct().count() if ours else 0


def quorum_of(assembly: Assembly) -> Quorum:
    """The rule of that day, and everyone with a vote who came and went."""
    rule = bylaw_in_force(BylawKind.QUORUM, assembly.held_on, assembly.event.kind)
    held = seats_held(assembly.held_on)
    if rule is not None and rule.basis == BylawBasis.ELECTORS:
        return Quorum(rule=rule, seats_held=held, needed=rule.amount, spans=_electors(assembly))
    stays = [
        Stay(presence.person_id, presence.arrived_at, presence.left_at)
        for presence in assembly.presences.all()
        if presence.is_voting
    ]
    needed = people_needed(rule, held) if rule is not None else None
    return Quorum(rule=rule, seats_held=held, needed=needed, spans=spans(stays))


def _electors(assembly: Assembly) -> tuple[Span, ...]:
    """Those of the door, each from the moment when their proof was seen; once the names are gone, the count that stays.

    Nobody writes when an elector leaves.
    """
    election = Election.objects.filter(assembly=assembly).first()
    if election is None:
        return ()
    if election.forgotten_at is not None:
        since = assembly.opened_at or assembly.event.starts_at
        return (Span(since, election.residents + election.establishments),)
    return spans(Stay(pk, checked_at) for pk, checked_at in election.electors.values_list("pk", "checked_at"))
