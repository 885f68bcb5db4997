"""The news for feed readers."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.pages.atom import Atom
from cms.pages.models import NewsIndexPage, NewsPage
from crm.partners.models import Council

NEWS_IN_FEED = 20


class NewsAtom(Feed):
    """What changed lately, latest first."""

    feed_type = Atom

    def get_object(self, request: HttpRequest) -> Council:
        return Council.load()

    def title(self, obj: Council) -> str:
        return _("News of {council}").format(council=obj.name) if obj.name else _("News")

    def link(self) -> str:
        index = NewsIndexPage.objects.live().first()
        return str(index.url) if index else "/"

    def feed_url(self) -> str:
        return reverse("news_feed")

    def author_name(self, obj: Council) -> str:
        """An Atom feed without an author is not one (RFC 4287, 4.1.1)."""
        return obj.name or _("News")

    def items(self) -> list[NewsPage]:
        return list(NewsPage.objects.live().public().latest_first()[:NEWS_IN_FEED])

    def item_title(self, item: NewsPage) -> str:
        return str(item.title)

    def item_description(self, item: NewsPage) -> str:
        return item.summary

    def item_link(self, item: NewsPage) -> str:
        return str(item.url)

    def item_pubdate(self, item: NewsPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.dated_on, time(12)))

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)
