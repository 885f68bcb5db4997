"""Reads an editor's rich text into paragraphs and runs, and leaves everything else behind."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

from cms.pages.domain.typography import typeset_text
from newsletters.domain.content import Paragraph, Run

SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
BULLET = "•"


def read_rich_text(html: str) -> tuple[Paragraph, ...]:
    """Paragraphs and list items of ``html``.

    Only bold, italic and links are kept; a link elsewhere than to this site, the web, a mailbox or a telephone
    becomes plain words. Empty paragraphs are dropped.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return tuple(reader.paragraphs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self._runs: list[Run] = []
        self._bold = self._italic = 0
        self._hrefs: list[str] = []
        self._lists: list[int | None] = []  # the last number of each open ordered list, None for a bulleted one
        self._mark = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag in {"b", "strong"}:
            self._bold += 1
        elif tag in {"i", "em"}:
            self._italic += 1
        elif tag == "a":
            self._hrefs.append(_safe_address(dict(attrs).get("href") or ""))
        elif tag == "br":
            self.handle_data("\n")
        elif tag in {"ul", "ol"}:
            self.end_paragraph()
            self._lists.append(0 if tag == "ol" else None)
        else:
            self.end_paragraph()
            if tag == "li":
                self._mark = self._next_mark()

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag in {"b", "strong"}:
            self._bold = max(0, self._bold - 1)
        elif tag in {"i", "em"}:
            self._italic = max(0, self._italic - 1)
        elif tag == "a":
            self._hrefs = self._hrefs[:-1]
        else:
            self.end_paragraph()
            if tag in {"ul", "ol"}:
                self._lists = self._lists[:-1]

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        href = self._hrefs[-1] if self._hrefs else ""
        self._runs.append(Run(data, href, self._bold > 0, self._italic > 0))

    def end_paragraph(self) -> None:
        if any(run.text.strip() for run in self._runs):
            self.paragraphs.append(Paragraph(_tidy(self._runs), self._mark))
            self._mark = ""
        self._runs = []

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return BULLET
        self._lists[-1] += 1
        return f"{self._lists[-1]}."


def _safe_address(href: str) -> str:
    """The address, or nothing where following it would do something else than open it."""
    address = href.strip()
    try:
        scheme = urlsplit(address).scheme
    except ValueError:  # such as a bracket that opens an IPv6 address and never closes
        return ""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if scheme in SAFE_SCHEMES or is_ours else ""


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Set each run, and drop the white space around the paragraph."""
    runs[0] = replace(runs[0], text=runs[0].text.lstrip())
    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(replace(run, text=typeset_text(run.text)) for run in runs if run.text)
