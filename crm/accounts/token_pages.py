"""What every page opened by a signed link has in common: no cookie, no index, no referrer, no change on GET."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.headers import TOKEN_PAGE_HEADERS


# Whoever holds the link may act, and a mail program posts to it without any cookie (RFC 8058): the token takes the
# place of the CSRF token.
@method_decorator(csrf_exempt, name="dispatch")
class TokenPage(View):
    """A page for the holder of a link; HEAD and OPTIONS come from Django and change nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.answer(request, *args, **kwargs)
        for name, value in TOKEN_PAGE_HEADERS.items():
            response.headers[name] = value
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Reads the token first, then answers by the method of the request."""
        return super().dispatch(request, *args, **kwargs)
