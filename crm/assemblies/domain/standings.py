"""How an election stands, category by category: seats, candidates, and the outcome once it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.assemblies.domain.counting import Outcome, acclaimed, count_category, settle
from crm.assemblies.enums import CandidacyState
from crm.assemblies.models import Candidacy, Election, ElectionSeat, TieDecision

STANDING = (CandidacyState.VALID, CandidacyState.ELECTED, CandidacyState.NOT_ELECTED)


@dataclass(frozen=True)
class Standing:
    """One category; ``outcome`` is None while its votes are not all written."""

    category: str
    seats: tuple[ElectionSeat, ...]
    candidates: tuple[Candidacy, ...]
    outcome: Outcome | None
    tie: TieDecision | None

    @property
    def heading(self) -> str:
        return category_words(self.category)

    @property
    def needs_vote(self) -> bool:
        return not acclaimed(self.by_key, len(self.seats))

    @property
    def by_key(self) -> dict[int, Candidacy]:
        return {one.pk: one for one in self.candidates}

    @property
    def winners(self) -> list[Candidacy]:
        """The most voted for first, equals in the order of the ballot."""
        chosen = [self.by_key[key] for key in self.outcome.elected] if self.outcome else []
        return sorted(chosen, key=lambda one: (-(one.votes or 0), one.rank))

    @property
    def equals(self) -> list[Candidacy]:
        return [self.by_key[key] for key in self.outcome.tied] if self.outcome else []


def category_words(category: str) -> str:
    """« Sièges réservés: une femme du quartier »."""
    return _("Seats reserved for: %(whom)s") % {"whom": category} if category else _("Seats open to everyone")


def standings_of(election: Election) -> list[Standing]:
    """Every category that the election fills, in the order of its seats. Three queries."""
    seats, candidates = list(election.seats.select_related("post")), _standing_candidates(election)
    ties = {tie.category: tie for tie in election.ties.all()}
    return [
        _standing(
            category,
            tuple(seat for seat in seats if seat.category == category),
            tuple(one for one in candidates if one.category == category),
            ties,
        )
        for category in dict.fromkeys(seat.category for seat in seats)
    ]


def _standing_candidates(election: Election) -> list[Candidacy]:
    return list(election.candidacies.filter(state__in=STANDING).select_related("person"))


def _standing(
    category: str,
    seats: tuple[ElectionSeat, ...],
    candidates: tuple[Candidacy, ...],
    ties: Mapping[str, TieDecision],
) -> Standing:
    tie = ties.get(category)
    outcome = None
    if acclaimed(candidates, len(seats)) or all(one.votes is not None for one in candidates):
        outcome = count_category({one.pk: one.votes or 0 for one in candidates}, len(seats))
        if tie is not None:
            outcome = settle(outcome, [one.pk for one in candidates if one.won_tie])
    return Standing(category, seats, candidates, outcome, tie)
