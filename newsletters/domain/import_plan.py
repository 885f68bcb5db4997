"""Says what each line of a list would do, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.partners.domain.imports.tables import Line, Table
from newsletters.domain.import_rows import Candidate, LineProof, Reader, topics_by_name
from newsletters.enums import ConsentBasis, RowOutcome, SubscriptionState
from newsletters.models import Subscriber, Subscription, Suppression, Topic

CHUNK = 500
STRENGTH = {ConsentBasis.EXPRESS: 2, ConsentBasis.PUBLISHED: 1}


@dataclass(frozen=True)
class PlannedRow:
    """A line and what becomes of it; what it brings keeps only the topics whose consent it gives or betters."""

    line: Line
    outcome: RowOutcome
    reason: str = ""
    address_hash: str = ""
    brings: Candidate | None = None


@dataclass(frozen=True)
class Plan:
    """Every line of the file, in its order."""

    table: Table
    rows: tuple[PlannedRow, ...]

    def count(self, *outcomes: RowOutcome) -> int:
        return sum(row.outcome in outcomes for row in self.rows)

    @property
    def accepted(self) -> list[Candidate]:
        return [row.brings for row in self.rows if row.brings]

    @property
    def mailable(self) -> int:
        """How many people of this list one may write to once it is imported."""
        return len({row.address_hash for row in self.rows if row.outcome != RowOutcome.REFUSED})

    @property
    def refused(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome == RowOutcome.REFUSED]


def plan_import(table: Table, mapping: dict[str, int], default_topics: Collection[Topic], on: date) -> Plan:
    """Read the file against what we know today; writes nothing."""
    reader = Reader(mapping, topics_by_name(Topic.objects.all()), tuple(default_topics), on)
    planner = _Planner(reader)
    return Plan(table, tuple(row for chunk in _chunks(table.lines) for row in planner.plan(chunk)))


@dataclass
class _Planner:
    """Looks lines up by the hundred, and remembers which address and topic an earlier line already brought."""

    reader: Reader
    first_lines: dict[tuple[str, int], int] = field(default_factory=dict)

    def plan(self, lines: Collection[Line]) -> list[PlannedRow]:
        read = [(line, self._read(line)) for line in lines]
        known = _Known.of([result.address_hash for _line, result in read if isinstance(result, Candidate)])
        return [
            self._decide(line, result, known)
            if isinstance(result, Candidate)
            else PlannedRow(line, RowOutcome.REFUSED, result)
            for line, result in read
        ]

    def _read(self, line: Line) -> Candidate | str:
        """What the line brings, or the sentence that refuses it."""
        try:
            return self.reader.read(line)
        except ValidationError as refusal:
            return " ".join(refusal.messages)

    def _decide(self, line: Line, candidate: Candidate, known: _Known) -> PlannedRow:
        if candidate.address_hash in known.suppressed:
            return PlannedRow(line, RowOutcome.REFUSED, _("This address must not be written to any more."))
        subscriptions = known.subscriptions.get(candidate.address_hash, {})
        refused = {
            topic: self._earlier_line(candidate, topic) or left_words(subscriptions.get(topic.pk))
            for topic in candidate.topics
        }
        reason = " ".join(dict.fromkeys(filter(None, refused.values())))
        topics = tuple(
            topic
            for topic, why in refused.items()
            if not why and is_better(candidate.proof, subscriptions.get(topic.pk), self.reader.on)
        )
        if not topics:
            outcome = RowOutcome.REFUSED if reason else RowOutcome.KNOWN
            return PlannedRow(line, outcome, reason, candidate.address_hash)
        outcome = RowOutcome.ADDED if candidate.address_hash in known.people else RowOutcome.NEW
        return PlannedRow(line, outcome, reason, candidate.address_hash, replace(candidate, topics=topics))

    def _earlier_line(self, candidate: Candidate, topic: Topic) -> str:
        first = self.first_lines.setdefault((candidate.address_hash, topic.pk), candidate.line)
        if first == candidate.line:
            return ""
        return _("The same address and topic are already on line %(line)s.") % {"line": first}


@dataclass(frozen=True)
class _Known:
    """What we already hold about the addresses of some lines."""

    people: frozenset[str]
    suppressed: frozenset[str]
    subscriptions: dict[str, dict[int, Subscription]]

    @classmethod
    def of(cls, hashes: Collection[str]) -> _Known:
        subscriptions: dict[str, dict[int, Subscription]] = {}
        held = Subscription.objects.filter(subscriber__address_hash__in=hashes).select_related("subscriber")
        for subscription in held:
            subscriptions.setdefault(subscription.subscriber.address_hash, {})[subscription.topic_id] = subscription
        return cls(
            people=frozenset(_hashes_of(Subscriber.objects.filter(address_hash__in=hashes))),
            suppressed=frozenset(_hashes_of(Suppression.objects.filter(address_hash__in=hashes))),
            subscriptions=subscriptions,
        )


def is_better(proof: LineProof, held: Subscription | None, on: date) -> bool:
    """Whether a line brings more than we have: a consent that holds is never weakened or shortened."""
    if held is None or not held.is_valid_on(on):
        return True
    ours = (STRENGTH.get(ConsentBasis(held.basis), 0), held.expires_on or date.max)
    theirs = (STRENGTH.get(proof.basis, 0), proof.expires_on or date.max)
    return theirs > ours


def left_words(held: Subscription | None) -> str:
    """Why this topic may not be brought to this person, who left it; nothing otherwise."""
    if held is None or held.state != SubscriptionState.LEFT:
        return ""
    return _("This person left the topic “%(topic)s”: only they can come back to it.") % {"topic": held.topic.name}


def _hashes_of(rows: Iterable[Subscriber] | Iterable[Suppression]) -> Iterator[str]:
    return (row.address_hash for row in rows)


def _chunks(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    remaining = iter(lines)
    while chunk := tuple(islice(remaining, CHUNK)):
        yield chunk
