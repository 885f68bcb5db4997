"""The front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.blocks import HomeSections


class HomePage(Page):
    """The front page: sections that a volunteer arranges."""

    sections = StreamField(HomeSections(), verbose_name=_("sections"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("sections")]
    max_count = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Says whether the next assembly stands on the page, so that the agenda does not repeat it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["shows_next_assembly"] = any(section.block_type == "next_assembly" for section in self.sections)
        return context
