"""A page that reaches the site twice at once, by autosave and by a button, is one page with the words of the button.

Wagtail's editor sends both without waiting, and Wagtail writes each in several steps: the second ended in an error 500,
or an autosave that came late left a published page with "changes that are not published". Here what is sent about one
page is written one after the other, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

ADD, EDIT = "wagtailadmin_pages:add", "wagtailadmin_pages:edit"
# Nobody writes two pages of the same address in that time; the editor may have sent one page twice.
TOGETHER = timedelta(seconds=10)


class PageSentTwiceMiddleware:
    """Lets one request at a time write a page, and leads the second to the page that the first has just made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.view_name not in {ADD, EDIT} or request.method != "POST":
            return None
        page_pk = [*args, *kwargs.values()][-1]
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_pk).first()
            twin = _just_made(request, page_pk) if match.view_name == ADD else None
            if twin is None:
                return view(request, *args, **kwargs)
            if twin.live and not request.accepts("text/html"):
                return _came_late()
            answer: HttpResponseBase = EditView.as_view()(request, twin.pk)
            return answer


def _just_made(request: HttpRequest, parent_pk: int) -> Page | None:
    """The page of this address that the same person made a moment ago."""
    parent = Page.objects.filter(pk=parent_pk).first()
    if parent is None:
        return None
    mine = parent.get_children().filter(slug=request.POST.get("slug", ""), owner=request.user)
    twin: Page | None = mine.first()
    old = {"created_at__lt": timezone.now() - TOGETHER}
    return None if twin is None or twin.revisions.filter(**old).exists() else twin


def _came_late() -> JsonResponse:
    """The editor's own answer to an autosave that must not be written; its button has already published the page."""
    words = _("This page is already published: nothing was changed.")
    return JsonResponse({"success": False, "error_code": "invalid_revision", "error_message": words}, status=400)
