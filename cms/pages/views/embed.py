"""The agenda on other sites: a page made to stand in a frame, and the few words that put it there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms.pages.domain.agenda_filters import AUDIENCE_SLUGS, AgendaFilter, Genre, all_genres, read_filter
from cms.pages.models import AgendaPage
from crm.events.domain.agenda import upcoming_events
from crm.partners.models import Council

COUNTS = (3, 5, 8, 12)
HEIGHT_OF_ONE = 175


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
# Says itself how long it lasts: a page kept by the middleware would lose the policy that lets it stand in a frame.
@cache_control(public=True, max_age=300)
def agenda_block(request: HttpRequest) -> HttpResponse:
    """What is coming, alone, for the frame of another site: no menu, no form, no cookie."""
    asked, count = _read(request, all_genres())
    events = upcoming_events(timezone.now(), asked.kinds, limit=count, audiences=asked.audiences)
    agenda = AgendaPage.objects.live().first()
    return render(request, "events/block.html", {"events": events, "council": Council.load(), "agenda": agenda})


@require_safe
def agenda_embed(request: HttpRequest) -> HttpResponse:
    """Chooses what the block shows, and gives the line to copy; the form works by GET, and nothing is kept."""
    genres = all_genres()
    asked, count = _read(request, genres)
    address = _block_address(asked, count)
    context: dict[str, Any] = {
        "genres": genres,
        "audiences": [(slug, audience.label) for slug, audience in AUDIENCE_SLUGS.items()],
        "counts": COUNTS,
        "asked": asked,
        "count": count,
        "path": address,
        "address": settings.BASE_URL.rstrip("/") + address,
        "height": 80 + count * HEIGHT_OF_ONE,
        "agenda": AgendaPage.objects.live().first(),
    }
    return render(request, "events/embed.html", context)


def _read(request: HttpRequest, genres: tuple[Genre, ...]) -> tuple[AgendaFilter, int]:
    asked = read_filter({name: request.GET.get(name, "") for name in ("genre", "public")}, genres)
    count = request.GET.get("nombre", "5")
    if asked is None or count not in {str(known) for known in COUNTS}:
        raise Http404
    return asked, int(count)


def _block_address(asked: AgendaFilter, count: int) -> str:
    return f"{reverse('agenda_block')}?{urlencode({**asked.kept, 'nombre': count})}"
