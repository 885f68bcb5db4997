"""Reads what somebody else's calendar announces (RFC 5545): each date between two moments, repeated ones included.

A stranger wrote it: what is not understood is left out, what repeats each second is refused, and there is a most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import icalendar
import recurring_ical_events
from django.utils import timezone

MOST_EVENTS = 500
MOST_COMPONENTS = 5000
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}


class Unreadable(Exception):
    """These bytes are not a calendar that one can read."""


@dataclass(frozen=True)
class ReadEvent:
    """One date of one event, as it was announced."""

    uid: str
    recurrence: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    venue: str
    url: str
    is_cancelled: bool


def read_calendar(body: bytes, start: datetime, end: datetime) -> list[ReadEvent]:
    """What takes place between ``start`` and ``end``, the soonest first. Raises `Unreadable`."""
    try:
        calendar = icalendar.Calendar.from_ical(body)
        events = calendar.walk("VEVENT") if calendar.name == "VCALENDAR" else None
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise Unreadable from error
    if events is None or len(events) > MOST_COMPONENTS:
        raise Unreadable
    calendar.subcomponents = [part for part in calendar.subcomponents if not _is_too_often(part)]
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    repeated = {_text(one, "UID", 255) for one in events if _repeats(one)}
    found = [_read(one, repeated) for one in islice(query.between(start, end), MOST_EVENTS)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.starts_at, one.title))


def _is_too_often(part: Any) -> bool:
    rules = part.get("RRULE", [])
    rules = rules if isinstance(rules, list) else [rules]
    return any(set(map(str, rule.get("FREQ", []))) & TOO_OFTEN for rule in rules)


def _repeats(event: Any) -> bool:
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _read(event: Any, repeated: set[str]) -> ReadEvent | None:
    title, start = _text(event, "SUMMARY", 200), event.get("DTSTART")
    if not title or start is None:
        return None
    all_day = not isinstance(start.dt, datetime)
    starts_at, ends_at = _moment(start.dt), _end(event, all_day)
    if ends_at is not None and ends_at <= starts_at:
        ends_at = None
    return ReadEvent(
        uid=_text(event, "UID", 255) or title,
        # The day that the rule gave, which stays when that date is moved.
        recurrence=_moment(event["RECURRENCE-ID"].dt).isoformat() if _text(event, "UID", 255) in repeated else "",
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        venue=_text(event, "LOCATION", 200),
        url=_link(event),
        is_cancelled=_text(event, "STATUS", 20).upper() == "CANCELLED",
    )


def _end(event: Any, all_day: bool) -> datetime | None:
    end = event.get("DTEND")
    if end is None:
        return None
    moment = _moment(end.dt)
    return moment - timedelta(seconds=1) if all_day else moment  # RFC 5545: the day after the last


def _moment(value: date | datetime) -> datetime:
    """An hour without a zone is said on the clock of the place."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value if timezone.is_aware(value) else timezone.make_aware(value)


def _text(event: Any, name: str, most: int) -> str:
    value = event.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(str(value).split())[:most]


def _link(event: Any) -> str:
    """The page of the event; an address that is no web page is left out."""
    url = _text(event, "URL", 500)
    return url if urlsplit(url).scheme in {"http", "https"} else ""
