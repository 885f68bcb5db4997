"""A new page that reaches the site twice at once, by autosave and by a button, is one page.

Wagtail checks the address when it reads the form, then again when it writes the page; between the two the other request
may have written it, and the second ends in an error 500. It goes on here with the page that the first one made.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page


class PageSentTwiceMiddleware:
    """Hands the second request to the editing of the page that the same person has just made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.view_name != "wagtailadmin_pages:add" or request.method != "POST":
            return None
        if not isinstance(exception, ValidationError) or "slug" not in getattr(exception, "error_dict", {}):
            return None
        parent = match.kwargs.get("parent_page_id") or match.args[-1]
        siblings = Page.objects.get(pk=parent).get_children()
        twin = siblings.filter(slug=request.POST.get("slug", ""), owner=request.user).first()
        if twin is None:
            return None
        answer: HttpResponseBase = EditView.as_view()(request, twin.pk)
        return answer
