"""Counts who is there, moment by moment, against what the by-laws ask: members of the board, or electors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm.assemblies.domain.bylaws import bylaw_in_force, people_needed
from crm.assemblies.domain.elector_stays import elector_spans
from crm.assemblies.domain.quorum_spans import Span, Stay, Turn, count_at, spans, turns
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Assembly, Bylaw, Election
from crm.partners.models import Membership, Organization


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
    """Those of the door, each from the moment when their proof was seen to their departure."""
    election = Election.objects.filter(assembly=assembly).select_related("assembly__event").first()
    return elector_spans(election) if election is not None else ()
