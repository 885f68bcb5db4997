"""What the public agenda shows of what was asked: the weeks to come, a month, or what is over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone

from cms.pages.domain.agenda_filters import AgendaFilter, audience_slug
from cms.pages.domain.agenda_links import FilterLink
from cms.pages.domain.agenda_places import places_of
from crm.events.domain.agenda import by_week, events_of_month, past_events, upcoming_events
from crm.events.domain.dates import local_day, month_name
from crm.events.domain.months import lay_out, next_month, previous_month
from crm.events.domain.neighbours import neighbour_events
from crm.events.models import Event
from crm.events.querysets import EventQuerySet

COMING_BY_PAGE = 40
PAST_BY_PAGE = 20
MOST_NEIGHBOURS = 20


def events_within(asked: AgendaFilter, now: datetime) -> EventQuerySet:
    """All the public events of the period asked, in the order they are shown."""
    if asked.month:
        return events_of_month(asked.month)
    return past_events(now) if asked.is_past else upcoming_events(now)


def narrow(events: EventQuerySet, asked: AgendaFilter) -> EventQuerySet:
    """Those of the kind, the audience, the place and the words asked."""
    found = events.of_kinds(asked.kinds).for_audiences(asked.audiences).matching(asked.words)
    return found.filter(place=asked.place) if asked.place else found


def listing(asked: AgendaFilter, events: EventQuerySet, number: str, now: datetime) -> dict[str, Any] | None:
    """What the template lists; nothing where there is no such page."""
    today = timezone.localdate(now)
    if asked.month:
        found = list(events)
        shown = {"month": lay_out(found, asked.month, today), "where": places_of(found, asked)}
        return {**shown, **_around(asked, asked.month, today)}
    pages = Paginator(events, PAST_BY_PAGE if asked.is_past else COMING_BY_PAGE)
    if not (number.isdecimal() and 1 <= int(number) <= pages.num_pages):
        return None
    page = pages.page(int(number))
    if asked.is_past:
        return {"events": page}
    shown = {"events": page, "weeks": by_week(page, today), "where": places_of(page, asked)}
    is_plain = page.number == 1 and not asked.is_narrowed
    return {**shown, "neighbours": neighbour_events(now, MOST_NEIGHBOURS)} if is_plain else shown


def feed_addresses(asked: AgendaFilter) -> dict[str, Any]:
    """The calendar of what is asked, where there is one: of a kind, else of an audience, else of everything."""
    path = reverse("agenda_feed")
    if asked.genre:
        path = reverse("genre_feed", args=[asked.genre.slug])
    elif asked.audience:
        path = reverse("audience_feed", args=[audience_slug(asked.audience)])
    feed = settings.BASE_URL.rstrip("/") + path
    return {"feed_url": feed, "webcal_url": re.sub(r"^https?:", "webcal:", feed)}


def _around(asked: AgendaFilter, month: date, today: date) -> dict[str, FilterLink | None]:
    """The months before and after, as far as there are events: the calendar ends where they do."""
    ends = Event.objects.public().aggregate(first=Min("starts_at"), last=Max("starts_at"))
    first, last = (local_day(moment) if moment else today for moment in ends.values())
    links = {}
    for name, there in (("earlier", previous_month(month)), ("later", next_month(month))):
        link = FilterLink(f"{month_name(there)} {there.year}", replace(asked, month=there).query, is_current=False)
        links[name] = link if first.replace(day=1) <= there <= max(last, today) else None
    return links
