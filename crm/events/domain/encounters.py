"""Tells when partners were last with us at an event: it starts their cadence anew, as a contact does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from crm.events.enums import EventMode
from crm.events.models import Event, EventOrganization
from crm.partners.domain.encounters import Encounter


def met_at_events(on: date) -> Iterator[Encounter]:
    """The organizers and partners of what took place up to that day, in one query."""
    after = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    together = EventOrganization.objects.filter(event__in=Event.objects.happening(), event__starts_at__lt=after)
    in_the_room = ~Q(event__mode=EventMode.ONLINE)
    last = (
        together.order_by()
        .values("organization")
        .annotate(any=Max("event__starts_at"), in_person=Max("event__starts_at", filter=in_the_room))
    )
    for row in last:
        in_person = timezone.localdate(row["in_person"]) if row["in_person"] else None
        yield Encounter(row["organization"], timezone.localdate(row["any"]), in_person)
