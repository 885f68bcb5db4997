"""Addresses that put an event in one of the calendars people keep with large providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from crm.events.domain.calendars import Publisher
from crm.events.domain.dates import last_day, local_day
from crm.events.models import Event

DEFAULT_LENGTH = timedelta(hours=1)


@dataclass(frozen=True)
class CalendarLink:
    provider: str
    url: str


def calendar_links(event: Event, publisher: Publisher) -> list[CalendarLink]:
    """One link a provider; nothing is sent to any of them until a reader follows it."""
    place = ", ".join(part for part in (event.venue, event.address) if part) or event.online_url
    words = [event.summary, publisher.absolute(event.get_absolute_url())]
    details = "\n\n".join(part for part in words if part)
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": "/".join(_google_times(event)),
        "details": details,
        "location": place,
    }
    start, end = _outlook_times(event)
    outlook = {"rru": "addevent", "subject": event.title, "body": details, "location": place}
    outlook |= {"startdt": start, "enddt": end} | ({"allday": "true"} if event.all_day else {})
    return [
        CalendarLink("Google", "https://calendar.google.com/calendar/render?" + urlencode(google)),
        CalendarLink("Outlook", "https://outlook.live.com/calendar/0/deeplink/compose?" + urlencode(outlook)),
    ]


def _end(event: Event) -> datetime:
    return event.ends_at or event.starts_at + DEFAULT_LENGTH


def _google_times(event: Event) -> tuple[str, str]:
    if event.all_day:
        return f"{local_day(event.starts_at):%Y%m%d}", f"{last_day(event) + timedelta(days=1):%Y%m%d}"
    return f"{event.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"{_end(event).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _outlook_times(event: Event) -> tuple[str, str]:
    if event.all_day:
        return local_day(event.starts_at).isoformat(), (last_day(event) + timedelta(days=1)).isoformat()
    return f"{event.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", f"{_end(event).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
