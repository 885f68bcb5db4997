"""What is new in the neighbourhood."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.pages.blocks import PageBody

NEWS_A_PAGE = 12


class NewsPageQuerySet(PageQuerySet):
    def latest_first(self) -> NewsPageQuerySet:
        return self.order_by("-dated_on", "-first_published_at", "-pk")


NewsPageManager = PageManager.from_queryset(NewsPageQuerySet)


class NewsIndexPage(Page):
    """The list of the news, latest first."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    show_in_menus_default = True
    subpage_types = ["pages.NewsPage"]
    template = "pages/news_index_page.html"

    class Meta:
        verbose_name = _("news section")
        verbose_name_plural = _("news sections")

    def news(self) -> models.QuerySet[NewsPage]:
        """The published news of this section, latest first."""
        return NewsPage.objects.child_of(self).live().public().latest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A page number that does not exist gives the nearest one: an old link still shows news."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["news"] = Paginator(self.news(), NEWS_A_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(Page):
    """One piece of news, with the day it is dated."""

    dated_on = models.DateField(_("date"), default=timezone.localdate)
    summary = models.CharField(_("in one sentence"), max_length=280)
    image = models.ForeignKey(
        "partners.Picture",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("what the image shows"), max_length=250, blank=True)
    image_is_decorative = models.BooleanField(
        _("the image only decorates"), default=False, help_text=_("Those who listen to the page will not hear of it.")
    )
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("dated_on")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_is_decorative")], heading=_("Image")
        ),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "pages/news_page.html"

    objects = NewsPageManager()

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def clean(self) -> None:
        """Refuses an image of which nobody says what it shows."""
        super().clean()
        if self.image and not self.image_is_decorative and not self.image_alt.strip():
            raise ValidationError({"image_alt": _("Say what the image shows, or tick that it only decorates.")})
