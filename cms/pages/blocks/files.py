"""Blocks that lead to what is kept elsewhere: documents, a video on another site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class DocumentsBlock(blocks.StructBlock):
    """Files to download, with their kind and weight."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Document")), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "blocks/documents.html"
        description = _("Files to download: minutes, plans, forms.")
        preview_template = "blocks/previews/documents.html"


class VideoBlock(blocks.StructBlock):
    """A video kept on another site, as a link that opens there.

    Nothing of that site is loaded here, before or after the click: an embedded player would need a hole in the
    content policy of every page, and would write down who reads it.
    """

    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    duration = blocks.CharBlock(label=_("Length"), max_length=30, required=False, help_text=_("Such as: 4 min."))
    still = ImageBlock(label=_("Still image"), required=False)
    summary = blocks.TextBlock(
        label=_("What is said and shown"), rows=3, required=False, help_text=_("For those who cannot see or hear it.")
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"
        description = _("A link to a video on another site; nothing is loaded from there.")
        preview_value = {
            "url": "https://video.example/ruelle",
            "title": "La ruelle avant et après",
            "duration": "4 min",
            "still": None,
            "summary": "On suit la plantation du 14 mai, du premier coup de pelle au dernier arrosoir.",
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["host"] = (urlsplit(value["url"]).hostname or "").removeprefix("www.")
        return context
