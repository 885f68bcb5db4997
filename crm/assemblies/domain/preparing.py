"""Makes an event of the agenda an assembly, or both at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly
from crm.events.enums import ASSEMBLY_KINDS, EventKind
from crm.events.models import Event, Venue

LASTS = timedelta(hours=2)


def prepare_assembly(event: Event, now: datetime) -> Assembly:
    """The assembly of this event, made the first time that it is asked for; a second call finds it.

    Raises `AssemblyRefused` for an event of another kind.
    """
    if event.kind not in ASSEMBLY_KINDS:
        raise AssemblyRefused(_("“%(title)s” is not an assembly: change its kind first.") % {"title": event.title})
    assembly, _made = Assembly.objects.get_or_create(event=event, defaults={"created_at": now})
    return assembly


@transaction.atomic
def plan_assembly(kind: EventKind, title: str, starts_at: datetime, venue: str, by: User, now: datetime) -> Assembly:
    """A new draft in the agenda, at a place that brings its address where it is known, with its assembly."""
    place = Venue.objects.called(venue)
    event = Event(
        kind=kind,
        title=title or str(EventKind(kind).label),
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        venue=venue,
        place=place,
        created_by=by,
        followed_by=by,
        created_at=now,
        modified_at=now,
    )
    if place is not None:
        event.address, event.accessibility = place.address, place.accessibility
        event.latitude, event.longitude = place.latitude, place.longitude
    event.save()
    return prepare_assembly(event, now)
