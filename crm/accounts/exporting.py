"""What a list answers when a file of it is asked: 403 to whoever exports nothing, a sentence where it makes none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from crm.accounts.policy import GRANTS, Capability

EXPORTS = (Capability.EXPORT_PARTNERS, Capability.EXPORT_SUBSCRIBERS, Capability.EXPORT_REGISTRATIONS)
EXPORT_RIGHTS = tuple(right for capability in EXPORTS for right in GRANTS[capability].permissions)


class ExportMiddleware:
    """Stands before every list of Wagtail, those of rooms to come included.

    Wagtail would answer ``?export=csv`` of a list that was never made to be taken away with an empty line for each
    record. A list that makes a file asks for its own right besides.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        listing = getattr(view, "view_class", None)
        if "export" not in request.GET or not (listing and issubclass(listing, SpreadsheetExportMixin)):
            return None
        if not request.user.is_authenticated:
            return None
        if not any(request.user.has_perm(right) for right in EXPORT_RIGHTS):
            return HttpResponseForbidden(
                _("With your role, lists are read and not taken away. Ask the secretariat."), content_type="text/plain"
            )
        if listing.FORMATS and (getattr(view, "view_initkwargs", {}).get("list_export") or listing.list_export):
            return None
        messages.error(request, _("This list is read here: no file is made of it."))
        others = [(name, value) for name, value in request.GET.items() if name != "export"]
        return redirect(f"{request.path}?{urlencode(others)}" if others else request.path)
