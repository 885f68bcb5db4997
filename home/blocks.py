"""The sections of the front page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.archive.domain.recognizing import photo_of_the_week, picture_of
from cms.pages.blocks import PageBody
from cms.pages.models import AgendaPage, NewsIndexPage, NewsPage
from crm.events.domain.agenda import upcoming_events
from crm.events.enums import ASSEMBLY_KINDS
from crm.events.models import Event
from crm.partners.models import Council


def next_assembly() -> Event | None:
    """The next assembly that will be held; one that is cancelled or without a new date is not it."""
    return upcoming_events(timezone.now(), kinds=ASSEMBLY_KINDS).happening().first()


class NextAssemblyBlock(blocks.StructBlock):
    """The strong thing of the page: when and where the neighbourhood meets next."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, default="Prochaine assemblée")

    class Meta:
        icon = "group"
        label = _("Next assembly")
        template = "home/blocks/next_assembly.html"
        description = _("The next assembly of the agenda, large; it refreshes by itself.")
        preview_value = {"title": "Prochaine assemblée"}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["event"] = next_assembly()
        return context


class AgendaBlock(blocks.StructBlock):
    """What is coming, but for the assembly that already stands large on the same page."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, default="Ce qui s’en vient")
    count = blocks.IntegerBlock(label=_("How many at most"), min_value=1, max_value=12, default=5)

    class Meta:
        icon = "calendar-alt"
        label = _("Agenda")
        template = "home/blocks/agenda.html"
        description = _("The next events of the agenda; it refreshes by itself.")
        preview_value = {"title": "Ce qui s’en vient", "count": 4}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        events = upcoming_events(timezone.now())
        if (parent_context or {}).get("shows_next_assembly") and (assembly := next_assembly()):
            events = events.exclude(pk=assembly.pk)
        context["events"] = events[: value["count"]]
        context["agenda_page"] = AgendaPage.objects.live().first()
        return context


class LatestNewsBlock(blocks.StructBlock):
    """The latest news: one with its image, the others as lines."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, default="Dans le quartier")
    count = blocks.IntegerBlock(label=_("How many at most"), min_value=1, max_value=9, default=4)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Latest news")
        template = "home/blocks/latest_news.html"
        description = _("The latest news; it refreshes by itself.")
        preview_value = {"title": "Dans le quartier", "count": 4}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["news"] = NewsPage.objects.live().public().latest_first().select_related("image")[: value["count"]]
        context["news_index"] = NewsIndexPage.objects.live().first()
        return context


class RecognitionBlock(blocks.StructBlock):
    """The photo of the week of the memory, to be recognized."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, default="Avez-vous reconnu?")

    class Meta:
        icon = "help"
        label = _("Did you recognize?")
        template = "home/blocks/recognition.html"
        description = _("The photo of the week of the memory; it changes by itself each Monday.")
        preview_value = {"title": "Avez-vous reconnu?"}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["photo"] = photo = photo_of_the_week(timezone.localdate())
        context["master"] = picture_of(photo.item) if photo else None
        return context


class SignUpBlock(blocks.StructBlock):
    """Subscribing to the newsletter, in one line; consent is asked for on the page that follows."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, default="L’infolettre du quartier")
    text = blocks.CharBlock(
        label=_("In one sentence"),
        max_length=200,
        required=False,
        default="Les assemblées, les travaux, les fêtes : vous choisissez de quoi on vous écrit.",
    )

    class Meta:
        icon = "mail"
        label = _("Newsletter sign-up")
        template = "home/blocks/sign_up.html"
        description = _("One line to subscribe to the newsletter.")
        preview_value = {"title": "L’infolettre du quartier", "text": "Vous choisissez de quoi on vous écrit."}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["is_open"] = not Council.load().missing_identity()
        return context


class HomeSections(PageBody):
    """What the front page is made of."""

    next_assembly = NextAssemblyBlock(group=_("Sections"))
    agenda = AgendaBlock(group=_("Sections"))
    latest_news = LatestNewsBlock(group=_("Sections"))
    recognition = RecognitionBlock(group=_("Sections"))
    sign_up = SignUpBlock(group=_("Sections"))

    class Meta:
        template = "home/blocks/sections.html"
