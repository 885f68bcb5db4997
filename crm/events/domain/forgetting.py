"""Destroys what people wrote when they registered, some days after the event; the counts stay (Law 25)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from crm.events import signals
from crm.events.domain.check_in import unname_registrations, unname_walk_ins
from crm.events.domain.desks import hold_desk, names_go_at
from crm.events.enums import RegistrationState
from crm.events.models import Event, Registration, RegistrationDesk, RegistrationTally, Tick

logger = logging.getLogger("parvis.events")

REPEATED_FOR = timedelta(days=3)


def forget_registrations(now: datetime) -> int:
    """Empty each desk whose days are up; return how many registrations were destroyed. The log holds no name."""
    over = Coalesce("event__ends_at", "event__starts_at")
    desks = RegistrationDesk.objects.alias(over_at=over).filter(over_at__lt=now, registrations__isnull=False).distinct()
    due = [desk.pk for desk in desks.annotate(ended_at=over) if now >= desk.ended_at + timedelta(days=desk.keep_days)]
    destroyed = sum(_empty(desk_id, now) for desk_id in due) + _forget_repeated(now)
    _forget_walk_ins(now)
    return destroyed


@transaction.atomic
def _empty(desk_id: int, now: datetime) -> int:
    desk = hold_desk(desk_id)
    counts = desk.registrations.aggregate(
        registrations=Count("pk", filter=Q(state=RegistrationState.REGISTERED)),
        places=Coalesce(Sum("places", filter=Q(state=RegistrationState.REGISTERED)), 0),
        waiting=Count("pk", filter=Q(state__in=[RegistrationState.WAITING, RegistrationState.EXPIRED])),
        cancelled=Count("pk", filter=Q(state=RegistrationState.CANCELLED)),
    )
    # Someone entered afterwards, on an event already counted, is added to what was counted.
    tally = RegistrationTally.objects.filter(desk=desk).first() or RegistrationTally(
        desk=desk, **dict.fromkeys(counts, 0)
    )
    for name, count in counts.items():
        setattr(tally, name, getattr(tally, name) + count)
    tally.forgotten_at = now
    tally.save()
    destroyed: int = desk.registrations.count()
    unname_registrations(desk.registrations.values_list("pk", flat=True))
    desk.registrations.all().delete()
    signals.registrations_forgotten.send(sender=Registration, event=desk.event, now=now)
    logger.info("registrations destroyed", extra={"desk": desk.pk, "count": destroyed})
    return destroyed


def _forget_repeated(now: datetime) -> int:
    """Asked twice: kept only for the letter that says so."""
    repeated = Registration.objects.filter(state=RegistrationState.REPEATED, asked_at__lt=now - REPEATED_FOR)
    count: int = repeated.count()
    repeated.delete()
    return count


def _forget_walk_ins(now: datetime) -> None:
    """Names written at the door go on the same day as those of the people who registered."""
    named = Event.objects.past(now).filter(pk__in=Tick.objects.exclude(name="").values("event"))
    due = [event.pk for event in named.select_related("desk") if now >= names_go_at(event)]
    count = unname_walk_ins(due)
    if count:
        logger.info("names of the door destroyed", extra={"events": len(due), "count": count})
