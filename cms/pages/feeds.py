"""The agenda for programs: calendars to subscribe to, and what was announced lately."""

from __future__ import annotations

import zlib
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.pages.atom import Atom
from cms.pages.domain.agenda_filters import AUDIENCE_SLUGS, all_genres
from cms.pages.moving import lead_on
from cms.pages.rich_text import render_prose
from cms.pages.views.agenda import council_publisher
from crm.events.domain.agenda import agenda_state
from crm.events.domain.calendars import events_calendar
from crm.events.models import Event
from crm.events.querysets import EventQuerySet
from crm.partners.models import Council

CALENDAR_TYPE = "text/calendar; charset=utf-8"
ATOM_LENGTH = 30


@require_safe
def agenda_feed(request: HttpRequest) -> HttpResponseBase:
    """Every public event, cancelled ones included: a calendar program must hear of what it has to strike out."""
    return _feed(request, Event.objects.public(), "agenda")


@require_safe
def genre_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The assemblies alone, the fêtes alone, or a kind that the council named."""
    genre = next((known for known in all_genres() if known.slug == slug), None)
    if genre is None:
        raise Http404
    return _feed(request, Event.objects.public().of_kinds(genre.kinds), slug, str(genre.label))


@require_safe
def audience_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is announced for children, for seniors."""
    if slug not in AUDIENCE_SLUGS:
        raise Http404
    audience = AUDIENCE_SLUGS[slug]
    return _feed(request, Event.objects.public().for_audiences([audience]), slug, str(audience.label))


@require_safe
def event_ics(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponseBase:
    """One event, to be opened by the calendar of a phone."""
    event = get_object_or_404(Event.objects.public().select_related("own_kind"), slug=slug)
    if request.path != event.get_calendar_url():
        return lead_on(request, event.get_calendar_url())
    council = Council.load()
    body = events_calendar([event], council_publisher(council), _title(council))
    return _answer(request, body, event.slug, event.modified_at)


def _feed(request: HttpRequest, events: EventQuerySet, name: str, part: str = "") -> HttpResponseBase:
    """A calendar to follow. What it says is kept, compressed, under the state of all that it is made from."""
    council, state = Council.load(), agenda_state()
    publisher, title = council_publisher(council), _title(council, part)
    key = "calendar:" + sha256(f"{request.path} {state} {publisher} {title}".encode()).hexdigest()
    kept = caches["pages"].get(key)
    if kept is not None:
        return _answer(request, zlib.decompress(kept), name, state.latest)
    body = events_calendar(events.select_related("own_kind").order_by("starts_at", "pk"), publisher, title)
    caches["pages"].set(key, zlib.compress(body), settings.FEED_CACHE_SECONDS)
    return _answer(request, body, name, state.latest)


def _title(council: Council, part: str = "") -> str:
    """« Agenda – Conseil de quartier », « Agenda – Conseil de quartier – Fêtes »."""
    title = _("Agenda of {council}").format(council=council.name) if council.name else _("Agenda")
    return f"{title} – {part}" if part else title


def _answer(request: HttpRequest, body: bytes, name: str, latest: datetime | None) -> HttpResponseBase:
    """The calendar, or 304 where the reader already has these very bytes."""
    etag = quote_etag(sha256(body).hexdigest()[:32])
    modified = int(latest.timestamp()) if latest else None
    response = HttpResponse(body, content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["Cache-Control"] = "public, max-age=300"
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    return get_conditional_response(request, etag, modified, response) or response


class AgendaAtom(Feed):
    """What was announced lately, for those who follow by feed reader."""

    feed_type = Atom
    link = "/agenda/"

    def get_object(self, request: HttpRequest) -> Council:
        return Council.load()

    def title(self, obj: Council) -> str:
        return _("Agenda of {council}").format(council=obj.name)

    def author_name(self, obj: Council) -> str:
        """An Atom feed without an author is not one (RFC 4287, 4.1.1)."""
        return obj.name or _("Agenda")

    def items(self) -> list[Event]:
        return list(Event.objects.public().order_by("-published_at", "-pk")[:ATOM_LENGTH])

    def item_title(self, item: Event) -> str:
        return item.title

    def item_description(self, item: Event) -> str:
        return render_prose(item.description) or item.summary

    def item_guid(self, item: Event) -> str:
        return item.uid.urn

    def item_pubdate(self, item: Event) -> datetime:
        return item.published_at or item.created_at

    def item_updateddate(self, item: Event) -> datetime:
        return item.modified_at
