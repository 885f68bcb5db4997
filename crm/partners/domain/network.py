"""Answers who sits with whom: loads what someone may see in a fixed number of queries, and finds what ties it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from crm.partners.domain.interlocks import EVER, Interlock, Link, Period, Tie, around, find_interlocks, network
from crm.partners.domain.partial_dates import EARLIEST
from crm.partners.domain.tenure import Answer, Tenure
from crm.partners.enums import Scope
from crm.partners.models import Membership
from crm.partners.querysets import MembershipQuerySet


@dataclass(frozen=True)
class Question:
    """Who sits with whom: around or between which organizations, and when."""

    scope: Scope
    organization: int | None = None
    other: int | None = None
    period: Period = EVER


@dataclass(frozen=True)
class Gathering:
    """One person in organizations where they sat together at one moment; what is not sure is in ``perhaps``.

    Someone who left one table before joining the next makes two gatherings: past and present stay apart.
    """

    person: int
    organizations: tuple[int, ...]
    perhaps: frozenset[int]

    @property
    def is_sure(self) -> bool:
        return len(self.organizations) - len(self.perhaps) > 1


@dataclass(frozen=True)
class Findings:
    """What was found: the cross-memberships, the organizations they tie, and the pictures to draw of each person."""

    question: Question
    interlocks: tuple[Interlock, ...]
    links: tuple[Link, ...]
    gatherings: tuple[Gathering, ...]
    members: frozenset[int]
    members_perhaps: frozenset[int]

    @property
    def surely(self) -> frozenset[int]:
        """The people who surely tie organizations here."""
        return frozenset().union(*(link.surely for link in self.links))

    @property
    def perhaps(self) -> frozenset[int]:
        """Those who may, and of whom nothing here is sure."""
        return frozenset().union(*(link.perhaps for link in self.links)) - self.surely


def answer_question(question: Question, levels: Collection[str]) -> Findings:
    """Everything that ``levels`` may know of it, in one query."""
    ties = load_ties(question, levels)
    links = _links(question, ties)
    found = sorted((one for link in links for one in link.interlocks), key=_sure_first)
    asked = [tie for tie in ties if tie.organization == question.organization]
    within = {tie: tie.tenure.within(question.period.first, question.period.last) for tie in asked}
    members = frozenset(tie.person for tie, answer in within.items() if answer == Answer.YES)
    return Findings(
        question,
        tuple(found),
        tuple(links),
        tuple(_gatherings(question, found if question.scope == Scope.WHOLE else _all_of(found, ties, question.period))),
        members,
        frozenset(tie.person for tie, answer in within.items() if answer == Answer.UNKNOWN) - members,
    )


def load_ties(question: Question, levels: Collection[str]) -> list[Tie]:
    """The memberships that the question is about, in one query."""
    visible = Membership.objects.wholly_visible(levels)
    found = visible.within(question.period.first, question.period.last, perhaps=True)
    columns = ("pk", "person_id", "organization_id", "start_min", "start_max", "end_min", "end_max")
    rows = _narrowed(found, question).order_by("pk").values_list(*columns)
    return [Tie(pk, person, organization, Tenure(*days)) for pk, person, organization, *days in rows]


def _narrowed(found: MembershipQuerySet, question: Question) -> MembershipQuerySet:
    if question.scope == Scope.BETWEEN:
        return found.filter(organization__in=(question.organization, question.other))
    if question.scope == Scope.AROUND:
        return found.filter(person__in=found.filter(organization=question.organization).values("person"))
    several = found.order_by().values("person").annotate(places=Count("organization", distinct=True))
    return found.filter(person__in=several.filter(places__gt=1).values("person"))


def load_memberships(pks: Iterable[int]) -> dict[int, Membership]:
    """The memberships behind cross-memberships, with their person, organization and seat, in one query."""
    return Membership.objects.select_related("person", "organization", "post", "on_behalf_of").in_bulk(sorted(set(pks)))


def first_known_day(levels: Collection[str]) -> date | None:
    """The first day that any visible membership is known to have started."""
    visible = Membership.objects.wholly_visible(levels)
    day: date | None = visible.aggregate(first=Min("start_min", filter=Q(start_min__gt=EARLIEST)))["first"]
    return day


def _links(question: Question, ties: list[Tie]) -> list[Link]:
    if question.scope == Scope.WHOLE:
        return network(ties, question.period)
    if question.organization is None or (question.scope == Scope.BETWEEN and question.other is None):
        return []
    return around(ties, question.organization, question.period)


def _sure_first(one: Interlock) -> tuple[bool, int, tuple[int, int]]:
    return one.certainty != Answer.YES, one.person, one.ties


def _all_of(found: Iterable[Interlock], ties: Iterable[Tie], period: Period) -> Iterator[Interlock]:
    """Every cross-membership of the people of these."""
    people = {one.person for one in found}
    return find_interlocks((tie for tie in ties if tie.person in people), period)


def _gatherings(question: Question, interlocks: Iterable[Interlock]) -> list[Gathering]:
    """The largest groups of organizations in which each person sat at one time, those asked about only."""
    met: dict[int, dict[tuple[int, int], bool]] = defaultdict(dict)
    for one in interlocks:
        is_sure = one.certainty == Answer.YES
        met[one.person][one.organizations] = is_sure or met[one.person].get(one.organizations, False)
    gatherings = [
        Gathering(person, tuple(sorted(group)), perhaps)
        for person, pairs in met.items()
        for group, perhaps in _groups(pairs)
        if question.scope == Scope.WHOLE or question.organization in group
    ]
    return sorted(gatherings, key=lambda one: (not one.is_sure, -len(one.organizations), one.person, one.organizations))


def _groups(pairs: Mapping[tuple[int, int], bool]) -> Iterator[tuple[Collection[int], frozenset[int]]]:
    """The cliques of one person's organizations, each with those that nothing in it is sure of; two are soon seen."""
    if len(pairs) == 1:
        ((pair, is_sure),) = pairs.items()
        yield pair, frozenset() if is_sure else frozenset(pair)
        return
    import networkx as nx  # slow to import, and only this picture needs it

    graph = nx.Graph()
    graph.add_edges_from((*pair, {"sure": is_sure}) for pair, is_sure in pairs.items())
    for group in nx.find_cliques(graph):
        within = graph.subgraph(group)
        yield group, frozenset(node for node in group if not any(edge["sure"] for edge in within[node].values()))
