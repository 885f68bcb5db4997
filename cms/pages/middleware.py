"""Keeps public pages for a short while, says of withdrawn ones that they are gone; lets no NUL reach a query."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, has_vary_header

from cms.pages.models import Tombstone
from cms.pages.page_cache import page_key

# Pages for people who sign in, and files with rights of their own.
NEVER = ("/admin/", "/compte/", "/documents/", "/sante/")


@dataclass(frozen=True)
class KeptPage:
    """A page as it was answered, without what belongs to one reader."""

    content: bytes
    headers: dict[str, str]

    def as_response(self) -> HttpResponse:
        return HttpResponse(self.content, headers=self.headers)


class NulMiddleware:
    """A NUL in an address is nobody's, and in what it asks is nothing: PostgreSQL fails where one is looked for.

    Stands before whatever reads the query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:  # what is left of one may make another
            query = request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)


class PageCacheMiddleware:
    """Anonymous GET of a public page: answered from the shared cache, with an ETag.

    Stands before the session's middleware, so what it keeps was made without a session. Never kept: an answer
    with a cookie, one that varies by cookie, one that says itself how long it lasts (token pages, forms, feeds),
    one with a nonce (a nonce that repeats protects nothing), one to an unknown query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        if request.method not in ("GET", "HEAD") or request.path.startswith(NEVER):
            return self.get_response(request)
        return self._public(request)

    def _public(self, request: HttpRequest) -> HttpResponseBase:
        seconds = settings.PAGE_CACHE_SECONDS
        key = page_key(_address(request)) if seconds and _is_known_query(request) else ""
        kept = caches["pages"].get(key) if key else None
        if kept is not None:
            return _conditional(request, kept.as_response())
        response = self.get_response(request)
        if not _is_public(response, request):
            return response
        _say_what_may_be_kept(request, response)
        if key and request.method == "GET":
            caches["pages"].set(key, KeptPage(response.content, dict(response.items())), seconds)
        return _conditional(request, response)


def _is_known_query(request: HttpRequest) -> bool:
    """Only addresses that our own pages link to are kept: a made-up query must not fill the memory."""
    return not request.GET or (list(request.GET) == ["page"] and request.GET["page"].isdecimal())


def _address(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}{request.path}?{request.GET.get('page', '')}"


def _is_public(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not has_vary_header(response, "Cookie")
        and getattr(request, "_csp_nonce", None) is None
        and "HX-Request" not in request.headers
    )


def _say_what_may_be_kept(request: HttpRequest, response: HttpResponse) -> None:
    """A browser asks again each time and mostly hears 304; a proxy keeps the page for a few seconds."""
    shared = f", s-maxage={settings.PAGE_CACHE_SHARED_SECONDS}" if _is_known_query(request) else ""
    response["Cache-Control"] = f"public, max-age=0{shared}"
    if not response.has_header("ETag"):
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


class TombstoneMiddleware:
    """A withdrawn address answers 410 and says why; only where nothing stands there, not even a redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        stone = Tombstone.objects.filter(path=request.path).first()
        return render(request, "410.html", {"stone": stone}, status=410) if stone else response
