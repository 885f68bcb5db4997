"""The only address of the public copies: who may see one is asked each time."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cms.archive.domain.closing import tombstone_of
from cms.archive.domain.played import HEARD
from cms.archive.domain.ranges import read_range
from cms.archive.domain.served_types import MEDIA_TYPES
from cms.archive.models import Derivative, Item, archive_storage

# As long as a copy may outlive a taking down, in any cache.
SECONDS = 60
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
NAME = re.compile(r"(?P<purpose>[a-z]+)-(?P<page>\d{1,4})-(?P<width>\d{1,5})\.(?P<extension>[a-z0-9]{3,4})")
LARGEST_KEY = 2**63 - 1  # beyond, SQLite fails where PostgreSQL finds nothing
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@require_safe
def public_file(request: HttpRequest, master: int, name: str) -> HttpResponseBase:
    """One copy of an item that anyone may see at this moment; gone where it was taken down.

    Viewers of other sites play what is heard from here, as its manifest says; pictures have addresses for them (IIIF).
    """
    copy = find_copy(master, name)
    if not Item.objects.public().filter(pk=copy.master.item_id).exists():
        if tombstone_of(copy.master.item.number or 0) is not None:
            return HttpResponse(status=410, headers={"Cache-Control": "no-cache"})
        raise Http404
    response = copy_response(request, copy, f"public, max-age={SECONDS}")
    return open_to_all(response) if copy.purpose in HEARD else response


def open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Let anyone's viewer read it, from any site; it holds nothing that belongs to one reader."""
    for header, value in OPEN.items():
        response.headers[header] = value
    return response


def find_copy(master: int, name: str) -> Derivative:
    """The copy that this address names. Raises `Http404`."""
    match = NAME.fullmatch(name)
    if match is None or match["extension"] not in MEDIA_TYPES or master > LARGEST_KEY:
        raise Http404
    return get_object_or_404(
        Derivative.objects.select_related("master__item"),
        master=master,
        purpose=match["purpose"],
        page=int(match["page"]),
        width=int(match["width"]),
        media_type=MEDIA_TYPES[match["extension"]],
    )


def copy_response(request: HttpRequest, copy: Derivative, lasting: str) -> HttpResponseBase:
    """The bytes of a copy, or those that were asked for: a film is looked at from anywhere (RFC 9110, section 14)."""
    headers = {
        "Cache-Control": lasting,
        "Content-Type": copy.media_type,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-site",
        "Accept-Ranges": "bytes",
        "ETag": f'"{copy.pk}-{copy.size}-{copy.made_at:%Y%m%d%H%M%S}"',
    }
    if settings.ARCHIVE_SENT_BY_PROXY:
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"/.archive/{copy.file.name}"})
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged is not None:
        unchanged.headers["Cache-Control"] = lasting
        return unchanged
    first, last = _asked(request, copy.size, headers["ETag"])
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{copy.size}"})
    if (first, last) != (0, copy.size - 1):
        headers["Content-Range"] = f"bytes {first}-{last}/{copy.size}"
    headers["Content-Length"] = str(last - first + 1)
    if not archive_storage().exists(copy.file.name or ""):
        raise Http404
    status = 206 if "Content-Range" in headers else 200
    return StreamingHttpResponse(read_range(copy.file.name or "", first, last), status=status, headers=headers)


def _asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int]:
    """The first and the last byte that are wanted; the first after the last where there are no such bytes."""
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or match.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return 0, size - 1
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return 0, size - 1
    return int(first), min(int(last or size), size - 1)
