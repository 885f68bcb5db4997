"""The photo of the week on one letter sheet, for those without a screen: a page that prints, and the same as PDF."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.archive.enums import Purpose
from cms.archive.models import Derivative, Master
from cms.archive.views.recognizing import shown_photo
from cms.pages.page_cache import page_key
from crm.events.domain.qr_codes import draw_code
from crm.events.pdf import PdfUnavailable, make_pdf
from crm.partners.models import Council

TEMPLATE = "archive/recognition/sheet.html"
LONG = 60  # letters of a question, which may then take three lines and more
WIDEST = 1280  # pixels: some 180 dots an inch on the paper


@require_safe
def recognition_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, TEMPLATE, _context(pk))


@require_safe
def recognition_sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Made once, then kept until something of the site changes. Where no PDF can be made, the page to print says so."""
    context = _context(pk)
    key = page_key(f"recognition sheet {pk}")
    pdf = caches["pages"].get(key)
    if pdf is None:
        try:
            pdf = make_pdf(render_to_string(TEMPLATE, {**context, "src": _as_data(context["copy"]), "is_pdf": True}))
        except PdfUnavailable:
            return render(request, TEMPLATE, {**context, "is_unavailable": True}, status=503)
        caches["pages"].set(key, pdf, settings.PAGE_CACHE_SECONDS)
    headers = {
        "Content-Disposition": 'inline; filename="avez-vous-reconnu.pdf"',
        "Cache-Control": "public, max-age=60",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _context(pk: int) -> dict[str, Any]:
    photo, master = shown_photo(pk)
    address = urljoin(settings.BASE_URL, reverse("archive_recognize_photo", args=[pk]))
    copy = _copy_to_print(master)
    return {
        "photo": photo,
        "item": photo.item,
        "copy": copy,
        "src": copy.get_absolute_url(),
        "alt": master.alt_text,
        "address": address,
        "code": draw_code(address),
        "council": Council.load(),
        "is_long": len(photo.question) > LONG,
    }


def _copy_to_print(master: Master) -> Derivative:
    copies = master.derivatives.filter(purpose=Purpose.IMAGE, media_type="image/jpeg", page=0, width__lte=WIDEST)
    copy = copies.order_by("-width").first()
    if copy is None:
        raise Http404
    return copy


def _as_data(copy: Derivative) -> str:
    """Inside the page: what makes the PDF asks no address of the site."""
    with copy.file.open("rb") as kept:
        return f"data:image/jpeg;base64,{b64encode(kept.read()).decode()}"
