"""Counts people moment by moment: who was there from when to when, and when there were enough of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


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
