"""Imports a list as a whole: people, consents, their proof, and what undoing would need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletters.domain.import_plan import Plan, is_better, left_words
from newsletters.domain.import_rows import Candidate
from newsletters.domain.ledger import Act, Proof, new_event
from newsletters.enums import ConsentKind, ConsentMethod, ImportState, SubscriptionState
from newsletters.models import ConsentEvent, ConsentPaper, ImportBatch, ImportRow, Subscriber, Subscription, Suppression

SIZE = 500
WRITTEN = ["state", "basis", "basis_date", "expires_on", "changed_at", "batch"]

CHANGED = gettext_lazy("Someone changed the subscribers meanwhile. Send the list once more.")

Item = TypeVar("Item")


@transaction.atomic
def carry_out(batch: ImportBatch, plan: Plan, *, now: datetime, actor: str) -> None:
    """Write the whole plan or nothing.

    Raises ``ValidationError`` when the batch is already imported, and when someone of the list left, or gave a consent
    that says more, since the plan was made.
    """
    take(batch, {ImportState.PREPARED, ImportState.UNDER_WAY}, _("This list has already been imported."))
    brought = plan.accepted
    _hold(brought)
    people = _bring_people(batch, brought, now)
    changes = _bring_consents(batch, brought, people, now)
    _prove(brought, Act(ConsentMethod.IMPORT, now, actor), batch.paper)
    rows = [
        ImportRow(
            batch=batch,
            line=row.line.number,
            outcome=row.outcome,
            reason=row.reason,
            subscriber=people[row.brings.address_hash] if row.brings else None,
            changes=changes.get(row.line.number, []),
        )
        for row in plan.rows
    ]
    ImportRow.objects.bulk_create(rows, batch_size=SIZE)
    batch.state, batch.imported_at, batch.content = ImportState.IMPORTED, now, ""
    batch.save(update_fields=["state", "imported_at", "content"])


def take(batch: ImportBatch, states: Collection[ImportState], otherwise: str) -> None:
    """Two clicks at once take their turn, and the second is told why it comes too late."""
    batch.state = ImportBatch.objects.select_for_update().get(pk=batch.pk).state
    if batch.state not in states:
        raise ValidationError(otherwise)


def _hold(brought: Collection[Candidate]) -> None:
    """Whoever of them leaves at this very moment has left already, and is seen here, or waits until we have written."""
    for hashes in by_hundreds({candidate.address_hash for candidate in brought}):
        list(Subscriber.objects.select_for_update().filter(address_hash__in=hashes).order_by("pk").values_list("pk"))
        if Suppression.objects.filter(address_hash__in=hashes).exists():
            raise ValidationError(CHANGED)


def by_hundreds(items: Collection[Item]) -> Iterator[list[Item]]:
    """The items by chunks that a database takes in one query."""
    listed = list(items)
    return (listed[start : start + SIZE] for start in range(0, len(listed), SIZE))


def _bring_people(batch: ImportBatch, brought: Collection[Candidate], now: datetime) -> dict[str, Subscriber]:
    """Everyone's file by hash, made where there was none; what proves the consent vouches for the address."""
    emails = {candidate.address_hash: candidate.email for candidate in brought}
    people: dict[str, Subscriber] = {}
    for hashes in by_hundreds(emails):
        known = Subscriber.objects.filter(address_hash__in=hashes)
        known.filter(confirmed_at=None).update(confirmed_at=now)
        people.update((subscriber.address_hash, subscriber) for subscriber in known)
    made = [
        Subscriber(email=email, address_hash=address_hash, confirmed_at=now, created_at=now, batch=batch)
        for address_hash, email in emails.items()
        if address_hash not in people
    ]
    Subscriber.objects.bulk_create(made, batch_size=SIZE)
    return {**people, **{subscriber.address_hash: subscriber for subscriber in made}}


def _bring_consents(
    batch: ImportBatch, brought: Iterable[Candidate], people: dict[str, Subscriber], now: datetime
) -> dict[int, list[dict[str, Any]]]:
    """Write the subscriptions; return, for each line, what was there before."""
    held, on = _held(people.values()), timezone.localdate(now)
    made: list[Subscription] = []
    bettered: list[Subscription] = []
    changes: dict[int, list[dict[str, Any]]] = {}
    for candidate in brought:
        subscriber = people[candidate.address_hash]
        for topic in candidate.topics:
            before = held.get((subscriber.pk, topic.pk))
            if left_words(before) or not is_better(candidate.proof, before, on):
                raise ValidationError(CHANGED)
            changes.setdefault(candidate.line, []).append({"topic": topic.pk, "before": _facts(before)})
            subscription = before or Subscription(subscriber=subscriber, topic=topic)
            _write_consent(subscription, candidate, batch, now)
            (bettered if before else made).append(subscription)
    Subscription.objects.bulk_create(made, batch_size=SIZE)
    Subscription.objects.bulk_update(bettered, WRITTEN, batch_size=SIZE)
    return changes


def _held(people: Collection[Subscriber]) -> dict[tuple[int, int], Subscription]:
    return {
        (subscription.subscriber_id, subscription.topic_id): subscription
        for some in by_hundreds(people)
        for subscription in Subscription.objects.filter(subscriber__in=some)
    }


def _write_consent(subscription: Subscription, candidate: Candidate, batch: ImportBatch, now: datetime) -> None:
    subscription.state = SubscriptionState.ACTIVE
    subscription.basis = candidate.proof.basis
    subscription.basis_date = candidate.proof.basis_date
    subscription.expires_on = candidate.proof.expires_on
    subscription.changed_at = now
    subscription.batch = batch


def _facts(subscription: Subscription | None) -> dict[str, Any] | None:
    if subscription is None:
        return None
    return {
        "state": subscription.state,
        "basis": subscription.basis,
        "basis_date": _iso(subscription.basis_date),
        "expires_on": _iso(subscription.expires_on),
        "batch_id": subscription.batch_id,
    }


def _prove(brought: Iterable[Candidate], act: Act, paper: ConsentPaper | None) -> None:
    events = [
        new_event(
            ConsentKind.IMPORTED,
            candidate.address_hash,
            topic,
            act,
            Proof(
                basis=candidate.proof.basis,
                basis_date=candidate.proof.basis_date,
                evidence=candidate.proof.evidence,
                paper=paper,
            ),
        )
        for candidate in brought
        for topic in candidate.topics
    ]
    ConsentEvent.objects.bulk_create(events, batch_size=SIZE)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
