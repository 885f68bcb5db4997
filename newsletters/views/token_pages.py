"""What every page of the post room has in common that a signed link opens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from crm.accounts.token_pages import TokenPage
from newsletters.domain.disputes import dispute_consent
from newsletters.domain.files import find_subscriber
from newsletters.domain.tokens import BadToken, Purpose, Token, read_token
from newsletters.enums import ConsentMethod
from newsletters.models import Subscriber

# The name of the button that says that nothing was asked for.
UNASKED = "unasked"


class TokenView(TokenPage):
    """A page for the holder of a link of one purpose."""

    purpose: ClassVar[Purpose]
    token: Token
    subscriber: Subscriber

    @property
    def page(self) -> str:
        """The address of the page for the ledger, without its token: a proof must open no door."""
        return self.request.path.replace(self.kwargs["token"], "…")

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.token = read_token(self.purpose, kwargs.pop("token"))
        except BadToken:
            return render(request, "newsletters/bad_link.html", status=404)
        found = find_subscriber(self.token.subscriber_id)
        if found is None:
            return self.forgotten(request)
        self.subscriber = found
        return super().answer(request, *args, **kwargs)

    def dispute(self, request: HttpRequest, method: ConsentMethod) -> HttpResponse:
        """« Je n’ai rien demandé », from whichever page: everything ends, the council is told; words may follow."""
        said = request.POST.get("said", "")
        dispute_consent(self.subscriber, method, timezone.now(), page=self.page, said=said)
        return render(request, "newsletters/disputed.html", {"said": said.strip(), "unasked": UNASKED})

    def forgotten(self, request: HttpRequest) -> HttpResponse:
        """The link is true, but the file of this person no longer exists."""
        return render(request, "newsletters/forgotten.html", status=410)
