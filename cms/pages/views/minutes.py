"""The public minutes of an assembly: a page that one reads and prints, and the same as PDF."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.pages.page_cache import page_key
from crm.assemblies.domain.public_minutes import minutes_of_day, readable_minutes
from crm.events.pdf import PdfUnavailable, make_pdf
from crm.partners.models import Council

PAGE, SHEETS = "assemblies/public_minutes.html", "assemblies/minutes_sheets.html"


@require_safe
def public_minutes(request: HttpRequest, day: str) -> HttpResponse:
    """What the assemblies of that day left in writing, once published; nothing of a closed session."""
    return render(request, PAGE, _context(_day(day)))


@require_safe
def public_minutes_pdf(request: HttpRequest, day: str) -> HttpResponse:
    """Made once, then kept until something changes. Where no PDF can be made, the page to print says so."""
    context = _context(_day(day))
    key = page_key(f"minutes {day}")
    pdf = caches["pages"].get(key)
    if pdf is None:
        try:
            pdf = make_pdf(render_to_string(SHEETS, {**context, "council": Council.load()}))
        except PdfUnavailable:
            return render(request, PAGE, {**context, "is_unavailable": True}, status=503)
        caches["pages"].set(key, pdf, settings.FEED_CACHE_SECONDS)
    headers = {
        "Content-Disposition": f'inline; filename="proces-verbal-{day}.pdf"',
        "Cache-Control": "public, max-age=300",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Http404 from error


def _context(day: date) -> dict[str, Any]:
    found = [readable_minutes(minutes) for minutes in minutes_of_day(day)]
    if not found:
        raise Http404
    return {"day": day, "readings": found, "pdf_url": reverse("public_minutes_pdf", args=[day])}
