"""The public page of an item."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.archive.domain.citing import citation, neighbours_of
from cms.archive.domain.closing import tombstone_of
from cms.archive.domain.describing import describe, statements
from cms.archive.domain.linked_data import item_linked_data
from cms.archive.domain.naming import entries_of, named_credits, names_of
from cms.archive.domain.playing import Asked, found_lines, shown_recordings
from cms.archive.domain.posters import posters_of
from cms.archive.domain.showing import Shown, shown_picture
from cms.archive.domain.timed_text import clean_text
from cms.archive.domain.viewing import ShownFile, shown_files
from cms.archive.enums import CreditRole
from cms.archive.models import Item, MemoryPage
from cms.pages.domain.linked_data import linked_data_script
from cms.pages.moving import lead_on
from crm.events.domain.calendars import Publisher
from crm.partners.models import Council

SHARED_WIDTH = 1200
LONGEST_QUESTION = 200


@require_safe
def item_page(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """One item; an address with former words leads to the one of today."""
    item = public_item(number)
    if item is None:
        return gone(request, number)
    if slug != item.slug:
        return lead_on(request, item)
    heard = recordings_context(item, asked_of(request.GET))
    return render(request, "archive/item.html", {**item_context(item), **heard})


@require_safe
def item_in_large_print(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """The same item for tired eyes, on the screen and on paper."""
    item = public_item(number)
    if item is None:
        return gone(request, number)
    if slug != item.slug:
        return lead_on(request, "archive_item_large", number, item.slug)
    return render(request, "archive/item_large.html", {**item_context(item), **recordings_context(item, Asked())})


@require_safe
def to_item(request: HttpRequest, number: int) -> HttpResponse:
    """The short address of an item, for a label or a reference."""
    item = Item.objects.public().filter(number=number).first()
    return lead_on(request, item) if item else gone(request, number)


def gone(request: HttpRequest, number: int) -> HttpResponse:
    """What was taken down answers 410 with its reason; what never stood there is not found."""
    takedown = tombstone_of(number)
    if takedown is None:
        raise Http404
    return render(request, "archive/gone.html", {"takedown": takedown}, status=410)


def public_item(number: int) -> Item | None:
    """What anyone may see at that number, with its files and all that is above it."""
    seen = Item.objects.public().select_related("collection__parent__parent")
    return seen.prefetch_related("masters__derivatives").filter(number=number).first()


def asked_of(query: QueryDict) -> Asked:
    """The second at which to begin, of which recording, and the words that are looked for."""
    second, number = (re.fullmatch(r"\d{1,6}", query.get(name, "")) for name in ("t", "piste"))
    return Asked(
        second=int(second[0]) if second else None,
        number=int(number[0]) if number else 1,
        words=clean_text(query.get("q", ""))[:LONGEST_QUESTION],
    )


def recordings_context(item: Item, asked: Asked) -> dict[str, Any]:
    """What is heard of it, and where the words that are looked for are said."""
    recordings = shown_recordings(item, asked)
    return {"recordings": recordings, "asked": asked, "found_lines": found_lines(recordings) if asked.words else []}


def _shared_picture(item: Item, files: list[ShownFile]) -> Shown | None:
    """What stands for an item that someone shares: its first picture, else that of its first film."""
    if files:
        return shown_picture(files[0].first.master, page=files[0].first.page, src_width=SHARED_WIDTH)
    poster = next(iter(posters_of(item.masters.all()).values()), None)
    return shown_picture(poster, src_width=SHARED_WIDTH) if poster else None


def item_context(item: Item) -> dict[str, Any]:
    """All that the pages of an item say, so that their templates ask for nothing."""
    council = Council.load()
    publisher = Publisher(council.name, council.email, settings.BASE_URL)
    named, places, subjects = list(named_credits([item])), list(item.places.all()), list(item.subjects.all())
    lasting = publisher.absolute(reverse("archive_number", args=[item.number]))
    files = shown_files(item)
    shared = _shared_picture(item, files)
    fields = describe(item, named, places, subjects, entries_of(named))
    stated = statements(item, fields)
    creators = names_of(named, CreditRole.CREATOR)
    image_url = publisher.absolute(shared.src) if shared else ""
    return {
        "item": item,
        "memory": MemoryPage.objects.live().first(),
        "files": files,
        "shared": shared,
        "may_take": item.rights is not None and item.rights.may_be_downloaded,
        "fields": fields,
        "stated": stated,
        "neighbours": neighbours_of(item),
        "lasting_address": lasting,
        "citation": citation(item, creators, council.name, lasting, timezone.localdate()),
        "linked_data": linked_data_script(
            item_linked_data(item, named, places, subjects, publisher, image_url, stated, files)
        ),
    }
