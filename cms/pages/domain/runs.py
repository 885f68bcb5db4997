"""Reads HTML as runs of text that can be corrected without touching the markup around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

# Elements that a sentence crosses; any other element ends the run of text.
INLINE = frozenset(
    "a abbr b bdi bdo cite del dfn em font i ins mark q s small span strong sub sup time u".split()  # noqa: SIM905
)
# Elements whose text is not prose.
OPAQUE = frozenset("code kbd math pre samp script style svg template textarea title tt var".split())  # noqa: SIM905
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)

# What stands in the run for a character that must not change.
PROTECTED = "\ufffc"

ADDRESSES = re.compile(
    r"""
    (?:(?:https?|ftp|webcal|mailto|tel|urn):|www\.)[^\s<>«»"]+   # a URL
    | (?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+                 # an e-mail address
    | (?<![\w/.-])(?:[\w-]+\.)+[\w-]+/[^\s<>«»"]*                 # a host with a path
    | (?<![^\s(«])/[\w.~%-]+(?:/[^\s<>«»"]*)?                      # a path
    """,
    re.VERBOSE | re.IGNORECASE,
)
CLOSING = ".,;:!?…)]}'’”"


@dataclass(slots=True)
class Cell:
    """One character of text: as read, as written in the source, and the markup that comes before it."""

    char: str
    source: str
    markup: list[str] = field(default_factory=list)
    protected: bool = False


def plain_cells(text: str) -> list[Cell]:
    """The cells of a text without markup, closed by an empty one; addresses in it are protected."""
    cells = [Cell(char, char) for char in text]
    cells.append(Cell("", ""))
    protect_addresses(cells)
    return cells


def protect_addresses(cells: list[Cell]) -> None:
    """Mark URLs, e-mail addresses and paths, without the punctuation that follows them."""
    for match in ADDRESSES.finditer("".join(cell.char for cell in cells)):
        address = match.group().rstrip(CLOSING)
        for cell in cells[match.start() : match.start() + len(address)]:
            cell.protected = True


def visible_text(cells: list[Cell]) -> str:
    """The run as the rules read it."""
    return "".join(PROTECTED if cell.protected else cell.char for cell in cells)


def written(cells: list[Cell]) -> str:
    """The source again, with what has been corrected."""
    return "".join("".join(cell.markup) + cell.source for cell in cells)


def replace_span(cells: list[Cell], start: int, end: int, text: str) -> None:
    """Write ``text`` over ``cells[start:end]``, keeping all the markup in its order."""
    new = [Cell(char, char) for char in text]
    old = cells[start:end]
    for fresh, cell in zip(new, old, strict=False):
        fresh.markup = cell.markup
    kept = [part for cell in old[len(new) :] for part in cell.markup]
    following = cells[end]
    following.markup = kept + following.markup
    for fresh in new[len(old) :]:
        # An inserted space goes out of the link that ends here, and stays out of the one that begins.
        fresh.markup, following.markup = _split_after_end_tags(following.markup)
    cells[start:end] = new


def _split_after_end_tags(markup: list[str]) -> tuple[list[str], list[str]]:
    count = next((i for i, tag in enumerate(markup) if not tag.startswith("</")), len(markup))
    return markup[:count], markup[count:]


class _Tokens(HTMLParser):
    """Where each token starts; its source is the slice up to the next one, so nothing is ever lost."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.found: list[tuple[int, str, str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def _note(self, kind: str, name: str = "", attributes: list[tuple[str, str | None]] | None = None) -> None:
        line, column = self.getpos()
        self.found.append((self._lines[line - 1] + column, kind, name, dict(attributes or [])))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("start", tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("void", tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._note("end", tag)

    def handle_data(self, data: str) -> None:
        self._note("text")

    def handle_charref(self, name: str) -> None:
        self._note("entity")

    def handle_entityref(self, name: str) -> None:
        self._note("entity")

    def handle_comment(self, data: str) -> None:
        self._note("comment")

    def handle_decl(self, decl: str) -> None:
        self._note("declaration")

    def handle_pi(self, data: str) -> None:
        self._note("declaration")

    def unknown_decl(self, data: str) -> None:
        self._note("declaration")


@dataclass(frozen=True)
class Token:
    kind: str
    source: str
    name: str
    attributes: dict[str, str | None]

    @property
    def is_opaque(self) -> bool:
        """Not prose, or prose in another language, whose typography is not ours."""
        language = self.attributes.get("lang") or "fr"
        return self.name in OPAQUE or self.attributes.get("translate") == "no" or not language.lower().startswith("fr")


def tokens(html: str) -> Iterator[Token]:
    """The tokens of ``html``; their sources put end to end are ``html``."""
    found = _Tokens(html).found
    if not found or found[0][0] > 0:
        found.insert(0, (0, "comment", "", {}))
    ends = [*(token[0] for token in found[1:]), len(html)]
    for (start, kind, name, attributes), end in zip(found, ends, strict=True):
        if start < end:
            yield Token("void" if name in VOID else kind, html[start:end], name, attributes)


def html_runs(html: str) -> Iterator[list[Cell]]:
    """The runs of prose in ``html``, each closed by an empty cell; written one after the other, they are ``html``."""
    cells: list[Cell] = []
    markup: list[str] = []
    opaque: list[str] = []
    for token in tokens(html):
        if opaque:
            _follow(opaque, token)
            cells.append(Cell(PROTECTED, token.source, markup, protected=True))
            markup = []
        elif token.kind in {"text", "entity"}:
            new = _text_cells(token)
            new[0].markup = markup
            cells, markup = cells + new, []
        elif token.kind == "start" and token.is_opaque:
            opaque.append(token.name)
            markup.append(token.source)
        elif token.name in INLINE or token.kind == "comment":
            markup.append(token.source)
        else:
            yield _closed(cells, [*markup, token.source])
            cells, markup = [], []
    yield _closed(cells, markup)


def _follow(opaque: list[str], token: Token) -> None:
    """Keep count of the elements of the same name inside the one that is not prose."""
    if token.name != opaque[-1]:
        return
    if token.kind == "start":
        opaque.append(token.name)
    elif token.kind == "end":
        opaque.pop()


def _text_cells(token: Token) -> list[Cell]:
    if token.kind == "text":
        return [Cell(char, char) for char in token.source]
    char = unescape(token.source)
    if len(char) == 1:
        return [Cell(char, token.source)]
    return [Cell(PROTECTED, token.source, protected=True)]


def _closed(cells: list[Cell], markup: list[str]) -> list[Cell]:
    cells.append(Cell("", "", markup))
    protect_addresses(cells)
    return cells
