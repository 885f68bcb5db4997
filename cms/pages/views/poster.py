"""The poster of an event: a page that prints on one letter sheet, and the same as PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cms.pages.domain.event_company import public_company
from cms.pages.moving import lead_on
from cms.pages.page_cache import page_key
from cms.pages.views.agenda import council_publisher
from crm.events.domain.desks import desk_of, takes_place
from crm.events.domain.qr_codes import draw_code
from crm.events.models import Event
from crm.events.pdf import PdfUnavailable, make_pdf
from crm.partners.models import Council

TEMPLATE = "events/poster.html"
# How much one may write in each size of letters, in characters; those of a title count three times.
SCALES = {"large": 260, "medium": 500, "small": 760}
PICTURE_COSTS = 240


@require_safe
def event_poster(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    event = _public_event(slug)
    if request.path != event.get_poster_url():
        return lead_on(request, event.get_poster_url())
    return render(request, TEMPLATE, _context(event))


@require_safe
def event_poster_pdf(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Made once, then kept until something changes. Where no PDF can be made, the page to print says so."""
    event = _public_event(slug)
    if request.path != event.get_poster_pdf_url():
        return lead_on(request, event.get_poster_pdf_url())
    key = page_key(f"poster {event.pk} {event.modified_at.isoformat()}")
    pdf = caches["pages"].get(key)
    if pdf is None:
        try:
            pdf = make_pdf(render_to_string(TEMPLATE, {**_context(event), "is_pdf": True}))
        except PdfUnavailable:
            return render(request, TEMPLATE, {**_context(event), "is_unavailable": True}, status=503)
        caches["pages"].set(key, pdf, settings.FEED_CACHE_SECONDS)
    headers = {
        "Content-Disposition": f'inline; filename="{event.slug}.pdf"',
        "Cache-Control": "public, max-age=300",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _public_event(slug: str) -> Event:
    event: Event = get_object_or_404(Event.objects.public().with_names(), slug=slug)
    return event


def _context(event: Event) -> dict[str, Any]:
    council = Council.load()
    address = council_publisher(council).absolute(event.get_absolute_url())
    return {
        "event": event,
        "council": council,
        "company": public_company(event),
        "address": address,
        "code": draw_code(address),
        "scale": _scale(event),
        "takes_registrations": desk_of(event) is not None and takes_place(event),
    }


def _scale(event: Event) -> str:
    """The size of letters in which everything stays on one sheet."""
    said = (event.title, event.title, event.title, event.summary, event.venue, event.address, event.accessibility)
    full = sum(len(words) for words in said) + (PICTURE_COSTS if event.image_id else 0)
    return next((name for name, most in SCALES.items() if full <= most), "tiny")
