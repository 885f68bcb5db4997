"""What enters the memory, for feed readers."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.models import Item, MemoryBlogPage, MemoryPostPage
from cms.pages.atom import Atom
from crm.events.domain.calendars import Publisher
from crm.partners.models import Council

IN_FEED = 30


class MemoryAtom(Feed):
    """The items that were published lately, the latest first."""

    feed_type = Atom

    def get_object(self, request: HttpRequest) -> Council:
        return Council.load()

    def title(self, obj: Council) -> str:
        return _("Memory of {council}").format(council=obj.name) if obj.name else _("Memory")

    def link(self) -> str:
        return reverse("archive")

    def feed_url(self) -> str:
        return reverse("archive_feed")

    def author_name(self, obj: Council) -> str:
        """An Atom feed without an author is not one (RFC 4287, 4.1.1)."""
        return obj.name or _("Memory")

    def items(self) -> list[Item]:
        seen = Item.objects.public().annotate(opened_at=Coalesce("first_published_at", "created_at"))
        return list(seen.order_by("-opened_at", "-number")[:IN_FEED])

    def item_title(self, item: Item) -> str:
        return f"{item.title} ({item.date_words})" if item.date_words else item.title

    def item_description(self, item: Item) -> str:
        return item.description

    def item_guid(self, item: Item) -> str:
        """Its number, which outlives its title."""
        return Publisher("", "", settings.BASE_URL).absolute(reverse("archive_number", args=[item.number]))

    def item_pubdate(self, item: Item) -> datetime:
        return item.first_published_at or item.created_at

    def item_updateddate(self, item: Item) -> datetime:
        return item.changed_at


class NotebookAtom(Feed):
    """The entries of the notebook, the latest first."""

    feed_type = Atom

    def get_object(self, request: HttpRequest) -> Council:
        return Council.load()

    def title(self, obj: Council) -> str:
        notebook = MemoryBlogPage.objects.live().public().first()
        words = notebook.title if notebook else _("Notebook of the memory")
        return f"{words} — {obj.name}" if obj.name else words

    def link(self) -> str:
        notebook = MemoryBlogPage.objects.live().public().first()
        return str(notebook.url) if notebook else reverse("archive")

    def feed_url(self) -> str:
        return reverse("archive_notebook_feed")

    def author_name(self, obj: Council) -> str:
        """An Atom feed without an author is not one (RFC 4287, 4.1.1)."""
        return obj.name or _("Memory")

    def items(self) -> list[MemoryPostPage]:
        return list(MemoryPostPage.objects.live().public().order_by("-dated_on", "-pk")[:IN_FEED])

    def item_title(self, item: MemoryPostPage) -> str:
        return str(item.title)

    def item_description(self, item: MemoryPostPage) -> str:
        return item.summary

    def item_link(self, item: MemoryPostPage) -> str:
        return str(item.url)

    def item_pubdate(self, item: MemoryPostPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.dated_on, time(12)))

    def item_updateddate(self, item: MemoryPostPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)
