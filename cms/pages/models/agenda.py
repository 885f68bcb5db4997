"""The public agenda."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pages.domain.agenda_filters import all_genres, read_filter
from cms.pages.domain.agenda_links import audience_links, facets_of, genre_links, period_links, place_links
from cms.pages.domain.agenda_listing import events_within, feed_addresses, listing, narrow


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
        genres, now = all_genres(), timezone.now()
        asked = read_filter(request.GET.dict(), genres)
        if asked is None:
            raise Http404
        everything = events_within(asked, now)
        shown = listing(asked, narrow(everything, asked), request.GET.get("page", "1"), now)
        if shown is None:
            raise Http404
        facets = facets_of(everything)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "filter": asked,
            "periods": period_links(asked, timezone.localdate(now)),
            "genres": genre_links(asked, genres, facets.kinds),
            "audiences": audience_links(asked, facets.audiences),
            "places": place_links(asked, facets.places),
            **feed_addresses(asked),
            **shown,
        }
