"""Leaves with one click, from the mail program (RFC 8058) or from a page with two buttons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from newsletters.domain.consent import has_left, has_left_everything, leave_topics
from newsletters.domain.tokens import Purpose
from newsletters.enums import ConsentMethod
from newsletters.models import Topic
from newsletters.views.token_pages import UNASKED, TokenView

EVERYTHING = "everything"


class UnsubscribeView(TokenView):
    """GET shows the choice; any POST leaves at once, and says the same thing the second time."""

    purpose = Purpose.UNSUBSCRIBE

    def get(self, request: HttpRequest) -> HttpResponse:
        topics, is_over = self._topics(), has_left_everything(self.subscriber)
        gone = is_over or has_left(self.subscriber, topics)
        shown = {"topics": topics, "everything": EVERYTHING, "gone": gone, "is_over": is_over}
        return render(request, "newsletters/unsubscribe.html", shown)

    def post(self, request: HttpRequest) -> HttpResponse:
        if UNASKED in request.POST:
            return self.dispute(request, ConsentMethod.UNSUBSCRIBE_PAGE)
        everything = not self.token.topic_ids or request.POST.get("leave") == EVERYTHING
        topics = None if everything else self._topics()
        method = ConsentMethod.UNSUBSCRIBE_PAGE if "leave" in request.POST else ConsentMethod.ONE_CLICK
        leave_topics(self.subscriber, topics, method, timezone.now(), page=self.page)
        return render(request, "newsletters/unsubscribed.html", {"topics": topics})

    def forgotten(self, request: HttpRequest) -> HttpResponse:
        """Nobody is left to write to: for the person, and for their mail program, that is a success."""
        return render(request, "newsletters/unsubscribed.html", {"topics": None})

    def _topics(self) -> list[Topic]:
        return list(Topic.objects.filter(pk__in=self.token.topic_ids))
