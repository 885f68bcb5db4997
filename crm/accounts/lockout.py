"""What happens after too many wrong tries: a pause for this address from this place, and a page that says so."""

from __future__ import annotations

import math
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The login that was tried: allauth gives it as ``email``, Django and we as ``username``."""
    known = credentials or {}
    return (known.get("email") or known.get("username") or "").strip().lower()


def nobody(*args: object, **kwargs: object) -> str:
    """What axes writes in the logs about who tried: nothing, since a login and an address are personal."""
    return "a client"


def is_locked_out(request: HttpRequest, email: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": email})


def lockout_response(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with how long to wait; the same whether the login exists or not."""
    pause = get_cool_off(request)
    seconds = math.ceil(pause.total_seconds()) if pause else 0
    return _wait(request, seconds)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth's own limits answer; the longest window of those that anyone can exhaust is five minutes."""
    return _wait(request, 300)


def _wait(request: HttpRequest, seconds: int) -> HttpResponse:
    page = render(request, "account/lockout.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    page["Retry-After"] = str(seconds)
    return page
