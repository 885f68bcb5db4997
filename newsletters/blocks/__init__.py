"""The blocks of a letter: each has a web template and an `.mjml` with its `.txt` twin in `templates/newsletters/`."""

from __future__ import annotations

from wagtail import blocks

from newsletters.blocks.pictures import ColumnsBlock, ImageBlock
from newsletters.blocks.records import (
    ArchiveBlock,
    AssemblyBlock,
    DecisionsBlock,
    EventBlock,
    EventsBlock,
    GrantBlock,
    NewsBlock,
    PartnerBlock,
    RecognitionBlock,
)
from newsletters.blocks.shown import LONGEST_TEXT, TEXT_FEATURES
from newsletters.blocks.words import (
    ButtonBlock,
    CallBlock,
    DividerBlock,
    HeadingBlock,
    PollBlock,
    QuoteBlock,
    TextBlock,
)

__all__ = ["LONGEST_TEXT", "DividerBlock", "HeadingBlock", "LetterBody", "TextBlock"]


class LetterBody(blocks.StreamBlock):
    """What a letter is made of."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=TEXT_FEATURES, max_length=LONGEST_TEXT)
    quote = QuoteBlock()
    button = ButtonBlock()
    call = CallBlock()
    poll = PollBlock()
    divider = DividerBlock()
    image = ImageBlock()
    columns = ColumnsBlock()
    assembly = AssemblyBlock()
    event = EventBlock()
    events = EventsBlock()
    news = NewsBlock()
    decisions = DecisionsBlock()
    partner = PartnerBlock()
    grant = GrantBlock()
    archive = ArchiveBlock()
    recognition = RecognitionBlock()

    class Meta:
        max_num = 60
