"""Gives people what we hold about them, and erases it when they ask."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.exports import personal_data_as_csv, personal_data_as_json
from newsletters.domain.personal_data import erase_subscriber, personal_data
from newsletters.domain.tokens import Purpose
from newsletters.enums import ConsentMethod
from newsletters.views.token_pages import TokenView

logger = logging.getLogger("parvis.newsletters")

FORMATS = {
    "json": ("application/json", personal_data_as_json),
    "csv": ("text/csv; charset=utf-8", personal_data_as_csv),
}


class PersonalDataView(TokenView):
    """One person's own data, as a file."""

    purpose = Purpose.PREFERENCES

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in FORMATS:
            raise Http404
        content_type, write = FORMATS[extension]
        logger.info("subscriber took their own data", extra={"subscriber": self.subscriber.pk})
        response = HttpResponse(write(personal_data(self.subscriber)), content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="mes-donnees.{extension}"'
        return response


class EraseView(TokenView):
    """GET explains what goes and what stays; POST erases, and a second one finds nobody."""

    purpose = Purpose.PREFERENCES

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"email": self.subscriber.email, "council": Council.load(), "token": self.kwargs["token"]}
        return render(request, "newsletters/erase.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        erase_subscriber(self.subscriber, method=ConsentMethod.PREFERENCE_PAGE, now=timezone.now(), page=self.page)
        return render(request, "newsletters/erased.html")
