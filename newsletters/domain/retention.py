"""Forgets what is no longer needed (Law 25): a request that its author never confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from newsletters.enums import SubscriptionState
from newsletters.models import Subscriber, Subscription

UNCONFIRMED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Purged:
    """How many files, and how many topics of files that stay, were forgotten."""

    subscribers: int
    topics: int


@transaction.atomic
def purge_unconfirmed(now: datetime) -> Purged:
    """Delete what has waited more than 30 days for a confirmation; the ledger keeps its line, without address."""
    limit = now - UNCONFIRMED_FOR
    recent = Subscription.objects.filter(subscriber=OuterRef("pk"), changed_at__gte=limit)
    forgotten = Subscriber.objects.filter(~Exists(recent), confirmed_at=None, created_at__lt=limit)
    subscribers = forgotten.count()
    forgotten.delete()
    stale = Subscription.objects.filter(state=SubscriptionState.PENDING, changed_at__lt=limit)
    return Purged(subscribers, stale.delete()[0])
