"""Announces an event, and keeps what was announced true: publish, revise, postpone, cancel, withdraw.

Every change of what the public already knows moves ``sequence`` up, which is how a calendar program learns of it
(RFC 5545, 3.8.7.4), and stamps ``modified_at``. A public event keeps its address and its ``uid`` for ever.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from crm.events import signals
from crm.events.enums import EventMode, EventStatus
from crm.events.models import Event, Registration

logger = logging.getLogger("parvis.events")

# What a citizen may have written in a calendar; a change of it is a revision.
ANNOUNCED = (
    "kind",
    "own_kind_id",
    "title",
    "starts_at",
    "ends_at",
    "all_day",
    "mode",
    "venue",
    "address",
    "accessibility",
    "latitude",
    "longitude",
    "online_url",
    "audiences",
    "summary",
    "description",
)
# What someone who registered has noted in a calendar, or needs to come: a letter tells it at once.
TOLD_TO_REGISTERED = frozenset(
    {"title", "starts_at", "ends_at", "all_day", "venue", "address", "online_url", "mode", "accessibility"}
)
EDITORS_MARKS = re.compile(r' data-block-key="[^"]*"')


@transaction.atomic
def publish_event(event: Event, now: datetime) -> None:
    """Put ``event`` in the public agenda, or back in it as it was; a second call does nothing.

    Refuses an event that does not say where it takes place.
    """
    _lock(event)
    if event.status == EventStatus.PUBLISHED:
        return
    if not (event.venue or event.address or event.online_url or event.mode == EventMode.ONLINE):
        raise ValidationError(_("Say where it takes place, or give an online address, before publishing."))
    was_public, first_time = event.is_public, event.published_at is None
    event.status, event.status_note, event.previous_starts_at = EventStatus.PUBLISHED, "", None
    event.published_at = event.published_at or now
    if was_public:
        _announce(event, signals.event_changed, now, changed=())
    else:
        _announce(event, signals.event_published, now, is_revision=not first_time)


@transaction.atomic
def cancel_event(event: Event, now: datetime, note: str = "") -> None:
    """Say that ``event`` does not take place; its page and its line in the feed stay, and say so.

    Refuses a draft, which nobody has heard of. A second call does nothing.
    """
    _lock(event)
    if event.is_cancelled:
        return
    _refuse_draft(event)
    event.status, event.status_note = EventStatus.CANCELLED, note
    _announce(event, signals.event_cancelled, now)


@transaction.atomic
def postpone_event(
    event: Event,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    note: str = "",
) -> None:
    """Say that ``event`` takes place later: at ``starts_at``, or at a time to be announced.

    Without ``ends_at`` it lasts as long as before. Refuses a draft, and a new time that is the old one.
    """
    _lock(event)
    _refuse_draft(event)
    if starts_at == event.starts_at:
        raise ValidationError({"starts_at": _("That is the time it already has: choose another, or none.")})
    event.previous_starts_at = None
    if starts_at is not None:
        lasts = event.ends_at - event.starts_at if event.ends_at else None
        event.previous_starts_at, event.starts_at = event.starts_at, starts_at
        event.ends_at = ends_at or (starts_at + lasts if lasts else None)
    event.status, event.status_note = EventStatus.POSTPONED, note
    event.clean_fields()
    event.validate_constraints()
    _announce(event, signals.event_postponed, now)


@transaction.atomic
def withdraw_event(event: Event, now: datetime) -> None:
    """Take an event that was published by mistake out of the agenda; a second call does nothing.

    Refuses one for which people have registered: they would find nothing at the address they know.
    """
    _lock(event)
    if not event.is_public:
        return
    if Registration.objects.active().filter(desk__event=event).exists():
        raise ValidationError(_("People have registered: cancel the event, and each of them receives a letter."))
    event.status, event.status_note, event.previous_starts_at = EventStatus.DRAFT, "", None
    _announce(event, signals.event_withdrawn, now)


@transaction.atomic
def revise_event(event: Event, now: datetime) -> tuple[str, ...]:
    """Save what was written in ``event``; return which announced fields are no longer as they were.

    The address of a draft follows its title; once public it never changes. An event that waited for a new date has
    one as soon as its start changes.
    """
    stored = Event.objects.select_for_update().get(pk=event.pk)
    changed = tuple(name for name in ANNOUNCED if _announced(stored, name) != _announced(event, name))
    event.modified_at = now
    if not event.published_at:
        event.slug = "" if "title" in changed else event.slug
    if event.is_public and changed:
        if event.awaits_new_date and "starts_at" in changed:
            event.previous_starts_at = stored.starts_at
        event.sequence = stored.sequence
        _announce(event, signals.event_changed, now, changed=changed)
    else:
        event.save()
    return changed


def _announced(event: Event, name: str) -> Any:
    """What a citizen reads of it: the editor's own marks in a text, which its first saving adds, are no words."""
    value = getattr(event, name)
    return EDITORS_MARKS.sub("", value) if name == "description" else value


def _lock(event: Event) -> None:
    """Act on the row as it is stored: two people who act at once must not both move ``sequence`` from one number."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update())


def _refuse_draft(event: Event) -> None:
    if not event.is_public:
        raise ValidationError(_("This event is still a draft: nobody has heard of it. Change it, or delete it."))


def _announce(event: Event, signal: Signal, now: datetime, *, is_revision: bool = True, **facts: Any) -> None:
    event.modified_at = now
    event.sequence += is_revision
    event.save()
    logger.info("event announced", extra={"event_id": event.pk, "status": event.status, "sequence": event.sequence})
    signal.send(sender=Event, event=event, now=now, **facts)
