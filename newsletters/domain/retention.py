"""Forgets what is no longer needed (Law 25): a request that its author never confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

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
    """Delete what has waited more than 30 days for a confirmation; the ledger keeps its line, without address.

    Someone who confirms or asks again at this very moment is kept: the files are locked, then looked at again.
    """
    limit = now - UNCONFIRMED_FOR
    held = list(_forgotten(limit).select_for_update(of=("self",)).values_list("pk", flat=True))
    forgotten = _forgotten(limit).filter(pk__in=held)
    subscribers = forgotten.count()
    forgotten.delete()
    stale = Subscription.objects.filter(state=SubscriptionState.PENDING, changed_at__lt=limit)
    return Purged(subscribers, stale.delete()[0])


def _forgotten(limit: datetime) -> QuerySet[Subscriber]:
    """Known since before then, never confirmed, no topic touched since, and no consent that stands.

    An import vouches for the addresses it brings, so they are confirmed; whether a consent stands is asked
    all the same, because what is deleted here does not come back.
    """
    theirs = Subscription.objects.filter(subscriber=OuterRef("pk"))
    kept = theirs.filter(Q(changed_at__gte=limit) | Q(state=SubscriptionState.ACTIVE))
    return Subscriber.objects.filter(~Exists(kept), confirmed_at=None, created_at__lt=limit)
