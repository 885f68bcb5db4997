"""The events that someone of the council looks after until they are over and counted: handed over when they leave."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from crm.accounts.models import User
from crm.events.domain.dates import event_when
from crm.events.domain.uncounted import uncounted
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.domain.held_above import HeldAbove


def looked_after(on: date) -> QuerySet[Event]:
    """What is not over that day, drafts too, and what is over and waits for a number; the soonest first."""
    begins = datetime.combine(on, time.min, timezone.get_current_timezone())
    to_come = Event.objects.upcoming(begins).exclude(status=EventStatus.CANCELLED).values("pk")
    to_count = uncounted(begins + timedelta(days=1)).order_by().values("pk")
    return Event.objects.filter(Q(pk__in=to_come) | Q(pk__in=to_count), followed_by__isnull=False)


def _seen_by(events: QuerySet[Event], user: User) -> QuerySet[Event]:
    return events if user.has_perm("events.view_event") else events.none()


def _detail(event: Event) -> str:
    return event_when(event, today=timezone.localdate())


EVENTS_HELD = HeldAbove(Event, looked_after, _seen_by, _detail)
