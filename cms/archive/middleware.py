"""Leads to the entries of a blog that came home those who come by its numbers."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.models import Redirect

# How WordPress names a post and a page; it takes the one for the other.
KEYS = ("p", "page_id")
LONGEST = 10


class FormerNumberMiddleware:
    """`/?p=12` was a post; here it would be the front page, which is found, so that no redirect is ever looked for.

    One question to the database where the address has such a key, and none elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/" and request.method in ("GET", "HEAD") and (number := _asked(request)):
            lead = _lead(number)
            if lead is not None and lead.link:
                kind = HttpResponsePermanentRedirect if lead.is_permanent else HttpResponseRedirect
                answer = kind(lead.link)
                answer["Cache-Control"] = "no-cache"  # the front page has the same path: asked again each time
                return answer
        return self.get_response(request)


def _asked(request: HttpRequest) -> int:
    """The number of a post; 0 where none is asked for."""
    said = next((request.GET[key] for key in KEYS if key in request.GET), "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST else 0


def _lead(number: int) -> Redirect | None:
    """The redirect of that post, once the entry it leads to is published."""
    published = Q(redirect_page__live=True) | Q(redirect_page=None)
    paths = [f"/?{key}={number}" for key in KEYS]
    return Redirect.objects.filter(published, old_path__in=paths).select_related("redirect_page").first()
