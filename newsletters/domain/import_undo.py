"""Takes back what a list brought, as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from newsletters.domain.imports import WRITTEN, by_hundreds, take
from newsletters.domain.ledger import Act, Proof, new_event
from newsletters.enums import ConsentKind, ConsentMethod, ImportState
from newsletters.models import ConsentEvent, ImportBatch, ImportRow, Subscription


@dataclass(frozen=True)
class Undone:
    """How many consents were taken back, and how many stay because something was built on them."""

    taken_back: int
    kept: int


@transaction.atomic
def undo_import(batch: ImportBatch, *, now: datetime, actor: str) -> Undone:
    """Give back what was there before, and take out the people whom only this list brought.

    What a person or a later list changed since is left as it is, and so is the file of anyone to whom a
    letter was prepared. The ledger keeps its lines and gets others, which withdraw these consents. Raises
    ``ValidationError`` for a batch that is not imported, or already undone.
    """
    take(batch, {ImportState.IMPORTED, ImportState.UNDOING}, _("Only a list that has been imported can be undone."))
    act = Act(ConsentMethod.IMPORT, now, actor)
    taken_back = total = 0
    for rows in by_hundreds(batch.rows.exclude(changes=[]).select_related("subscriber")):
        taken_back += _give_back(batch, rows, act)
        total += sum(len(row.changes) for row in rows)
    batch.subscribers.filter(subscriptions=None, deliveries=None).delete()
    batch.state, batch.undone_at = ImportState.UNDONE, now
    batch.save(update_fields=["state", "undone_at"])
    return Undone(taken_back, total - taken_back)


def _give_back(batch: ImportBatch, rows: Collection[ImportRow], act: Act) -> int:
    """Undo the consents of some lines that are still this list's; return how many."""
    before = {(row.subscriber_id, change["topic"]): change["before"] for row in rows for change in row.changes}
    ours = [
        subscription
        for subscription in batch.subscriptions.filter(subscriber__in=[row.subscriber_id for row in rows])
        .select_for_update(of=("self",))  # who leaves meanwhile is left out, or leaves what was given back
        .select_related("subscriber", "topic")
        .order_by("pk")
        if (subscription.subscriber_id, subscription.topic_id) in before
    ]
    restored = [subscription for subscription in ours if before[subscription.subscriber_id, subscription.topic_id]]
    for subscription in restored:
        _restore(subscription, before[subscription.subscriber_id, subscription.topic_id], act.now)
    Subscription.objects.bulk_update(restored, WRITTEN)
    brought = [subscription.pk for subscription in ours if subscription not in restored]
    proof = Proof(evidence=f"undo: {batch.pk}")
    ConsentEvent.objects.bulk_create(
        new_event(ConsentKind.WITHDRAWN, subscription.subscriber.address_hash, subscription.topic, act, proof)
        for subscription in ours
    )
    Subscription.objects.filter(pk__in=brought).delete()
    return len(ours)


def _restore(subscription: Subscription, facts: dict[str, Any], now: datetime) -> None:
    subscription.state = facts["state"]
    subscription.basis = facts["basis"]
    subscription.basis_date = _day(facts["basis_date"])
    subscription.expires_on = _day(facts["expires_on"])
    subscription.batch_id = facts["batch_id"]
    subscription.changed_at = now


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
