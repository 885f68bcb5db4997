"""The blocks that pages are made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock, StreamBlockValidationError

from cms.pages.blocks.events import EventsBlock
from cms.pages.blocks.files import DocumentsBlock, VideoBlock
from cms.pages.blocks.network import WhoSitsBlock
from cms.pages.blocks.pictures import GalleryBlock, PictureBlock
from cms.pages.blocks.tables import CaptionedTableBlock
from cms.pages.blocks.words import ButtonBlock, HeadingBlock, HeadingLevel, NoticeBlock, QuoteBlock, TextBlock

__all__ = ["BLOCK_TYPES", "PageBody"]


class PageBody(StreamBlock):
    """What a page is made of."""

    heading = HeadingBlock()
    text = TextBlock()
    image = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    button = ButtonBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    notice = NoticeBlock()
    table = CaptionedTableBlock()
    events = EventsBlock()
    who_sits = WhoSitsBlock()

    class Meta:
        template = "blocks/body.html"

    def clean(self, value: Any) -> Any:
        """Refuses a smaller heading before any large one: headings that skip a level lose those who listen."""
        cleaned = super().clean(value)
        errors = {}
        section_seen = False
        for position, child in enumerate(cleaned):
            if child.block_type != "heading":
                continue
            if child.value["level"] == HeadingLevel.SECTION:
                section_seen = True
            elif not section_seen:
                errors[position] = ValidationError(
                    _("A smaller heading comes after a large one: make this one large, or put a large one above.")
                )
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned


BLOCK_TYPES = tuple(PageBody.base_blocks)
