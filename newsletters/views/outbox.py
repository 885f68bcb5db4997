"""The local outbox in the browser: every letter that would have left, on a machine without a mail server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView, View

from newsletters.relay.kept import KeptLetter, list_keys, read_heading, read_kept

PAGE = 30
# A letter's own styles and pictures, and nothing that runs.
LETTER_POLICY = {
    "default-src": [NONE],
    "frame-ancestors": [SELF],
    "img-src": [SELF, "data:", settings.BASE_URL],
    "style-src": [UNSAFE_INLINE],
}


def _folder() -> Path:
    return Path(settings.OUTBOX_DIR or "")


def _letter(key: str) -> KeptLetter:
    letter = read_kept(_folder(), key)
    if letter is None:
        raise Http404
    return letter


@method_decorator(never_cache, name="dispatch")
class OutboxView(TemplateView):
    """The list, the latest letter first."""

    template_name = "newsletters/outbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = Paginator(list_keys(_folder()), PAGE).get_page(self.request.GET.get("page"))
        headings = [read_heading(_folder(), key) for key in letters]
        return super().get_context_data(letters=letters, headings=headings, **kwargs)


@method_decorator([never_cache, csp_update({"frame-src": [SELF]})], name="dispatch")
class KeptLetterView(TemplateView):
    """One letter: as it looks, its text, its headers, its source."""

    template_name = "newsletters/outbox_letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letter=_letter(kwargs["key"]), **kwargs)


@method_decorator([never_cache, xframe_options_sameorigin, csp(LETTER_POLICY)], name="dispatch")
class KeptHtmlView(View):
    """The HTML alone, for the frame that shows it; its links open beside."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        html = _letter(key).html
        return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
