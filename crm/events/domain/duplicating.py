"""Makes the next one like the last one: the same meeting, some weeks later."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import floor

from django.utils import timezone

from crm.events.domain.copying_desks import copy_desk
from crm.events.models import Event

WEEK = timedelta(weeks=1)
COPIED = (
    "kind",
    "own_kind_id",
    "title",
    "all_day",
    "mode",
    "place_id",
    "venue",
    "address",
    "accessibility",
    "latitude",
    "longitude",
    "online_url",
    "audiences",
    "summary",
    "description",
    "image_id",
    "image_alt",
    "image_is_decorative",
    "created_by_id",
    "followed_by_id",
)


def duplicate_event(event: Event, now: datetime) -> Event:
    """A new draft like ``event``, on the first such weekday, at the same hour, after both it and ``now``."""
    return copy_event(event, next_start(event, now), now)


def copy_event(event: Event, starts_at: datetime, now: datetime) -> Event:
    """A new draft like ``event`` at another time; it lasts as long on the council's clock."""
    copy = Event(**{name: getattr(event, name) for name in COPIED}, created_at=now, modified_at=now)
    copy.starts_at, copy.ends_at = starts_at, end_like(event, starts_at)
    copy.save()
    copy_desk(event, copy)
    return copy


def end_like(event: Event, starts_at: datetime) -> datetime | None:
    """When something like ``event`` ends if it starts then: the same hour on the clock, as many days later."""
    if event.ends_at is None:
        return None
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    lasts = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return (timezone.localtime(starts_at).replace(tzinfo=None) + lasts).replace(tzinfo=start.tzinfo)


def next_start(event: Event, now: datetime) -> datetime:
    """When the copy would start."""
    return _later(event.starts_at, _weeks(event, now))


def _weeks(event: Event, now: datetime) -> int:
    return max(1, floor((now - event.starts_at) / WEEK) + 1)


def _later(moment: datetime, weeks: int) -> datetime:
    """The same hour on the council's clock, whatever the clocks did in between."""
    return timezone.localtime(moment) + timedelta(weeks=weeks)
