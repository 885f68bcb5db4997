"""The page that confirms a subscription, with a button: opening a link proves nothing."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.consent import confirm_subscription, current_topics, pending_topics
from newsletters.domain.links import preferences_url
from newsletters.domain.tokens import Purpose
from newsletters.domain.welcome import write_welcome
from newsletters.domain.wording import confirmation_wording
from newsletters.enums import ConsentMethod
from newsletters.tasks import call_welcome_letters
from newsletters.views.closed import closed_while_incomplete
from newsletters.views.token_pages import UNASKED, TokenView


class ConfirmView(TokenView):
    """GET shows what is to be confirmed; POST confirms it, and the second POST says that it is done."""

    purpose = Purpose.CONFIRM

    @closed_while_incomplete
    def get(self, request: HttpRequest) -> HttpResponse:
        topics = pending_topics(self.subscriber)
        if not topics:
            return self._done(request, already=True)
        wording = confirmation_wording(Council.load(), topics)
        return render(request, "newsletters/confirm.html", {"topics": topics, "wording": wording})

    def post(self, request: HttpRequest) -> HttpResponse:
        if UNASKED in request.POST:
            return self.dispute(request, ConsentMethod.CONFIRM_PAGE)
        return self._confirm(request)

    @closed_while_incomplete
    def _confirm(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        with transaction.atomic():  # whoever is confirmed is welcomed: a server that stops between the two does neither
            confirmed = confirm_subscription(self.subscriber, Council.load(), now=now, page=self.page)
            if confirmed and write_welcome(self.subscriber, now):
                call_welcome_letters()
        return self._done(request, already=not confirmed)

    def _done(self, request: HttpRequest, *, already: bool) -> HttpResponse:
        context = {
            "already": already,
            "topics": current_topics(self.subscriber, on=timezone.localdate()),
            "preferences_url": preferences_url(self.subscriber.pk),
        }
        return render(request, "newsletters/confirmed.html", context)
