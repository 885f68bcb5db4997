"""Reads a newsletter as its readers will, before it leaves: errors stop it, warnings ask."""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from crm.partners.models import Council
from newsletters.domain.broken_links import broken_links, hidden_pages
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import (
    ButtonPart,
    EventsPart,
    HeadingPart,
    ImagePart,
    IssueContent,
    NewsPart,
    Part,
    TextPart,
)
from newsletters.domain.errors import PostRoomError
from newsletters.domain.findings import Finding, Level, Place, error, has_errors, warning
from newsletters.domain.render import Letter, render_letter
from newsletters.domain.slots import SLOT_COUNTS, SLOTS

__all__ = ["Finding", "Level", "Place", "has_errors", "inspect_issue", "is_empty"]

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage

LONG_SUBJECT = 70  # what a computer shows before it cuts
LONG_PREHEADER = 110
HEAVY_BYTES = 80 * 1024
TOO_HEAVY_BYTES = 100 * 1024  # Gmail clips at 102


def inspect_issue(page: NewsletterPage, now: datetime) -> list[Finding]:
    """Everything found, errors first; nothing is written."""
    found = [*_identity(), *_page(page)]
    content = compose_issue(page, now)
    found += [
        *_envelope(content),
        *_parts(content, page),
        *hidden_pages(page),
        *broken_links(content),
        *_letter(content),
    ]
    return sorted(found, key=lambda finding: finding.level)


def _identity() -> Iterator[Finding]:
    missing = Council.load().missing_identity()
    if missing:
        yield error(
            _("The identity of the council is incomplete: %(missing)s.") % {"missing": ", ".join(missing)},
            _("The law wants it in every letter. Fill it in, then come back."),
            place=Place.COUNCIL,
        )


def _page(page: NewsletterPage) -> Iterator[Finding]:
    if not page.live:
        yield error(
            _("This newsletter is not published on the site."),
            _("Publish it first: the letter links to its page."),
        )
    elif page.has_unpublished_changes:
        yield error(
            _("Your latest changes are not published."),
            _("Publish them, or discard them: the letter says what the page says."),
        )


def _envelope(content: IssueContent) -> Iterator[Finding]:
    if not content.subject:
        yield error(_("The letter has no subject."), _("Write one, or give the newsletter a title."))
    if len(content.subject) > LONG_SUBJECT:
        yield warning(
            _("The subject has %(length)d characters.") % {"length": len(content.subject)},
            _("Telephones show about 40 of them, and computers 70: put what matters first."),
        )
    if not content.preheader:
        yield warning(
            _("There is no preheader."),
            _("Without it, mail programs show the first words of the letter after the subject."),
        )
    elif len(content.preheader) > LONG_PREHEADER:
        yield warning(
            _("The preheader has %(length)d characters.") % {"length": len(content.preheader)},
            _("Mail programs cut it after 110 at most: one short sentence is enough."),
        )


def _parts(content: IssueContent, page: NewsletterPage) -> Iterator[Finding]:
    yield from _substance(content)
    for part, block in zip(content.parts, page.body, strict=False):
        where = {"block_id": str(block.id or "")}
        if isinstance(part, ImagePart):
            yield from _image(part, where)
        if isinstance(part, EventsPart) and not part.events:
            yield warning(
                _("“%(title)s” announces nothing for its dates.") % {"title": part.title},
                _("Publish the events in the agenda, change the dates, or remove the block."),
                **where,
            )
        if isinstance(part, NewsPart):
            yield from _news(part, where)


def is_empty(content: IssueContent) -> bool:
    """Nothing to read and nothing to look at."""
    return not any(_says_something(part) for part in content.parts)


def _substance(content: IssueContent) -> Iterator[Finding]:
    """Is there something to read, and not to look at only?"""
    if is_empty(content):
        yield error(_("The letter is empty."), _("Add at least one block of text."))
    elif not any(_says_something(part) for part in content.parts if not isinstance(part, ImagePart)):
        yield warning(
            _("The letter is made of images alone."),
            _("Many people see no images, and mail programs distrust such letters: add a few words."),
        )


def _says_something(part: Part) -> bool:
    match part:
        case TextPart(paragraphs=said) | EventsPart(events=said) | NewsPart(news=said):
            return bool(said)
        case HeadingPart(text=text):
            return bool(text.strip())
        case ImagePart(picture=picture):
            return picture is not None
        case ButtonPart():
            return True
    return False


def _image(part: ImagePart, where: dict[str, str]) -> Iterator[Finding]:
    if part.picture is None:
        yield error(
            _("An image of the letter is no longer in the library."), _("Choose another, or remove the block."), **where
        )
    elif not part.picture.alt and not part.picture.decorative:
        yield error(
            _("An image says nothing to those who do not see it."),
            _("Describe it in a few words, or tick “Decorative”."),
            **where,
        )


def _news(part: NewsPart, where: dict[str, str]) -> Iterator[Finding]:
    if not part.news:
        yield warning(
            _("“%(title)s” has no news to show.") % {"title": part.title},
            _("Publish a piece of news, or remove the block."),
            **where,
        )
    for line in part.news:
        if line.picture and not line.picture.alt and not line.picture.decorative:
            yield warning(
                _("The image of “%(title)s” is not described.") % {"title": line.title},
                _("Describe it in the piece of news itself."),
                **where,
            )


def _letter(content: IssueContent) -> Iterator[Finding]:
    """The letter itself, in both its parts."""
    try:
        letter = render_letter(content)
    except PostRoomError as refusal:
        yield error(str(refusal), _("Rewrite the block that you changed last without copying from another program."))
        return
    yield from _personal_links(letter)
    yield from _weight(len(b2a_qp(letter.html.encode())))  # as it travels: an accent weighs six bytes


def _personal_links(letter: Letter) -> Iterator[Finding]:
    """Each part holds its own links to leave and to choose, in its own places and nowhere else."""
    for part in (letter.html, letter.text):
        if tuple(part.count(slot) for slot in SLOTS) != SLOT_COUNTS:
            yield error(
                _("A word reserved for the personal links of each reader stands in the letter."),
                _("Remove the word that begins with PARVISx from the title or from the blocks."),
            )
            return


def _weight(size: int) -> Iterator[Finding]:
    weight = {"size": round(size / 1024)}
    if size > TOO_HEAVY_BYTES:
        yield error(
            _("The letter weighs %(size)d KB; mail programs cut what is over 100 KB.") % weight,
            _("Shorten it, or link to a page of the site for the rest."),
        )
    elif size > HEAVY_BYTES:
        yield warning(
            _("The letter weighs %(size)d KB; over 100 KB, mail programs cut it.") % weight,
            _("Shorten it if you can."),
        )
