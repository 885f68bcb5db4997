"""Describes events in the words of schema.org, for those who search rather than read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cms.pages.domain.event_company import Company
from crm.events.domain.calendars import Publisher
from crm.events.domain.dates import last_day, local_day
from crm.events.domain.prose import plain_lines
from crm.events.models import Event
from crm.partners.domain.positions import Spot
from crm.partners.models import Council, Organization

# Ends neither the script element nor, in old browsers, the line.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def event_linked_data(
    event: Event, council: Council, publisher: Publisher, image_url: str = "", company: Company | None = None
) -> dict[str, Any]:
    """https://schema.org/Event, with what search engines ask of it: status, offset, place or online address."""
    url = publisher.absolute(event.get_absolute_url())
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": event.title,
        "description": event.summary or plain_lines(event.description),
        "startDate": _moment(event, event.starts_at),
        "endDate": _end(event),
        "previousStartDate": _moment(event, event.previous_starts_at),
        "eventStatus": f"https://schema.org/{_status(event)}",
        "eventAttendanceMode": f"https://schema.org/{_attendance(event)}",
        "location": _location(event, council),
        "image": image_url,
        "inLanguage": "fr-CA",
        "organizer": _organizers(council, publisher, company),
        "contributor": _organizations(company.partners if company else []),
        "audience": _audiences(event),
    }
    return {name: fact for name, fact in facts.items() if fact}


def linked_data_script(facts: dict[str, Any]) -> SafeString:
    """``facts`` as JSON that can stand inside a script element."""
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def _moment(event: Event, moment: datetime | None) -> str:
    """With the offset of that day in Québec; a day alone when the event lasts all day."""
    if moment is None:
        return ""
    return local_day(moment).isoformat() if event.all_day else timezone.localtime(moment).isoformat()


def _end(event: Event) -> str:
    if event.all_day:
        return last_day(event).isoformat()
    return _moment(event, event.ends_at)


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    if event.is_postponed:
        return "EventPostponed" if event.awaits_new_date else "EventRescheduled"
    return "EventScheduled"


def _attendance(event: Event) -> str:
    if not event.is_online:
        return "OfflineEventAttendanceMode"
    is_somewhere = event.venue or event.address
    return "MixedEventAttendanceMode" if is_somewhere else "OnlineEventAttendanceMode"


def _location(event: Event, council: Council) -> list[dict[str, Any]] | dict[str, Any] | None:
    places: list[dict[str, Any]] = []
    if event.venue or event.address:
        places.append(_place(event, council))
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    return places[0] if len(places) == 1 else places or None


def _place(event: Event, council: Council) -> dict[str, Any]:
    facts = {
        "@type": "Place",
        "name": event.venue or event.address,
        "address": _address(event, council),
        "description": event.accessibility,
        "geo": _geo(event.spot),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _geo(spot: Spot | None) -> dict[str, Any] | None:
    if spot is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(spot.latitude), "longitude": float(spot.longitude)}


def _address(event: Event, council: Council) -> dict[str, str]:
    lines = {
        "@type": "PostalAddress",
        "streetAddress": event.address,
        "addressLocality": council.city,
        "addressRegion": council.province,
        "addressCountry": "CA",
    }
    return {name: line for name, line in lines.items() if line}


def _organizers(council: Council, publisher: Publisher, company: Company | None) -> Any:
    """The council, alone or with those who organize it too."""
    ours = _organizer(council, publisher)
    others = _organizations(company.organizers if company else [])
    return [*([ours] if ours else []), *others] if others else ours


def _organizations(organizations: Iterable[Organization]) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": one.name} for one in organizations if not one.is_our_council]


def _audiences(event: Event) -> list[dict[str, str]]:
    if event.is_for_everyone:
        return []
    return [{"@type": "Audience", "audienceType": label} for label in event.audience_labels]


def _organizer(council: Council, publisher: Publisher) -> dict[str, str] | None:
    if not council.name:
        return None
    facts = {"@type": "Organization", "name": council.name, "url": publisher.absolute("/"), "email": council.email}
    return {name: fact for name, fact in facts.items() if fact}
