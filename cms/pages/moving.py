"""Leads from an address of before to the one of today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import iri_to_uri


def lead_on(request: HttpRequest, to: Any, *args: Any) -> HttpResponse:
    """A lasting redirect to what ``to`` names, as for `redirect`, with all that was asked (``?t=``, ``?q=``).

    It is asked again each time: a browser keeps one for ever otherwise, and turns in circles the day a name comes back.
    """
    answer = redirect(to, *args, permanent=True)
    if query := request.META.get("QUERY_STRING", ""):
        answer["Location"] += f"?{iri_to_uri(query)}"
    answer["Cache-Control"] = "no-cache"
    return answer
