"""Announces the events of the agenda in a letter: which ones, and in what words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.pages.domain.typography import typeset_text
from crm.assemblies.domain.agenda_lines import public_agenda, public_agenda_url
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly
from crm.events.domain import dates
from crm.events.domain.agenda import upcoming_events
from crm.events.domain.desks import places_words
from crm.events.models import Event
from crm.events.querysets import EventQuerySet
from newsletters.domain.content import AssemblyPart, EventLine, EventPart
from newsletters.domain.pictures import LETTER_WIDTH, prepare_picture


def announced_events(choice: Mapping[str, Any], now: datetime) -> tuple[EventLine, ...]:
    """The events that a block of the letter chooses (`blocks.EventsBlock`), as they stand at ``now``."""
    return tuple(_announce(event, now) for event in _chosen(choice, now))


def announce_event(value: Mapping[str, Any], now: datetime) -> EventPart:
    """The event that a block presents, with its picture; without it when it has left the agenda."""
    chosen: Event | None = value["event"]
    if chosen is None or not chosen.is_public:
        return EventPart(None)
    picture = None
    if value["with_picture"]:
        alt = typeset_text(chosen.image_text)
        picture = prepare_picture(chosen.image, LETTER_WIDTH, alt, decorative=not alt)
    return EventPart(_announce(chosen, now), picture)


def announce_assembly(value: Mapping[str, Any], now: datetime) -> AssemblyPart:
    """The assembly that a block convenes to, with what anyone may read of its agenda."""
    chosen: Assembly | None = value["assembly"]
    if chosen is None or not chosen.event.is_public:
        return AssemblyPart(None)
    agenda = public_agenda(chosen)
    lines = [line for line in agenda.lines if not line.is_withdrawn] if agenda and value["with_agenda"] else []
    return AssemblyPart(
        event=_announce(chosen.event, now),
        items=tuple(typeset_text(line.title) for line in lines),
        agenda_url=public_agenda_url(chosen) if agenda and agenda.lines else "",
        is_called=chosen.state != AssemblyState.PREPARING,
    )


def _chosen(choice: Mapping[str, Any], now: datetime) -> EventQuerySet:
    """Those not over yet, from the first day to the last; a first day still to come leaves out what began before."""
    first = _midnight(choice["first_day"]) if choice["first_day"] else now
    last = choice["last_day"] or timezone.localdate(max(now, first)) + timedelta(weeks=choice["weeks"])
    until = _midnight(last + timedelta(days=1))
    events = upcoming_events(now, choice["kinds"] or (), until, audiences=choice.get("audiences") or ())
    if first > now:
        events = events.filter(starts_at__gte=first)
    return events[: choice["most"]]


def _announce(event: Event, now: datetime) -> EventLine:
    return EventLine(
        title=typeset_text(event.title),
        url=event.get_absolute_url(),
        weekday=dates.weekday_name(event.starts_at),
        day=dates.day_number(event.starts_at),
        month=dates.month_name(event.starts_at),
        hour="" if event.all_day else dates.short_time(event.starts_at),
        when=dates.event_when(event, timezone.localdate(now)),
        until=dates.event_end(event),
        where=typeset_text(_place_of(event)),
        summary=typeset_text(event.summary),
        kind_label=event.kind_label,
        status_label=event_status(event),
        status_note=typeset_text(event.status_note) if event.is_cancelled or event.is_postponed else "",
        is_off=event.is_cancelled or event.awaits_new_date,
        places=places_words(event, now),
    )


def _place_of(event: Event) -> str:
    """« Centre communautaire, 12, rue du Four-à-Chaux », « … et en ligne », « En ligne »."""
    place = ", ".join(part for part in (event.venue, event.address) if part)
    if not event.is_online:
        return place
    return _("{place}, and online").format(place=place) if place else _("Online")


def event_status(event: Event) -> str:
    """What is no longer as it was announced; nothing for what takes place as planned."""
    if event.is_cancelled:
        return _("Cancelled")
    if event.awaits_new_date:
        return _("Postponed, new date to come")
    if event.is_postponed and event.previous_starts_at:
        return _("Postponed: it was to be on %(day)s") % {"day": dates.plain_date(event.previous_starts_at)}
    return ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
