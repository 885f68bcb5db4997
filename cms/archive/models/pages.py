"""The memory as a section of the site: stories, walks, and its notebook."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.archive.blocks import Stops, StoryBody, items_in
from cms.archive.domain.including import included
from cms.archive.domain.played import played_in
from cms.archive.domain.walking import walk_of

SLUG = "memoire"
POSTS_A_PAGE = 12


class MemoryPage(Page):
    """Puts the memory in the menu, with its title and a few words; its address is always `/memoire/`.

    The memory itself is there without it: `cms.archive.views.browse` answers at that address.
    """

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    show_in_menus_default = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["archive.StoryPage", "archive.WalkPage", "archive.MemoryBlogPage"]
    template = "archive/memory.html"

    class Meta:
        verbose_name = _("section of the memory")
        verbose_name_plural = _("sections of the memory")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = SLUG
        super().full_clean(*args, **kwargs)


class BelowMemory(Page):
    """A page whose address is among those of the memory, and may take none of theirs."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug and resolve(f"/{SLUG}/{self.slug}/").url_name != "wagtail_serve":
            raise ValidationError({"slug": _("The memory already has something at this address: choose another.")})


class Told(Page):
    """A page told by someone, with items of the memory in it."""

    told_by = models.CharField(_("told by"), max_length=150, blank=True)
    body = StreamField(StoryBody(), verbose_name=_("body"), blank=True)

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """All the items at once, for the blocks."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = included(items_in(self.body))
        context |= {"included": {item.pk: item for item in items}, "played": played_in(items)}
        return context


class StoryPage(BelowMemory, Told):
    """A story that the neighbourhood tells, with the items that it tells it from."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("told_by"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["archive.MemoryPage"]
    subpage_types: list[str] = []
    template = "archive/story_page.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")


class WalkPage(BelowMemory):
    """A walk: stops in their order, to print or to hear."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    practical = models.CharField(
        _("before leaving"), max_length=250, blank=True, help_text=_("How long, stairs or none, benches, toilets.")
    )
    stops = StreamField(Stops(), verbose_name=_("stops"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("practical"), FieldPanel("stops")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("stops")]
    parent_page_types = ["archive.MemoryPage"]
    subpage_types: list[str] = []
    template = "archive/walk_page.html"

    class Meta:
        verbose_name = _("walk")
        verbose_name_plural = _("walks")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["walk"] = walk_of([stop.value for stop in self.stops])
        return context


class MemoryBlogPage(BelowMemory):
    """The notebook of the memory: what was found, what is sought, latest first."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    parent_page_types = ["archive.MemoryPage"]
    subpage_types = ["archive.MemoryPostPage"]
    template = "archive/blog_page.html"

    class Meta:
        verbose_name = _("notebook of the memory")
        verbose_name_plural = _("notebooks of the memory")

    def posts(self) -> models.QuerySet[MemoryPostPage]:
        """The published ones, latest first."""
        return MemoryPostPage.objects.child_of(self).live().public().order_by("-dated_on", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A page number that does not exist gives the nearest one: an old link still shows something."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["posts"] = Paginator(self.posts(), POSTS_A_PAGE).get_page(request.GET.get("page"))
        return context


class MemoryPostPage(Told):
    """An entry of the notebook, with the day it is dated."""

    dated_on = models.DateField(_("date"), default=timezone.localdate)
    summary = models.CharField(_("in one sentence"), max_length=280)
    team_notes = models.TextField(
        _("notes for the team"), blank=True, help_text=_("Never shown on the site: leads, what is left to check.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("dated_on"),
        FieldPanel("summary"),
        FieldPanel("told_by"),
        FieldPanel("body"),
        FieldPanel("team_notes"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["archive.MemoryBlogPage"]
    subpage_types: list[str] = []
    template = "archive/post_page.html"

    class Meta:
        verbose_name = _("entry of the notebook")
        verbose_name_plural = _("entries of the notebook")
