"""Reads the links of a newsletter: where each leads, the words that carry it, and its block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsletters.domain.content import (
    ButtonPart,
    CallPart,
    ColumnsPart,
    GrantPart,
    IssueContent,
    Paragraph,
    Part,
    PartnerPart,
    Run,
    TextPart,
)

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage


@dataclass(frozen=True)
class Link:
    """One link that an editor put in; what is drawn from a record has its own, which the site made."""

    href: str
    words: str
    block_id: str = ""


def links_of(content: IssueContent, page: NewsletterPage) -> Iterator[Link]:
    """Every link of the blocks, in order, with the block of ``page`` that holds it."""
    ids = [str(block.id or "") for block in page.body]
    for place, part in enumerate(content.parts):
        block_id = ids[place] if place < len(ids) else ""
        yield from (replace(link, block_id=block_id) for link in _of_part(part))


def first_of_each(links: Iterable[Link]) -> list[Link]:
    """Each address once, where it stands first."""
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(link.href, link)
    return list(found.values())


def _of_part(part: Part) -> Iterator[Link]:
    match part:
        case TextPart(paragraphs=paragraphs):
            yield from _of_paragraphs(paragraphs)
        case ColumnsPart(left=left, right=right):
            yield from _of_paragraphs((*left.paragraphs, *right.paragraphs))
        case ButtonPart(label=label, url=url):
            yield Link(url, label)
        case CallPart(paragraphs=paragraphs, button=button, url=url):
            yield from _of_paragraphs(paragraphs)
            if button:
                yield Link(url, button)
        case PartnerPart(partner=partner, paragraphs=paragraphs):
            yield from _of_paragraphs(paragraphs)
            if partner and partner.site:
                yield Link(partner.site, partner.name)
        case GrantPart(grant=grant, paragraphs=paragraphs):
            yield from _of_paragraphs(paragraphs)
            if grant and grant.url:
                yield Link(grant.url, grant.programme)


def _of_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[Link]:
    for paragraph in paragraphs:
        yield from (Link(run.href, run.text) for run in joined_runs(paragraph.runs) if run.href)


def joined_runs(runs: Iterable[Run]) -> list[Run]:
    """Neighbouring runs with the same address as one: a link is one link, whatever is bold in it."""
    joined: list[Run] = []
    for run in runs:
        if joined and run.href and joined[-1].href == run.href:
            joined[-1] = Run(joined[-1].text + run.text, run.href)
        else:
            joined.append(run)
    return joined
