"""The memory as a visitor goes through it: all of it, a collection, narrowed by plain links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.archive.domain.browsing import ORDERS, ItemFilter, read_item_filter
from cms.archive.domain.facets import facets_of
from cms.archive.domain.public_parts import public_collections
from cms.archive.models import Fonds, Item, MemoryPage
from cms.archive.views.told import tellings

A_PAGE = 36
STORIES = 3


def read_filter_or_404(request: HttpRequest) -> ItemFilter:
    asked = read_item_filter(dict(request.GET.lists()))
    if asked is None:
        raise Http404
    return asked


def page_or_404(request: HttpRequest, items: Any, size: int = A_PAGE) -> Page[Any]:
    """The page of a long list that an address asks for."""
    pages = Paginator(items, size)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= pages.num_pages):
        raise Http404
    return pages.page(int(number))


@require_safe
def memory(request: HttpRequest) -> HttpResponse:
    """Everything that anyone may see, the latest described first, with the ways to narrow it."""
    asked = read_filter_or_404(request)
    found = asked.narrow(Item.objects.public())
    shown = page_or_404(request, found.order_by(*ORDERS[asked.ordre]).with_faces())
    context = {
        "page": MemoryPage.objects.live().first(),
        "asked": asked,
        "facets": facets_of(asked, found),
        "items": shown,
        "ways": looks_of(asked),
        "told": tellings()[:STORIES] if asked.is_bare and shown.number == 1 else [],
    }
    return render(request, "archive/memory.html", context)


def looks_of(asked: ItemFilter) -> dict[str, str]:
    """The same things shown or put in order otherwise."""
    return {
        "grid": replace(asked, vue="").query,
        "list": replace(asked, vue="liste").query,
        "latest": replace(asked, ordre="").query,
        "dates": replace(asked, ordre="dates").query,
        "chronology": reverse("archive_chronology") + replace(asked, vue="", ordre="").query,
        "plan": reverse("archive_plan") + replace(asked, vue="", ordre="").query,
    }


@require_safe
def collection_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A fonds, a series or a file: where it comes from, its parts, its items in the order of their numbers.

    Not found where nothing in it is public, but for those of the team who see the archive.
    """
    collection = get_object_or_404(Fonds.objects.select_related("parent__parent"), slug=slug)
    asked = ItemFilter(fonds=(collection,))
    items = asked.narrow(Item.objects.public())
    shown = page_or_404(request, items.order_by("number").with_faces())
    if not shown.paginator.count and not request.user.has_perm("archive.view_fonds"):
        raise Http404
    context = {
        "collection": collection,
        "above": collection.path()[:-1],
        "parts": public_collections().filter(parent=collection),
        "items": shown,
        "asked": asked,
    }
    return render(request, "archive/collection.html", context)
