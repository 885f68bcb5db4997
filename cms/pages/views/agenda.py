"""The public page of one event."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.pages.domain.event_company import public_company
from cms.pages.domain.linked_data import event_linked_data, linked_data_script
from cms.pages.models import AgendaPage
from cms.pages.moving import lead_on
from cms.pages.views.registering import desk_context
from crm.assemblies.domain.agenda_lines import agenda_of_event
from crm.assemblies.models import Minutes
from crm.events.domain.calendar_links import calendar_links
from crm.events.domain.calendars import Publisher
from crm.events.domain.series import other_dates
from crm.events.models import Event
from crm.partners.domain.positions import geo_address, map_address
from crm.partners.models import Council


@require_safe
def event_detail(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """A public event. An address from before it was moved leads to where it is now; a draft does not exist."""
    event = get_object_or_404(Event.objects.public().with_places().with_names().select_related("series"), slug=slug)
    if request.path != event.get_absolute_url():
        return lead_on(request, event)
    return render_event(request, event)


def render_event(request: HttpRequest, event: Event, *, is_preview: bool = False) -> HttpResponse:
    """The page as a citizen sees it, or will."""
    return render(request, "events/event_detail.html", event_context(event) | {"is_preview": is_preview})


def event_context(event: Event) -> dict[str, Any]:
    council = Council.load()
    publisher = council_publisher(council)
    shared = event.image.get_rendition("width-1200|format-jpeg") if event.image else None
    image_url = publisher.absolute(shared.url) if shared and shared.url.startswith("/") else getattr(shared, "url", "")
    company = public_company(event)
    business = agenda_of_event(event)
    return {
        "event": event,
        "company": company,
        "other_dates": other_dates(event, timezone.now()),
        "agenda": AgendaPage.objects.live().first(),
        "linked_data": linked_data_script(event_linked_data(event, council, publisher, image_url, company)),
        "calendar_links": calendar_links(event, publisher),
        "map_url": map_url(event, council),
        "geo_url": geo_address(event.spot) if event.spot else "",
        "order_of_business": business,
        "minutes_url": minutes_url(event) if business else "",
        **desk_context(event, council),
    }


def minutes_url(event: Event) -> str:
    """Where the published minutes of its assembly are read; empty for what has none, or is still to come."""
    if event.starts_at > timezone.now() or not Minutes.objects.public().filter(assembly__event=event).exists():
        return ""
    return reverse("public_minutes", args=[timezone.localdate(event.starts_at)])


def council_publisher(council: Council) -> Publisher:
    """Who answers for the agenda."""
    return Publisher(name=council.name, email=council.email, base_url=settings.BASE_URL)


def map_url(event: Event, council: Council) -> str:
    """Where to see the place on a map that asks for nothing in return."""
    if event.spot:
        return map_address(event.spot)
    if not event.address:
        return ""
    place = ", ".join(part for part in (event.address, council.city) if part)
    return "https://www.openstreetmap.org/search?" + urlencode({"query": place})


@require_safe
@permission_required("events.view_event", raise_exception=True)
def preview_event(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an event that is perhaps still a draft, in the admin, for those who may see the events."""
    return render_event(
        request, get_object_or_404(Event.objects.select_related("image", "own_kind"), pk=pk), is_preview=True
    )
