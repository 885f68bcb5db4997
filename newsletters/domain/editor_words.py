"""Reads the words that an editor wrote, as they are kept, and writes them again; those of a record are its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsletters.domain.rich_text import read_rich_text

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage

FIELDS = ("title", "subject", "preheader")
ITSELF = ""
# Where an editor's words stand in each kind of block: plain ones, then rich text.
PLAIN: dict[str, tuple[str, ...]] = {
    "heading": (ITSELF,),
    "quote": ("text", "who", "role"),
    "button": ("label",),
    "call": ("title", "label"),
    "poll": ("question",),
    "image": ("alt", "caption"),
    "columns": ("left.title", "left.alt", "right.title", "right.alt"),
    "events": ("title",),
    "news": ("title",),
    "decisions": ("title",),
    "recognition": ("title",),
    "archive": ("title",),
}
RICH: dict[str, tuple[str, ...]] = {
    "text": (ITSELF,),
    "call": ("text",),
    "columns": ("left.text", "right.text"),
    "partner": ("text",),
    "grant": ("text",),
    "archive": ("text",),
}


@dataclass(frozen=True)
class Said:
    """Some words of an editor: in a field of the newsletter, or in one of its blocks."""

    words: str
    is_html: bool = False
    field: str = ""
    block_id: str = ""

    @property
    def where(self) -> dict[str, str]:
        return {"field": self.field} if self.field else {"block_id": self.block_id}

    @property
    def lines(self) -> list[str]:
        """What is read of it, paragraph by paragraph."""
        if not self.is_html:
            return self.words.splitlines()
        return [paragraph.text for paragraph in read_rich_text(self.words)]


def words_of(page: NewsletterPage) -> Iterator[Said]:
    """Everything that was written, in the order in which it is read."""
    for field in FIELDS:
        yield Said(getattr(page, field), field=field)
    for block in page.body.get_prep_value():
        for path, is_html in _places(block["type"]):
            if words := _get(block, path):
                yield Said(words, is_html, block_id=block["id"])


def rewrite(page: NewsletterPage, where: dict[str, str], change: Callable[[Said], str]) -> bool:
    """Put ``change`` of each of the words there in their place; whether anything changed. Nothing is saved."""
    if field := where.get("field"):
        if field not in FIELDS:
            return False
        before = getattr(page, field)
        setattr(page, field, change(Said(before, field=field)))
        return bool(getattr(page, field) != before)
    blocks, has_changed = page.body.get_prep_value(), False
    for block in blocks:
        for path, is_html in _places(block["type"]) if block["id"] == where.get("block_id") else ():
            before = _get(block, path)
            after = change(Said(before, is_html, block_id=block["id"]))
            if before and after != before:
                _set(block, path, after)
                has_changed = True
    if has_changed:
        page.body = json.dumps(blocks)
    return has_changed


def _places(kind: str) -> list[tuple[str, bool]]:
    return [(path, False) for path in PLAIN.get(kind, ())] + [(path, True) for path in RICH.get(kind, ())]


def _get(block: dict[str, Any], path: str) -> str:
    value = block["value"]
    for name in path.split(".") if path else ():
        value = value.get(name) or ""
    return str(value or "")


def _set(block: dict[str, Any], path: str, words: str) -> None:
    names = ["value", *path.split(".")] if path else ["value"]
    holder, last = block, names[-1]
    for name in names[:-1]:
        holder = holder[name]
    holder[last] = words
