"""Blocks of words: heading, text, quote, button, notice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class HeadingLevel(models.TextChoices):
    SECTION = "h2", _("Large")
    SUBSECTION = "h3", _("Smaller")


class Tone(models.TextChoices):
    PLAIN = "plain", _("For information")
    WARNING = "warning", _("Please note")
    SUCCESS = "success", _("Good news")


class HeadingBlock(blocks.StructBlock):
    """A title inside the page. The page's own title is the only one above it."""

    text = blocks.CharBlock(label=_("Heading"), max_length=150)
    level = blocks.ChoiceBlock(label=_("Size"), choices=HeadingLevel.choices, default=HeadingLevel.SECTION)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("A title inside the page.")
        preview_value = {"text": "Une ruelle verte de plus", "level": HeadingLevel.SECTION}


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists; headings have a block of their own, so that their order can be kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": ["bold", "italic", "link", "document-link", "ol", "ul"], **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Paragraphs, lists and links.")
        preview_value = (
            "<p>La rue du Four-à-Chaux se ferme aux voitures <b>du 24 juin au 1er septembre</b>. "
            "On y met des bancs, de l’ombre et une pataugeoire.</p>"
        )


class QuoteBlock(blocks.StructBlock):
    """Someone's own words."""

    text = blocks.TextBlock(label=_("Quote"), rows=3)
    who = blocks.CharBlock(label=_("Who said it"), max_length=120, required=False)
    role = blocks.CharBlock(label=_("Who that person is"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        description = _("Someone’s own words, set large.")
        preview_value = {
            "text": "On a planté onze arbres en un avant-midi, et personne n’avait hâte de rentrer.",
            "who": "Rosaire Quintal-Ouellet",
            "role": "résident de la rue des Tanneurs",
        }


class ButtonBlock(blocks.StructBlock):
    """One thing to do, leading to a page of ours or to an address elsewhere."""

    label = blocks.CharBlock(label=_("What the button says"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        template = "blocks/button.html"
        description = _("One thing to do: a button to a page or an address.")
        preview_value = {"label": "Proposer un arbre", "page": None, "url": "https://conseil.example/arbres"}

    def clean(self, value: Any) -> Any:
        """Refuses a button that leads nowhere, or to two places."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = (
                _("Choose a page or write an address: a button leads somewhere.")
                if not cleaned["page"]
                else _("Choose a page or write an address, not both.")
            )
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


class NoticeBlock(blocks.StructBlock):
    """Something that must not be missed."""

    tone = blocks.ChoiceBlock(label=_("Tone"), choices=Tone.choices, default=Tone.PLAIN)
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "blocks/notice.html"
        description = _("Something that must not be missed, set apart from the text.")
        preview_value = {
            "tone": Tone.WARNING,
            "title": "La bibliothèque est fermée jeudi",
            "text": "<p>L’assemblée se tient au sous-sol de l’école, porte de la cour.</p>",
        }
