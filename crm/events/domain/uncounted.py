"""Finds what took place and nobody counted, until someone counts or says that nobody did.

Only what the council held for others: an assembly is counted at its own table, and what partners held is theirs.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from crm.accounts.models import User
from crm.events.enums import EventKind
from crm.events.models import CountWaiver, Event, HeadCount, Tick
from crm.events.querysets import EventQuerySet

logger = logging.getLogger("parvis.events")

COUNTED_KINDS = (EventKind.CONSULTATION, EventKind.ACTIVITY, EventKind.FETE, EventKind.TRAINING)
# Later, nobody remembers how many there were.
ASKED_FOR = timedelta(days=90)


def uncounted(now: datetime) -> EventQuerySet:
    """What waits for a number, the latest first."""
    known = [Exists(model.objects.filter(event=OuterRef("pk"))) for model in (HeadCount, Tick, CountWaiver)]
    held = Event.objects.happening().past(now).filter(kind__in=COUNTED_KINDS, starts_at__gt=now - ASKED_FOR)
    return held.exclude(known[0]).exclude(known[1]).exclude(known[2]).order_by("-starts_at", "-pk")


def waive_count(event: Event, by: User, now: datetime) -> None:
    """Nobody counted, and nothing is to be waited for; whoever said so first is remembered."""
    CountWaiver.objects.get_or_create(event=event, defaults={"waived_by": by, "waived_at": now})
    logger.info("count waived", extra={"event": event.pk, "user": by.pk})


def await_count(event: Event, by: User) -> None:
    """A number is waited for again; where it already is, nothing changes."""
    CountWaiver.objects.filter(event=event).delete()
    logger.info("count awaited again", extra={"event": event.pk, "user": by.pk})
