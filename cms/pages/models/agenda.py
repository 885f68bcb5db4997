"""The public agenda."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pages.domain.agenda_filters import AgendaFilter, genre_links, period_links, read_filter
from crm.events.domain.agenda import by_week, past_events, upcoming_events

PAST_BY_PAGE = 20


class AgendaPage(Page):
    """What is coming, week by week; each event has its own page below it."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = read_filter(request.GET.get("periode", ""), request.GET.get("genre", ""))
        if asked is None:
            raise Http404
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        listing = self._past(asked, request.GET.get("page", "1")) if asked.is_past else self._coming(asked)
        feed = settings.BASE_URL.rstrip("/") + reverse("agenda_feed")
        addresses = {"feed_url": feed, "webcal_url": re.sub(r"^https?:", "webcal:", feed)}
        return {**context, "filter": asked, "periods": period_links(asked), **addresses, **listing}

    def _coming(self, asked: AgendaFilter) -> dict[str, Any]:
        now = timezone.now()
        everything = list(upcoming_events(now))
        events = [event for event in everything if not asked.genre or event.kind in asked.kinds]
        return {
            "weeks": by_week(events, timezone.localdate(now)),
            "genres": genre_links(asked, {event.kind for event in everything}),
        }

    def _past(self, asked: AgendaFilter, number: str) -> dict[str, Any]:
        now = timezone.now()
        pages = Paginator(past_events(now, asked.kinds), PAST_BY_PAGE)
        if not (number.isdecimal() and 1 <= int(number) <= pages.num_pages):
            raise Http404
        kinds = set(past_events(now).order_by().values_list("kind", flat=True).distinct())
        return {"events": pages.page(int(number)), "genres": genre_links(asked, kinds)}
