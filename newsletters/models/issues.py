"""The newsletter as it is written: the web page, the letter and the archive at once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Workflow
from wagtail.query import PageQuerySet

from newsletters.blocks import LetterBody
from newsletters.domain.compose import compose_issue
from newsletters.domain.polls import with_results
from newsletters.domain.previewing import preview_letter
from newsletters.enums import Language
from newsletters.models.approvals import ApprovalRules, approval_workflow


class NewsletterIndexPage(Page):
    """The public archive of every newsletter."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    subpage_types = ["newsletters.NewsletterPage"]
    template = "newsletters/newsletter_index_page.html"

    class Meta:
        verbose_name = _("newsletters")
        verbose_name_plural = _("newsletter archives")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        issues = self.editions().annotate(year=ExtractYear("first_published_at"))
        return {**super().get_context(request, *args, **kwargs), "issues": issues}

    def editions(self) -> PageQuerySet:
        """What anyone may read, the latest first."""
        editions: PageQuerySet = NewsletterPage.objects.child_of(self).live().public()
        return editions.order_by("-first_published_at", "-pk")


class NewsletterPage(Page):
    """One newsletter, written once: its page is the web copy and the archive, its letter is the same words."""

    subject = models.CharField(_("subject of the letter"), max_length=150, blank=True, help_text=_("Empty: the title."))
    preheader = models.CharField(
        _("preheader"),
        max_length=150,
        blank=True,
        help_text=_("The line that mail programs show after the subject."),
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.FRENCH)
    counts_links = models.BooleanField(
        _("count the clicks"),
        default=False,
        help_text=_("A total for each link of the e-mail, nobody recognised; the letter and its page say so."),
    )
    body = StreamField(LetterBody(), verbose_name=_("body"), blank=True)
    frozen_content = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("What was sent, as `domain.content.as_json` keeps it; the web copy shows it from then on."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("subject"),
        FieldPanel("preheader"),
        FieldPanel("body"),
        FieldPanel("language"),
        FieldPanel("counts_links"),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("search_description")], _("On the site"), classname="collapsed")
    ]
    parent_page_types = ["newsletters.NewsletterIndexPage"]
    subpage_types: list[str] = []
    template = "newsletters/newsletter_page.html"
    exclude_fields_in_copy = ["frozen_content", "counts_links"]
    preview_modes = [
        ("letter", _("The letter")),
        ("night", _("The letter by night")),
        ("bare", _("The letter without its images")),
        ("text", _("The text version")),
        ("web", _("The page on the site")),
    ]

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")

    @property
    def letter_subject(self) -> str:
        return self.subject or self.title

    def get_workflow(self) -> Workflow | None:
        """That of our letters, where the council wants newsletters approved."""
        return approval_workflow() if ApprovalRules.load().newsletters else super().get_workflow()

    def with_content_json(self, content: dict[str, Any]) -> NewsletterPage:
        """A draft from before the sending never takes back what was sent."""
        draft: NewsletterPage = super().with_content_json(content)
        draft.frozen_content = self.frozen_content
        return draft

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        content = with_results(compose_issue(self, timezone.now()), self)
        errata = list(self.errata.all()) if self.pk else []
        placed = [(part, [one for one in errata if one.part == place]) for place, part in enumerate(content.parts)]
        shown = {"content": content, "errata": errata, "placed_parts": placed}
        return {**super().get_context(request, *args, **kwargs), **shown}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name == "web":
            return super().serve_preview(request, mode_name)
        letter = preview_letter(self, timezone.now(), is_dark=mode_name == "night", has_images=mode_name != "bare")
        return TemplateResponse(request, "newsletters/previews/letter.html", {"letter": letter, "mode": mode_name})
