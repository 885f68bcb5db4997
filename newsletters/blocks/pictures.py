"""The blocks that show a picture. Each says what it shows, or that it only decorates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from newsletters.blocks.shown import LONGEST_TEXT, PICTURES, TEXT_FEATURES, ShownAsWritten, refusal
from newsletters.domain.content import Column, ColumnsPart, Paragraph, Run

UNDESCRIBED = _("Say what the image shows, or tick “Decorative”.")


class ImageBlock(blocks.StructBlock):
    """A picture as wide as the letter, described for those who do not see it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What the image shows"),
        required=False,
        max_length=250,
        help_text=_("Read aloud, and shown when images are off."),
    )
    decorative = blocks.BooleanBlock(label=_("Decorative: it adds nothing to the text"), required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        group = PICTURES
        label = _("Image")
        description = _("A picture as wide as the letter.")
        preview_template = "newsletters/previews/image_block.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["alt"] and not cleaned["decorative"]:
            raise refusal("alt", UNDESCRIBED)
        return cleaned


class ColumnBlock(blocks.StructBlock):
    """One of two columns."""

    image = ImageChooserBlock(label=_("Image"), required=False)
    alt = blocks.CharBlock(label=_("What the image shows"), required=False, max_length=250)
    decorative = blocks.BooleanBlock(label=_("Decorative: it adds nothing to the text"), required=False)
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=TEXT_FEATURES, max_length=LONGEST_TEXT)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["image"] and not cleaned["alt"] and not cleaned["decorative"]:
            raise refusal("alt", UNDESCRIBED)
        if not (cleaned["image"] or cleaned["title"] or str(cleaned["text"] or "").strip()):
            raise refusal("text", _("This column is empty: put an image, a title or some text in it."))
        return cleaned


class ColumnsBlock(ShownAsWritten, blocks.StructBlock):
    """Two short things side by side; one above the other on a telephone."""

    left = ColumnBlock(label=_("On the left"))
    right = ColumnBlock(label=_("On the right"))
    sample = ColumnsPart(
        Column("Le jeudi", (Paragraph((Run("On répare les vélos, au coin de la rue."),)),)),
        Column("Le samedi", (Paragraph((Run("On échange des semis et des recettes."),)),)),
    )

    class Meta:
        icon = "table"
        group = PICTURES
        label = _("Two columns")
        description = _("Two short things side by side; one above the other on a telephone.")
