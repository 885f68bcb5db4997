"""What viewers of other sites ask for: manifests, collections, pictures in the sizes that are made already (IIIF)."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.archive.domain.closing import tombstone_of
from cms.archive.domain.describing import describe
from cms.archive.domain.iiif import IMAGE, PRESENTATION, collection_of, image_information, manifest_of, picture_copies
from cms.archive.domain.naming import named_credits
from cms.archive.domain.playing import is_recording
from cms.archive.domain.public_parts import public_collections
from cms.archive.domain.transcribing import current_transcripts
from cms.archive.models import Derivative, Item, Master
from cms.archive.views.files import OPEN, SECONDS, copy_response, open_to_all
from cms.archive.views.items import public_item
from crm.partners.models import Council

NAME = re.compile(r"(\d{1,12})(?:-(\d{1,4}))?")
SIZE = re.compile(r"(\d{1,5}),(\d{1,5})?")


@require_safe
def manifest(request: HttpRequest, number: int) -> HttpResponseBase:
    """One item; gone where it was taken down, not found while it has nothing to show."""
    item = public_item(number)
    if item is None:
        return _closed(number)
    fields = describe(item, list(named_credits([item])), item.places.all(), item.subjects.all())
    said = current_transcripts(master for master in item.masters.all() if is_recording(master))
    described = manifest_of(item, fields, Council.load().name, said)
    if described is None:
        raise Http404
    return _json(described, PRESENTATION)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One collection with its parts and its items that anyone may see; not found where nothing in it is public."""
    fonds = get_object_or_404(public_collections().select_related("parent"), slug=slug)
    items = Item.objects.public().filter(collection=fonds).order_by("number")
    parts = public_collections().filter(parent=fonds)
    return _json(collection_of(fonds, parts, items.prefetch_related("masters__derivatives")), PRESENTATION)


@require_safe
def to_information(request: HttpRequest, name: str) -> HttpResponse:
    """The address of an image service leads to its description (Image API 3.0, 2)."""
    response = HttpResponse(status=303, headers=OPEN)
    response["Location"] = reverse("archive_iiif_information", args=[name])
    return response


@require_safe
def information(request: HttpRequest, name: str) -> HttpResponseBase:
    """`info.json` of a picture."""
    found = _copies(name)
    if isinstance(found, HttpResponseBase):
        return found
    return _json(image_information(found), IMAGE)


@require_safe
def image(request: HttpRequest, name: str, size: str) -> HttpResponseBase:
    """A picture in one of its sizes: `max`, `w,` or `w,h`. No other is made on demand."""
    found = _copies(name)
    if isinstance(found, HttpResponseBase):
        return found
    chosen = _of_size(found, size)
    if chosen is None:
        raise Http404
    return open_to_all(copy_response(request, chosen, f"public, max-age={SECONDS}"))


def _copies(name: str) -> list[Derivative] | HttpResponseBase:
    """The copies of a picture that anyone may see now, or what to answer instead. Raises `Http404`."""
    match = NAME.fullmatch(name)
    if match is None:
        raise Http404
    master = get_object_or_404(Master.objects.select_related("item"), pk=int(match[1]))
    if not Item.objects.public().filter(pk=master.item_id).exists():
        return _closed(master.item.number)
    copies = picture_copies(master, int(match[2] or 0))
    if not copies:
        raise Http404
    return copies


def _of_size(copies: list[Derivative], size: str) -> Derivative | None:
    if size == "max":
        return copies[-1]
    match = SIZE.fullmatch(size)
    if match is None:
        return None
    width, height = int(match[1]), int(match[2]) if match[2] else None
    return next((copy for copy in copies if copy.width == width and height in (None, copy.height)), None)


def _closed(number: int) -> HttpResponse:
    if tombstone_of(number) is None:
        raise Http404
    return HttpResponse(status=410, headers={**OPEN, "Cache-Control": "no-cache"})


def _json(facts: dict[str, Any], context: str) -> JsonResponse:
    kind = f'application/ld+json;profile="{context}"'
    headers = {**OPEN, "Cache-Control": f"public, max-age={SECONDS}"}
    return JsonResponse(facts, content_type=kind, headers=headers, json_dumps_params={"ensure_ascii": False})
