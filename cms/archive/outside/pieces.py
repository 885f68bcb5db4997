"""What is read of an export of another program, before anything is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from cms.pages.domain.signs import writable


@dataclass(frozen=True)
class Comment:
    """What somebody wrote below: a lead for the team, never shown."""

    author: str
    words: str
    written: str


@dataclass(frozen=True)
class Picture:
    """A picture of a post: the name of its file where the export has it, else only the address where it was.

    So is any other file that a post links to or plays.
    """

    name: str
    member: str = ""
    address: str = ""
    caption: str = ""
    alt_text: str = ""


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists, in the few tags that the editor has."""

    html: str


@dataclass(frozen=True)
class Quote:
    text: str
    who: str = ""


@dataclass(frozen=True)
class Shown:
    """Pictures side by side, by their addresses."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Film:
    address: str
    title: str = ""


@dataclass(frozen=True)
class Grid:
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Part = Heading | Prose | Quote | Shown | Film | Grid


@dataclass(frozen=True)
class Piece:
    """One post. `key` is the same each time it is read; `old_path` is where it stood, for those who come by.

    `old_query` is the address by its number, which a blog answers too (`/?p=12`); perhaps its only one.

    `linked` are the files that its words lead to or that it plays: only those that the export has.
    With a `body` it is an entry of the notebook; without one, an item with its pictures. `refused` says why it does
    not come; `remarks`, what of it is lost.
    """

    key: str
    title: str
    text: str = ""
    published_at: datetime | None = None
    source: str = ""
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    linked: tuple[Picture, ...] = ()
    comments: tuple[Comment, ...] = ()
    old_path: str = ""
    old_query: str = ""
    slug: str = ""
    summary: str = ""
    body: tuple[Part, ...] | None = None
    remarks: tuple[str, ...] = ()
    refused: str = ""


def cleaned(said: Any) -> Any:
    """A piece, or what it is made of, without the signs that no database holds; where its files are stays as it is."""
    if isinstance(said, str):
        return writable(said)
    if isinstance(said, tuple):
        return tuple(map(cleaned, said))
    if isinstance(said, Picture):
        return replace(_fields_cleaned(said), member=said.member)
    return _fields_cleaned(said) if is_dataclass(said) and not isinstance(said, type) else said


def _fields_cleaned(said: Any) -> Any:
    return replace(said, **{one.name: cleaned(getattr(said, one.name)) for one in fields(said)})


BLOCKS = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "tr", "ul", "ol"}
SILENT = {"script", "style"}


class _Words(HTMLParser):
    """The words of a page; whatever else it holds is not kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        if tag in BLOCKS:
            self.parts.append("\n" if tag in ("br", "li") else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        if tag in BLOCKS - {"br", "li"}:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def words_of(html: str) -> str:
    """Plain words in paragraphs."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]+", " ", "".join(reader.parts))
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def first_words(text: str, most: int = 80) -> str:
    """A title for what has none: its first line, cut between two words."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
