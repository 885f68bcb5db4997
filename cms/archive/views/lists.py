"""The memory along the years, on a plan, at one address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.archive.domain.browsing import UNDATED, ItemFilter
from cms.archive.domain.chronology import axis_of, decades_of
from cms.archive.domain.decades import BY_DATE, NO_DATE
from cms.archive.domain.happenings import decades_of as decades_here
from cms.archive.domain.happenings import traces_of
from cms.archive.domain.item_places import places_of
from cms.archive.domain.public_parts import is_on_a_walk
from cms.archive.models import Item, MemoryPage, Place
from cms.archive.views.browse import page_or_404, read_filter_or_404
from crm.partners.domain.positions import geo_address, map_address

A_PAGE = 60


@require_safe
def chronology(request: HttpRequest) -> HttpResponse:
    """Every dated thing in the order of the first day known of it; what has no date is counted, never placed."""
    asked = read_filter_or_404(request)
    found = asked.narrow(Item.objects.public())
    dated = found.exclude(NO_DATE).order_by(*BY_DATE)
    shown = page_or_404(request, dated.with_faces(), A_PAGE)
    axis = axis_of(found.order_by())
    context = {
        "memory": MemoryPage.objects.live().first(),
        "asked": asked,
        "items": shown,
        "axis": axis,
        "decades": decades_of(shown, axis) if axis else [],
        "undated": found.filter(NO_DATE).count(),
        "undated_query": ItemFilter(periode=(UNDATED,)).query,
    }
    return render(request, "archive/chronology.html", context)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Where things are from: the list says it all, the plan beside it shows distances."""
    asked = read_filter_or_404(request)
    found = asked.narrow(Item.objects.public())
    context = {"memory": MemoryPage.objects.live().first(), "asked": asked, "where": places_of(found, asked)}
    return render(request, "archive/plan.html", context)


@require_safe
def place_page(request: HttpRequest, slug: str) -> HttpResponse:
    """« Que s’est-il passé ici ? » Not found where the public is told nothing of it, but for those of the team."""
    place = get_object_or_404(Place.objects.prefetch_related("former_names"), slug=slug)
    traces = traces_of(place)
    if not traces and not is_on_a_walk(place) and not request.user.has_perm("archive.view_place"):
        raise Http404
    shown = page_or_404(request, traces, A_PAGE)
    context = {
        "place": place,
        "memory": MemoryPage.objects.live().first(),
        "decades": decades_here(list(shown)),
        "traces": shown,
        "query": ItemFilter(lieu=(place,)).query if any(trace.kind == "item" for trace in traces) else "",
        "map_url": map_address(place.spot) if place.spot else "",
        "geo_url": geo_address(place.spot) if place.spot else "",
    }
    return render(request, "archive/place.html", context)
