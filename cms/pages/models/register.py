"""The public register of decisions, as a section of the site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

SLUG = "decisions"


class RegisterPage(Page):
    """Puts the register in the menu, with its title and a few words; its address is always `/decisions/`.

    The register itself is there without it: `cms.pages.views.decisions` answers at that address.
    """

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    show_in_menus_default = True
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("register of decisions")
        verbose_name_plural = _("registers of decisions")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = SLUG
        super().full_clean(*args, **kwargs)
