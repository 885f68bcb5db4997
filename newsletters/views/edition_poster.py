"""The poster of an edition, for those without e-mail: a page that prints on one letter sheet, and the same as PDF."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.pages.page_cache import page_key
from crm.events.domain.qr_codes import draw_code
from crm.events.pdf import PdfUnavailable, make_pdf
from newsletters.domain.compose import compose_issue
from newsletters.domain.edition_poster import lay_out_poster
from newsletters.domain.errata import dated_words
from newsletters.models import NewsletterPage

TEMPLATE = "newsletters/edition_poster.html"


@require_safe
def edition_poster(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, TEMPLATE, poster_context(_edition(pk)))


@require_safe
def edition_poster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Made once, then kept until something of the site changes. Where no PDF can be made, the page to print says so."""
    page = _edition(pk)
    key = page_key(f"edition poster {pk}")
    pdf = caches["pages"].get(key)
    if pdf is None:
        try:
            pdf = make_pdf(render_to_string(TEMPLATE, {**poster_context(page), "is_pdf": True}))
        except PdfUnavailable:
            return render(request, TEMPLATE, {**poster_context(page), "is_unavailable": True}, status=503)
        caches["pages"].set(key, pdf, settings.FEED_CACHE_SECONDS)
    headers = {
        "Content-Disposition": f'inline; filename="{page.slug}.pdf"',
        "Cache-Control": "public, max-age=300",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def poster_context(page: NewsletterPage) -> dict[str, Any]:
    """What the sheet shows of a published edition."""
    content = compose_issue(page, timezone.now())
    address = urljoin(settings.BASE_URL, page.url)
    return {
        "page": page,
        "content": content,
        "poster": lay_out_poster(content, address, [dated_words(erratum) for erratum in page.errata.all()]),
        "address": address,
        "code": draw_code(address),
    }


def _edition(pk: int) -> NewsletterPage:
    page: NewsletterPage = get_object_or_404(NewsletterPage.objects.live().public(), pk=pk)
    return page
