"""Filters that lay out the text part of a letter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from django import template
from django.conf import settings

from newsletters.domain.content import Paragraph, Run
from newsletters.domain.part_links import joined_runs
from newsletters.domain.rich_text import BULLET

register = template.Library()

LINE = 76


@register.filter
def absolute(address: str) -> str:
    """An address that opens from a mail program: those of the site get its name."""
    return urljoin(settings.BASE_URL + "/", address)


@register.filter
def folded(text: str, indent: str = "") -> str:
    """The text in lines of at most 76 characters, unless an address is longer; line breaks are kept."""
    lines = [_fold(line, indent, indent) for line in str(text).splitlines() or [""]]
    return "\n".join(lines)


@register.filter
def as_text(paragraph: Paragraph) -> str:
    """A paragraph with its addresses written out, folded; an item of a list hangs from its mark."""
    words = "".join(_run_as_text(run) for run in joined_runs(paragraph.runs))
    if not paragraph.mark:
        return folded(words)
    first = f"  {paragraph.mark} "
    return "\n".join(
        _fold(line, first if number == 0 else " " * len(first), " " * len(first))
        for number, line in enumerate(words.splitlines())
    )


@register.filter
def underlined(text: str) -> str:
    """A title over a line of its own length."""
    lines = folded(text.upper())
    return f"{lines}\n{'-' * max(map(len, lines.splitlines()), default=0)}"


def _fold(line: str, first: str, others: str) -> str:
    """Fold at ordinary spaces; textwrap leaves no-break spaces and long addresses whole."""
    return textwrap.fill(
        line,
        LINE,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _run_as_text(run: Run) -> str:
    address = absolute(run.href).removeprefix("mailto:").removeprefix("tel:") if run.href else ""
    return run.text if not address or address in run.text else f"{run.text} ({address})"


@dataclass(frozen=True)
class Group:
    """Paragraphs that stand in one element: `p`, or the items of one `ul` or `ol`."""

    element: str
    paragraphs: list[Paragraph]


@register.filter
def grouped(paragraphs: Iterable[Paragraph]) -> list[Group]:
    """The items of a list together; a list that begins again at 1 is another one."""
    groups: list[Group] = []
    for paragraph in paragraphs:
        element = "p" if not paragraph.mark else "ul" if paragraph.mark == BULLET else "ol"
        if groups and element != "p" and groups[-1].element == element and paragraph.mark != "1.":
            groups[-1].paragraphs.append(paragraph)
        else:
            groups.append(Group(element, [paragraph]))
    return groups
