"""Follows a link of a letter whose clicks are counted, as a total: no cookie, no address, no trace of who."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.accounts.headers import TOKEN_PAGE_HEADERS
from newsletters.domain.counted_links import count_click, find_link
from newsletters.domain.tokens import BadToken


@require_safe
def counted_link(request: HttpRequest, token: str) -> HttpResponse:
    """Redirects to the frozen address, and nowhere else; what only looks ahead (HEAD, prefetch) is not counted."""
    response: HttpResponse
    try:
        link = find_link(token)
    except BadToken:
        response = render(request, "newsletters/bad_link.html", status=404)
    else:
        if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
            count_click(link)
        response = HttpResponseRedirect(link.url)
    for name, value in TOKEN_PAGE_HEADERS.items():
        response.headers[name] = value
    return response
