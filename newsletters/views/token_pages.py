"""What every page opened by a signed link has in common: no cookie, no index, no referrer, no change on GET."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.headers import TOKEN_PAGE_HEADERS
from newsletters.domain.disputes import dispute_consent
from newsletters.domain.files import find_subscriber
from newsletters.domain.tokens import BadToken, Purpose, Token, read_token
from newsletters.enums import ConsentMethod
from newsletters.models import Subscriber

# The name of the button that says that nothing was asked for.
UNASKED = "unasked"


# Whoever holds the link may act, and a mail program posts to it without any cookie (RFC 8058): the
# token takes the place of the CSRF token.
@method_decorator(csrf_exempt, name="dispatch")
class TokenView(View):
    """A page for the holder of a link of one purpose; HEAD and OPTIONS come from Django and change nothing."""

    purpose: ClassVar[Purpose]
    token: Token
    subscriber: Subscriber

    @property
    def page(self) -> str:
        """The address of the page for the ledger, without its token: a proof must open no door."""
        return self.request.path.replace(self.kwargs["token"], "…")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self._answer(request, *args, **kwargs)
        for name, value in TOKEN_PAGE_HEADERS.items():
            response.headers[name] = value
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.token = read_token(self.purpose, kwargs.pop("token"))
        except BadToken:
            return render(request, "newsletters/bad_link.html", status=404)
        found = find_subscriber(self.token.subscriber_id)
        if found is None:
            return self.forgotten(request)
        self.subscriber = found
        return super().dispatch(request, *args, **kwargs)

    def dispute(self, request: HttpRequest, method: ConsentMethod) -> HttpResponse:
        """« Je n’ai rien demandé », from whichever page: everything ends, the council is told; words may follow."""
        said = request.POST.get("said", "")
        dispute_consent(self.subscriber, method, timezone.now(), page=self.page, said=said)
        return render(request, "newsletters/disputed.html", {"said": said.strip(), "unasked": UNASKED})

    def forgotten(self, request: HttpRequest) -> HttpResponse:
        """The link is true, but the file of this person no longer exists."""
        return render(request, "newsletters/forgotten.html", status=410)
