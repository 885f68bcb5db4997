"""Blocks that show the memory inside a story: an item, several, then and now; and the stop of a walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.archive.domain.including import included
from cms.archive.domain.played import Played, played_in
from cms.archive.models.items import Item
from cms.pages.blocks import PageBody
from cms.pages.blocks.words import TextBlock

ITEM = "archive.Item"


def shown(chosen: Iterable[Item | None], parent_context: Any) -> list[Item]:
    """Those that anyone may see; a page that knows them already (`included`) lent them, so that no block asks again."""
    known = (parent_context or {}).get("included")
    if known is None:
        return included(chosen)
    return [known[item.pk] for item in chosen if item is not None and item.pk in known]


def played(item: Item | None, parent_context: Any) -> Played | None:
    """What is heard of it, lent in the same way (`played`)."""
    if item is None:
        return None
    known = (parent_context or {}).get("played")
    found: dict[int, Played] = played_in([item]) if known is None else known
    return found.get(item.pk)


class ItemBlock(blocks.StructBlock):
    """One item of the memory with its own words; it leaves the story on the day it leaves the site."""

    item = SnippetChooserBlock(ITEM, label=pgettext_lazy("archives", "Item"))
    caption = blocks.CharBlock(
        label=_("Caption"), max_length=300, required=False, help_text=_("Empty: the title of the item and its date.")
    )

    class Meta:
        icon = "image"
        label = pgettext_lazy("archives", "Item of the memory")
        template = "archive/blocks/item.html"
        description = _("A photograph, a letter, a sound or a film of the memory, with its address.")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        item = next(iter(shown([value["item"]], parent_context)), None)
        context |= {"item": item, "played": played(item, parent_context)}
        return context


class ItemsBlock(blocks.StructBlock):
    """Several items as a contact sheet."""

    items_shown = blocks.ListBlock(
        SnippetChooserBlock(ITEM, label=pgettext_lazy("archives", "Item")),
        label=pgettext_lazy("archives", "Items"),
        min_num=2,
        max_num=24,
    )

    class Meta:
        icon = "copy"
        label = pgettext_lazy("archives", "Contact sheet")
        template = "archive/blocks/items.html"
        description = _("Several items side by side, none cropped.")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["items"] = shown(value["items_shown"], parent_context)
        return context


class ThenAndNowBlock(blocks.StructBlock):
    """The same place twice: an item of the memory, beside another or beside a picture of today."""

    then = SnippetChooserBlock(ITEM, label=_("Then"))
    now_item = SnippetChooserBlock(ITEM, label=_("Now, from the memory"), required=False)
    now_picture = ImageBlock(label=_("Or a picture of today"), required=False)
    now_when = blocks.CharBlock(label=_("When the second was taken"), max_length=60, required=False)
    caption = blocks.CharBlock(
        label=_("What changed"), max_length=300, required=False, help_text=_("What one would not see at first.")
    )

    class Meta:
        icon = "duplicate"
        label = _("Then and now")
        template = "archive/blocks/then_and_now.html"
        description = _("The same place twice, side by side.")

    def clean(self, value: Any) -> Any:
        """Refuses a comparison with nothing, or with two things."""
        cleaned = super().clean(value)
        if bool(cleaned["now_item"]) == bool(cleaned["now_picture"]):
            message = _("Choose one thing of today to compare with: an item or a picture.")
            raise StructBlockValidationError(block_errors={"now_item": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        found = {item.pk: item for item in shown([value["then"], value["now_item"]], parent_context)}
        context["then"] = found.get(value["then"].pk) if value["then"] else None
        context["now"] = found.get(value["now_item"].pk) if value["now_item"] else None
        return context


class StoryBody(PageBody):
    """What a story is made of: the blocks of any page, and the memory."""

    item = ItemBlock()
    items_shown = ItemsBlock()
    then_and_now = ThenAndNowBlock()


class StopBlock(blocks.StructBlock):
    """Where one stops along a walk."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    place = SnippetChooserBlock("archive.Place", label=pgettext_lazy("archives", "Place"), required=False)
    text = TextBlock(label=_("What is told there"))
    item = SnippetChooserBlock(
        ITEM, label=pgettext_lazy("archives", "Item"), required=False, help_text=_("What one looks at there.")
    )
    sound = SnippetChooserBlock(
        ITEM, label=_("To hear there"), required=False, help_text=_("A sound of the memory: a voice, a bell, a street.")
    )
    way = blocks.CharBlock(
        label=_("How to reach the next one"), max_length=250, required=False, help_text=_("Left at the church, uphill.")
    )

    class Meta:
        icon = "site"
        label = _("Stop")


class Stops(blocks.StreamBlock):
    stop = StopBlock()


def items_in(body: Any) -> Iterator[Item | None]:
    """Every item that the blocks of a story choose."""
    for block in body:
        if block.block_type == "item":
            yield block.value["item"]
        elif block.block_type == "items_shown":
            yield from block.value["items_shown"]
        elif block.block_type == "then_and_now":
            yield from (block.value["then"], block.value["now_item"])
