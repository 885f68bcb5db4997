"""Consent cannot be asked for while the council does not say who it is (LCAP): the page explains and waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crm.partners.models import Council


def closed_while_incomplete(handler: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 503 with the reason, instead of this handler of a class-based view, while something is missing."""

    @wraps(handler)
    def answer(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        council = Council.load()
        missing = council.missing_identity()
        if missing:
            return render(request, "newsletters/closed.html", {"council": council, "missing": missing}, status=503)
        return handler(view, request, *args, **kwargs)

    return answer
