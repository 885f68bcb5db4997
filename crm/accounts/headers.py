"""The headers that tell a browser what this site never does."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

# The address of a page that a signed link opens is its key: it must not leak to other sites, search engines or caches.
TOKEN_PAGE_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}


class SecurityHeadersMiddleware:
    """Adds what Django has no setting for, and gives the administration its own policy.

    It stands inside ``csp.middleware.CSPMiddleware``, which writes the policy on the way out. A view
    keeps the headers that it set, and the policy that it chose with the decorators of ``csp``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        if request.path.startswith(reverse("wagtailadmin_home")):
            _harden_administration(response)
        elif request.path.startswith(reverse("account_home")):
            _harden_account(response)
            if request.method == "POST" and request.path == reverse("account_logout"):
                _forget_on_this_device(response)
        return response


def _harden_administration(response: HttpResponse) -> None:
    """Wagtail's pages carry inline scripts, so their policy allows them; the public one never does.

    A preview comes here with the public policy already written, because Wagtail makes it by sending a request of
    its own through every middleware: kept, it would forbid the frame in which the editor shows it.
    """
    response.headers.pop(HEADER, None)
    if not hasattr(response, "_csp_config"):
        response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
    response.headers.setdefault("Referrer-Policy", "same-origin")


def _harden_account(response: HttpResponse) -> None:
    """A link to choose a password must stay in neither a cache nor another site's referrers.

    Not "no-referrer": browsers then send ``Origin: null`` with a form, which Django's CSRF check refuses.
    """
    response.headers.setdefault("Referrer-Policy", "same-origin")
    add_never_cache_headers(response)


def _forget_on_this_device(response: HttpResponse) -> None:
    """Who signs out leaves nothing behind: a list that was kept for an hour without network holds names."""
    response.headers["Clear-Site-Data"] = '"storage"'
