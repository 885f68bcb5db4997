"""What a person signed, opened by their private link: read it, take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from cms.archive.domain.agreements import read_token, withdraw_agreement
from cms.archive.models import Agreement
from crm.accounts.domain.signed_links import BadLink
from crm.accounts.token_pages import TokenPage


class OwnAgreementView(TokenPage):
    """GET shows it; the button leads to a question, and only a POST there takes it back."""

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = kwargs.pop("token")
        try:
            found = Agreement.objects.select_related("text").prefetch_related("items")
            agreement = found.get(pk=read_token(token))
        except (BadLink, Agreement.DoesNotExist):
            return render(request, "events/registration/bad_link.html", status=404)
        return super().answer(request, agreement=agreement, token=token)

    def get(self, request: HttpRequest, agreement: Agreement, token: str) -> HttpResponse:
        today, items = timezone.localdate(), list(agreement.items.all())
        opened = [item for item in items if item.is_open(today)]
        shown = {"agreement": agreement, "items": items, "opened": opened, "token": token}
        asks = "retirer" in request.GET and agreement.withdrawn_at is None
        return render(request, "archive/agreement/own.html", {**shown, "asks": asks})

    def post(self, request: HttpRequest, agreement: Agreement, token: str) -> HttpResponse:
        withdraw_agreement(agreement, timezone.now())
        return redirect("archive_agreement", token)
