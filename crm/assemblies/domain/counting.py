"""Counts the votes of a category: who is elected, who is equal at the last seat, and figures that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Outcome:
    """``tied`` share the ``seats_left`` last seats: nobody but a person may choose between equals."""

    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    is_acclaimed: bool = False


class Fault(StrEnum):
    """Why the figures of a count cannot be right."""

    MISSING = "missing"
    ABOVE_BALLOTS = "above_ballots"
    TOO_MANY_VOTES = "too_many_votes"


def acclaimed(candidates: Collection[object], seats: int) -> bool:
    """No vote is needed where there is a seat for each."""
    return len(candidates) <= seats


def count_category(votes: Mapping[int, int], seats: int) -> Outcome:
    """The outcome of these votes, a candidate's key to a number; the most voted for come first."""
    ranked = sorted(votes, key=lambda key: (-votes[key], key))
    if acclaimed(ranked, seats):
        return Outcome(tuple(ranked), is_acclaimed=True)
    if not seats:
        return Outcome()
    last, next_one = votes[ranked[seats - 1]], votes[ranked[seats]]
    if last > next_one:
        return Outcome(tuple(ranked[:seats]))
    above = tuple(key for key in ranked if votes[key] > last)
    return Outcome(above, tuple(key for key in ranked if votes[key] == last), seats - len(above))


def settle(outcome: Outcome, winners: Collection[int]) -> Outcome:
    """The outcome once equals were told apart; the same where ``winners`` are not who was to be chosen."""
    chosen = tuple(key for key in outcome.tied if key in winners)
    if len(chosen) != outcome.seats_left or len(chosen) != len(set(winners)):
        return outcome
    return Outcome(outcome.elected + chosen, is_acclaimed=outcome.is_acclaimed)


def fault_in(votes: Mapping[int, int | None], seats: int, ballots: int) -> Fault | None:
    """What cannot be in the votes of a category with that many good ballots, each naming at the most ``seats``."""
    if any(number is None for number in votes.values()):
        return Fault.MISSING
    numbers = [number or 0 for number in votes.values()]
    if any(number > ballots for number in numbers):
        return Fault.ABOVE_BALLOTS
    if sum(numbers) > ballots * seats:
        return Fault.TOO_MANY_VOTES
    return None
