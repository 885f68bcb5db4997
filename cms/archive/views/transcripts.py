"""What is said in a recording, as files: captions for a player, words to take home."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cms.archive.domain.closing import tombstone_of
from cms.archive.domain.timed_text import Line, write_moment
from cms.archive.domain.transcribing import current_transcript, lines_of
from cms.archive.domain.webvtt import write_webvtt
from cms.archive.models import Item, Master, Transcript
from cms.archive.views.files import SECONDS, open_to_all


@require_safe
def captions(request: HttpRequest, master: int) -> HttpResponseBase:
    """WebVTT, for whoever may play the recording at this moment, here or in a viewer of another site."""
    return open_to_all(_answer(request, public_transcript(master), "text/vtt", write_webvtt))


@require_safe
def transcript_file(request: HttpRequest, master: int) -> HttpResponseBase:
    """The words with their moments, where the rights let a reader take the item home."""
    found = public_transcript(master)
    if isinstance(found, Transcript) and not (found.master.item.rights and found.master.item.rights.may_be_downloaded):
        raise Http404
    return _answer(request, found, "text/plain", write_plain)


def public_transcript(pk: int) -> Transcript | HttpResponse:
    """Asked each time: gone where the item was taken down. Raises `Http404`."""
    master = get_object_or_404(Master.objects.select_related("item"), pk=pk)
    if not Item.objects.public().filter(pk=master.item_id).exists():
        if tombstone_of(master.item.number or 0) is not None:
            return HttpResponse(status=410, headers={"Cache-Control": "no-cache"})
        raise Http404
    transcript = current_transcript(master)
    if transcript is None or not transcript.cues.all():
        raise Http404
    transcript.master = master
    return transcript


def write_plain(lines: list[Line]) -> str:
    """A line each, for paper or for a reader who listens elsewhere."""
    return "".join(f"{write_moment(line.start_ms // 1000 * 1000)}\t{line.text}\n" for line in lines)


def _answer(
    request: HttpRequest, found: Transcript | HttpResponse, media_type: str, write: Callable[[list[Line]], str]
) -> HttpResponseBase:
    if isinstance(found, HttpResponse):
        return found
    answer = HttpResponse(
        write(lines_of(found)),
        content_type=f"{media_type}; charset=utf-8",
        headers={
            "Cache-Control": f"public, max-age={SECONDS}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-site",
            "ETag": f'"{found.pk}"',
        },
    )
    unchanged = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return unchanged if unchanged is not None else answer
