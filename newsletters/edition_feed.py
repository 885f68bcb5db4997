"""The editions for feed readers: whoever would rather not give an address follows them so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.pages.atom import Atom
from crm.partners.models import Council
from newsletters.domain.errata import dated_words
from newsletters.models import NewsletterIndexPage, NewsletterPage

EDITIONS_IN_FEED = 20


class SteadyAtom(Atom):
    """An Atom feed that says nothing new while nothing is; Django's own is of this second when it is empty."""

    def latest_post_date(self) -> datetime:
        dates = [date for item in self.items if (date := item["updateddate"] or item["pubdate"])]
        begun: datetime = self.feed["begun_at"]
        return max([begun, *dates])


class EditionsAtom(Feed):
    """The editions of the site, the latest first. An entry keeps its id when its page is moved or renamed."""

    feed_type = SteadyAtom

    def get_object(self, request: Any, *args: Any, **kwargs: Any) -> NewsletterIndexPage | None:
        index: NewsletterIndexPage | None = NewsletterIndexPage.objects.live().public().first()
        return index

    def title(self, obj: NewsletterIndexPage | None) -> str:
        name = Council.load().name
        return _("Newsletters of {council}").format(council=name) if name else _("Newsletters")

    def subtitle(self, obj: NewsletterIndexPage | None) -> str:
        return obj.introduction if obj else ""

    def link(self, obj: NewsletterIndexPage | None) -> str:
        return str(obj.url) if obj else "/"

    def feed_url(self) -> str:
        return reverse("editions_feed")

    def author_name(self) -> str:
        return Council.load().name or _("Newsletters")

    def feed_extra_kwargs(self, obj: NewsletterIndexPage | None) -> dict[str, datetime]:
        begun = obj.first_published_at if obj else None
        return {"begun_at": begun or datetime(2000, 1, 1, tzinfo=timezone.get_current_timezone())}

    def items(self, obj: NewsletterIndexPage | None) -> list[NewsletterPage]:
        return list(obj.editions().prefetch_related("errata")[:EDITIONS_IN_FEED]) if obj else []

    def item_title(self, item: NewsletterPage) -> str:
        return str(item.title)

    def item_description(self, item: NewsletterPage) -> str:
        """A summary is HTML. What was corrected since is said first."""
        said = [*(dated_words(erratum) for erratum in item.errata.all()), item.preheader]
        return "<br>".join(escape(words) for words in said if words)

    def item_link(self, item: NewsletterPage) -> str:
        return str(item.url)

    def item_guid(self, item: NewsletterPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: NewsletterPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: NewsletterPage) -> datetime | None:
        corrected = [erratum.published_at for erratum in item.errata.all()]
        dates = [item.first_published_at, item.last_published_at, *corrected]
        return max((date for date in dates if date), default=None)
