"""Turns the blocks of a page into what the small site of a bag shows: words, pictures, links inside the site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.archive.domain.addresses import absolute
from cms.archive.domain.bag.site import copy_name, shown_of
from cms.archive.domain.bag.told import Leaving
from cms.archive.domain.played import Played, played_in
from cms.archive.models import Item
from cms.archive.site_pages import Document, Page, shown_size
from cms.archive.streams import ANCHOR
from cms.pages.rich_text import render_prose

LINKED = re.compile(r'\b(linktype|id)="([^"]*)"')


@dataclass(frozen=True)
class Figure:
    """A picture, or an item that has none, with what is said below it; ``path`` is that of the item's own page."""

    src: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0
    caption: str = ""
    credit: str = ""
    title: str = ""
    date: str = ""
    path: str = ""
    heard: str = ""  # what is played in its place, or below it
    is_film: bool = False


@dataclass(frozen=True)
class Part:
    """A block as the site shows it: each thing that it has, in this order."""

    title: str = ""
    html: SafeString | str = ""
    figures: list[Figure] = field(default_factory=list)
    sound: str = ""
    caption: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""


class Reading:
    """How links are followed inside the site, and which files of the library its pages were seen to use."""

    def __init__(self, leaving: Leaving, paths: Mapping[int, str]) -> None:
        self.leaving = leaving
        self.paths = paths
        self.used: dict[str, Any] = {}

    def prose(self, source: str) -> SafeString:
        """What was written, its links leading to pages of the folder, or to the site where it has none."""
        return render_prose(ANCHOR.sub(self._anchor, source))

    def page_address(self, page: Any) -> str:
        path = self.paths.get(page.pk)
        return f"../{path}" if path else absolute(page.url or "/")

    def document_address(self, document: Any) -> str:
        """Empty where it does not leave."""
        if not self.leaving.holds(document):
            return ""
        return f"../{self._use(self.leaving.file_name(document), document)}"

    def picture(self, picture: Any, caption: str = "") -> Figure | None:
        """A picture of the library, smaller than it is kept; nothing where its file is lost."""
        if picture is None or not self.leaving.holds(picture):
            return None
        small = shown_size(picture)
        if small is None:
            return None
        ending = small.file.name.rpartition(".")[2]
        src = self._use(f"{self.leaving.file_name(picture).rpartition('.')[0]}.{ending}", small)
        alt = picture.contextual_alt_text or ""
        return Figure(src, alt, small.width, small.height, caption, picture.credit)

    def _use(self, path: str, one: Any) -> str:
        self.used[path] = one
        return path

    def _anchor(self, match: re.Match[str]) -> str:
        attributes = dict(LINKED.findall(match[1]))
        model = {"page": Page, "document": Document}.get(attributes.get("linktype", ""))
        if model is None:
            return match[0]
        found = model.objects.filter(pk=attributes.get("id")).first()
        address = "" if found is None else self._address(found)
        return f'<a href="{escape(address)}">{match[2]}</a>' if address else match[2]

    def _address(self, found: Any) -> str:
        return self.page_address(found) if isinstance(found, Page) else self.document_address(found)


def figure_of(item: Item, caption: str = "", when: str = "", played: Played | None = None) -> Figure:
    """An item listed `with_faces`, by its first picture where it has one, and what is played of it."""
    seen = next((one for face in item.faces for one in shown_of(face) if not one.play), None)
    return Figure(
        src=seen.path if seen else "",
        alt=(seen.alt or item.title) if seen else "",
        width=seen.width if seen else 0,
        height=seen.height if seen else 0,
        caption=caption,
        title=item.title,
        date=when or item.date_words or "s.d.",
        path=f"items/{item.number}.html",
        heard=f"files/{copy_name(played.copy)}" if played else "",
        is_film=bool(played and played.is_film),
    )


def parts_of(body: Any, known: Mapping[int, Item], reading: Reading) -> list[Part]:
    """The blocks of a page, in their order; ``known`` are the items that anyone may see."""
    return [_part(block, known, reading) for block in body]


def _part(block: Any, known: Mapping[int, Item], reading: Reading) -> Part:
    kind, value = block.block_type, block.value
    if kind == "text":
        return Part(html=reading.prose(value.source))
    if kind == "notice":
        return Part(title=value["title"], html=reading.prose(value["text"].source))
    if kind in ("item", "items_shown", "then_and_now"):
        return _of_memory(kind, value, known, reading)
    if kind in ("image", "gallery"):
        shown = [value] if kind == "image" else value["pictures"]
        return Part(figures=_there(reading.picture(one["image"], one["caption"]) for one in shown))
    if kind == "video":
        return Part(caption=value["summary"], links=[(value["url"], value["title"])])
    if kind == "button":
        address = reading.page_address(value["page"]) if value["page"] else value["url"]
        return Part(links=[(address, value["label"])] if address else [])
    if kind == "documents":
        found = [(reading.document_address(one), one.title) for one in value["documents"] if one]
        return Part(title=value["title"], links=[link for link in found if link[0]])
    if kind in ("events", "who_sits"):
        return Part(title=value["title"], note=_("What stands here changes with the days: it is on the site only."))
    return Part(html=SafeString(block.render()))


def _of_memory(kind: str, value: Any, known: Mapping[int, Item], reading: Reading) -> Part:
    if kind == "item":
        seen = _seen([value["item"]], known)
        played = played_in(seen)
        return Part(figures=[figure_of(one, value["caption"], played=played.get(one.pk)) for one in seen])
    if kind == "items_shown":
        return Part(figures=[figure_of(one) for one in _seen(value["items_shown"], known)])
    then = [figure_of(one) for one in _seen([value["then"]], known)]
    now = [figure_of(one, when=value["now_when"]) for one in _seen([value["now_item"]], known)]
    today = _there([reading.picture(value["now_picture"], value["now_when"] or _("Today"))])
    return Part(figures=[*then, *now, *today] if then else [], caption=value["caption"] if then else "")


def _seen(chosen: Any, known: Mapping[int, Item]) -> list[Item]:
    return [known[one.pk] for one in chosen if one is not None and one.pk in known]


def _there(found: Any) -> list[Figure]:
    return [one for one in found if one is not None]
