"""The agenda for programs: calendars to subscribe to, and what was announced lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.pages.rich_text import render_prose
from cms.pages.views.agenda import council_publisher
from crm.events.domain.calendars import events_calendar
from crm.events.models import Event
from crm.partners.models import Council

CALENDAR_TYPE = "text/calendar; charset=utf-8"
ATOM_LENGTH = 30


@require_safe
def agenda_feed(request: HttpRequest) -> HttpResponseBase:
    """Every public event, cancelled ones included: a calendar program must hear of what it has to strike out."""
    latest = Event.objects.aggregate(latest=Max("modified_at"))["latest"]
    return _calendar_response(request, Event.objects.public().order_by("starts_at", "pk"), "agenda", latest)


@require_safe
def event_ics(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponseBase:
    """One event, to be opened by the calendar of a phone."""
    event = get_object_or_404(Event.objects.public(), slug=slug)
    if request.path != event.get_calendar_url():
        return redirect(event.get_calendar_url(), permanent=True)
    return _calendar_response(request, [event], event.slug, event.modified_at)


def _calendar_response(
    request: HttpRequest, events: Iterable[Event], name: str, latest: datetime | None
) -> HttpResponseBase:
    """The calendar, or 304 where the reader already has these very bytes."""
    council = Council.load()
    title = _("Agenda of {council}").format(council=council.name) if council.name else _("Agenda")
    body = events_calendar(events, council_publisher(council), title)
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

    feed_type = Atom1Feed
    link = "/agenda/"

    def title(self) -> str:
        return _("Agenda of {council}").format(council=Council.load().name)

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
