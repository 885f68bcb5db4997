"""Cross-memberships: one person in two organizations at the same time. Pure functions over dated memberships.

Two memberships that never surely or possibly met are no cross-membership, however many people they share: past and
present are never mixed. What cannot be known is said so (`Answer.UNKNOWN`), never counted as certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import NamedTuple

from crm.partners.domain.partial_dates import EARLIEST, LATEST
from crm.partners.domain.tenure import Answer, Tenure, overlap


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; one day is a date, everything is « ever »."""

    first: date = EARLIEST
    last: date = LATEST

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on or after its first day.")

    @classmethod
    def on(cls, day: date) -> Period:
        return cls(day, day)


EVER = Period()


class Tie(NamedTuple):
    """One membership, as this module reads it: who, where, from when to when; ``pk`` leads back to its sources."""

    pk: int
    person: int
    organization: int
    tenure: Tenure


class Interlock(NamedTuple):
    """One person in two organizations: the two memberships, and whether they surely met within the period."""

    person: int
    organizations: tuple[int, int]
    ties: tuple[int, int]
    certainty: Answer


@dataclass(frozen=True)
class Link:
    """Two organizations and the people who tie them, the sure ones apart from the others."""

    organizations: tuple[int, int]
    surely: frozenset[int]
    perhaps: frozenset[int]
    interlocks: tuple[Interlock, ...] = field(repr=False)


def find_interlocks(ties: Iterable[Tie], period: Period = EVER) -> Iterator[Interlock]:
    """Each pair of memberships of one person in two organizations that met, surely or perhaps, within ``period``."""
    of_person: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.tenure.start_min <= period.last and tie.tenure.end_max >= period.first:
            of_person[tie.person].append(tie)
    for person, held in of_person.items():
        for one, other in combinations(sorted(held, key=lambda tie: (tie.organization, tie.pk)), 2):
            if one.organization == other.organization:
                continue
            certainty = overlap((one.tenure, other.tenure), period.first, period.last)
            if certainty != Answer.NO:
                yield Interlock(person, (one.organization, other.organization), (one.pk, other.pk), certainty)


def between(ties: Iterable[Tie], organization: int, other: int, period: Period = EVER) -> list[Interlock]:
    """The cross-memberships of two organizations, the sure ones first."""
    pair = {organization, other}
    found = find_interlocks((tie for tie in ties if tie.organization in pair), period)
    return sorted(found, key=lambda one: (one.certainty != Answer.YES, one.person, one.ties))


def around(ties: Iterable[Tie], organization: int, period: Period = EVER) -> list[Link]:
    """The organizations tied to this one by its people, the most tied first."""
    known = list(ties)
    people = {tie.person for tie in known if tie.organization == organization}
    found = find_interlocks((tie for tie in known if tie.person in people), period)
    return _links(one for one in found if organization in one.organizations)


def network(ties: Iterable[Tie], period: Period = EVER) -> list[Link]:
    """Every two organizations that share someone, the most tied first."""
    return _links(find_interlocks(ties, period))


def _links(interlocks: Iterable[Interlock]) -> list[Link]:
    pairs: dict[tuple[int, int], list[Interlock]] = defaultdict(list)
    for one in interlocks:
        pairs[one.organizations].append(one)
    links = []
    for organizations, found in pairs.items():
        surely = frozenset(one.person for one in found if one.certainty == Answer.YES)
        perhaps = frozenset(one.person for one in found) - surely
        links.append(Link(organizations, surely, perhaps, tuple(found)))
    return sorted(links, key=lambda link: (-len(link.surely), -len(link.perhaps), link.organizations))
