"""The search of the whole site: its page, what is proposed while one types, what browsers may keep of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.pages.domain.search.answering import ALL_VALUES, MOST_PAGES, all_values, propose, search
from cms.pages.domain.search.sources import FACETS, KIND
from cms.pages.limits import PROPOSALS_TO_ONE_PLACE, SEARCHES_FROM_ONE_PLACE
from crm.accounts.clients import client_ip
from crm.accounts.limits import seconds_to_wait
from crm.partners.models import Council

PROPOSED = 6


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What answers ``?q=``, narrowed by any facet; a page number that does not exist is no page."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= MOST_PAGES):
        raise Http404
    words, chosen = _read(request)
    if paused := _pause(request, words, chosen):
        return paused
    found = search(words, chosen, int(number))
    if found.page > found.pages:
        raise Http404
    return render(request, "pages/search_page.html", {"found": found, "asks": bool(found.asked.runs or found.chosen)})


@require_safe
def search_values(request: HttpRequest, facet: str) -> HttpResponse:
    """All the ways to narrow by one facet what the same address asks; where it asks nothing, the search itself."""
    if facet not in FACETS or facet == KIND:
        raise Http404
    words, chosen = _read(request)
    if paused := _pause(request, words, chosen):
        return paused
    found = all_values(words, chosen, facet)
    if found is None:
        return redirect("search")
    return render(request, "pages/search_values.html", {"found": found, "most": ALL_VALUES})


def _read(request: HttpRequest) -> tuple[str, dict[str, list[str]]]:
    return request.GET.get("q", ""), {facet: request.GET.getlist(facet) for facet in FACETS}


def _pause(request: HttpRequest, words: str, chosen: Mapping[str, list[str]]) -> HttpResponse | None:
    """The page that asks to wait, where one place asks too much.

    What asks nothing is a page like others, and is answered from the cache of pages.
    """
    asks = bool(words.strip()) or any(map(any, chosen.values()))
    if asks and (wait := seconds_to_wait(SEARCHES_FROM_ONE_PLACE, client_ip(request))):
        return _come_back(render(request, "pages/search_paused.html", {"minutes": -(-wait // 60)}, status=429), wait)
    return None


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """The first things that answer while one types, as the options of a list; nothing as long as nothing does."""
    if wait := seconds_to_wait(PROPOSALS_TO_ONE_PLACE, client_ip(request)):
        return _come_back(HttpResponse(status=429), wait)
    context: dict[str, Any] = {"answers": propose(request.GET.get("q", ""), PROPOSED)}
    return render(request, "pages/search_proposals.html", context)


def _come_back(response: HttpResponse, seconds: int) -> HttpResponse:
    """After so many seconds; nobody keeps it for someone else."""
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """OpenSearch 1.1: how a browser asks this site from its own bar."""
    context = {
        "name": Council.load().name or "Parvis",
        "address": settings.BASE_URL.rstrip("/") + reverse("search"),
        "icon": settings.BASE_URL.rstrip("/"),
    }
    return render(
        request, "pages/search.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )
