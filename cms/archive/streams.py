"""Goes through what a StreamField stores, to give another name to each thing that its blocks point at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text.rewriters import extract_attrs

ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
# Given the model of what is pointed at and the name that it has, says its other name; nothing where it has none.
Change = Callable[[type[Model], Any], Any]


def rewritten(block: Block, raw: Any, change: Change) -> Any:
    """The same value, as it is stored, with other names. What no block stores raises an error of some kind."""
    if isinstance(block, StreamBlock):
        return [_stream_child(block, child, change) for child in raw or []]
    if isinstance(block, ListBlock):
        return [_list_child(block, child, change) for child in raw or []]
    if isinstance(block, ImageBlock) and not isinstance(raw, Mapping):  # as it was stored before it had words
        return rewritten(block.child_blocks["image"], raw, change)
    if isinstance(block, StructBlock):
        known = block.child_blocks
        return {name: rewritten(known[name], one, change) if name in known else one for name, one in raw.items()}
    if isinstance(block, ChooserBlock):
        return None if raw is None else change(block.model_class, raw)
    if isinstance(block, RichTextBlock):
        return rewritten_prose(raw, change)
    return raw


def rewritten_prose(source: str, change: Change) -> str:
    """Links to pages and documents under their other names; of a link that leads nowhere, the words stay."""

    def anchor(match: re.Match[str]) -> str:
        attributes = extract_attrs(match[1])
        model = {"page": Page, "document": get_document_model()}.get(attributes.get("linktype", ""))
        if model is None:
            return match[0]
        name = change(model, attributes.get("id"))
        if name is None:
            return match[2]
        return f'<a id="{escape(str(name))}" linktype="{attributes["linktype"]}">{match[2]}</a>'

    return ANCHOR.sub(anchor, source)


def _stream_child(block: StreamBlock, child: Mapping[str, Any], change: Change) -> dict[str, Any]:
    kind = block.child_blocks.get(child["type"])
    return {**child, "value": rewritten(kind, child["value"], change)} if kind else dict(child)


def _list_child(block: ListBlock, child: Any, change: Change) -> Any:
    if isinstance(child, Mapping) and child.get("type") == "item" and "value" in child:
        return {**child, "value": rewritten(block.child_block, child["value"], change)}
    return rewritten(block.child_block, child, change)
