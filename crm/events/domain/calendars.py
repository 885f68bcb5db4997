"""Writes events as iCalendar (RFC 5545, 7986), so that they live in people's own calendars and stay right there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from crm.events.domain.dates import last_day, local_day
from crm.events.domain.ical_lines import date_line, quoted, text_line, utc_line, value_line, zoned_line
from crm.events.domain.prose import plain_lines
from crm.events.models import Event

ZONE = ZoneInfo("America/Toronto")
REFRESH = timedelta(hours=6)

# The clocks of Québec since 2007. Written by hand: icalendar 7.3 makes summer begin at 3:00 where RFC 5545 (3.6.5) asks
# for 2:00, the hour before the change. A test compares this to the tz database.
CLOCKS = (
    (icalendar.TimezoneDaylight, "EDT", datetime(2007, 3, 11, 2), "2SU", 3, -5, -4),  # noqa: DTZ001
    (icalendar.TimezoneStandard, "EST", datetime(2007, 11, 4, 2), "1SU", 11, -4, -5),  # noqa: DTZ001
)


@dataclass(frozen=True)
class Publisher:
    """Who publishes a calendar, and where its pages are."""

    name: str
    email: str
    base_url: str

    def absolute(self, path: str) -> str:
        return self.base_url.rstrip("/") + path


def events_calendar(events: Iterable[Event], publisher: Publisher, title: str) -> bytes:
    """A whole calendar: CRLF, lines of at most 75 octets; the same bytes as long as the events are the same."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Parvis//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add_component(_clocks())
    end = b"END:VCALENDAR\r\n"
    written = [calendar_entry(event, publisher) for event in events]
    return b"".join([calendar.to_ical().removesuffix(end), *written, end])


def calendar_entry(event: Event, publisher: Publisher) -> bytes:
    """One event. Cancelled, it stays with its status; postponed without a date, it is tentative."""
    url = publisher.absolute(event.get_absolute_url())
    lines = [
        b"BEGIN:VEVENT\r\n",
        value_line("UID", f"{event.uid}@parvis"),
        utc_line("DTSTAMP", event.modified_at),
        utc_line("CREATED", event.created_at),
        utc_line("LAST-MODIFIED", event.modified_at),
        value_line("SEQUENCE", event.sequence),
        value_line("STATUS", _status(event)),
        *_times(event),
        text_line("SUMMARY", _summary(event)),
        *_place(event),
        text_line("DESCRIPTION", _description(event, url)),
        value_line("URL", url),
        text_line("CATEGORIES", event.kind_label),
    ]
    if publisher.email:
        lines.append(value_line(f"ORGANIZER;CN={quoted(publisher.name)}", f"mailto:{publisher.email}"))
    return b"".join([*lines, b"END:VEVENT\r\n"])


def _times(event: Event) -> list[bytes]:
    if event.all_day:
        days = (local_day(event.starts_at), last_day(event) + timedelta(days=1))
        return [date_line("DTSTART", days[0]), date_line("DTEND", days[1])]
    start = _moment("DTSTART", event.starts_at)
    return [start, _moment("DTEND", event.ends_at)] if event.ends_at else [start]


def _moment(name: str, moment: datetime) -> bytes:
    """The hour in Québec; but in UTC the hour that November repeats, for which RFC 5545 has no local words."""
    local = moment.astimezone(ZONE)
    return utc_line(name, moment) if local.fold else zoned_line(name, local, ZONE.key)


def _place(event: Event) -> list[bytes]:
    place = ", ".join(part for part in (event.venue, event.address) if part) or event.online_url
    lines = [text_line("LOCATION", place)] if place else []
    if event.spot:
        lines.append(value_line("GEO", f"{float(event.spot.latitude)};{float(event.spot.longitude)}"))
    return lines


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.awaits_new_date else "CONFIRMED"


def _summary(event: Event) -> str:
    """The title, with what many calendar programs do not show: that it does not take place."""
    if event.is_cancelled:
        return _("CANCELLED: {title}").format(title=event.title)
    if event.awaits_new_date:
        return _("POSTPONED, date to come: {title}").format(title=event.title)
    return event.title


def _description(event: Event, url: str) -> str:
    words = [event.summary, plain_lines(event.description), event.accessibility]
    parts = [event.status_note, *words, event.online_url, url]
    return "\n\n".join(part for part in parts if part)


def _clocks() -> icalendar.Timezone:
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE.key)
    for kind, name, since, day, month, before, after in CLOCKS:
        change = kind()
        change.add("tzname", name)
        change.add("dtstart", since)
        change.add("rrule", {"freq": "yearly", "bymonth": month, "byday": day})
        change.add("tzoffsetfrom", timedelta(hours=before))
        change.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(change)
    return zone
