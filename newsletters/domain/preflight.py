"""Reads a newsletter as its readers will, before it leaves: errors stop it, warnings ask."""

from __future__ import annotations

from binascii import b2a_qp
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.partners.domain.contrast import DARK, LIGHT
from crm.partners.models import Council
from newsletters.domain.broken_links import broken_links, hidden_pages
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import IssueContent
from newsletters.domain.date_checks import check_dates
from newsletters.domain.editor_words import words_of
from newsletters.domain.errors import PostRoomError
from newsletters.domain.findings import Finding, Level, Place, error, has_errors, warning
from newsletters.domain.link_words import check_link_words
from newsletters.domain.part_checks import check_parts, is_empty
from newsletters.domain.part_links import links_of
from newsletters.domain.proofreading import proofread
from newsletters.domain.render import Letter, readable_accent, render_letter
from newsletters.domain.slots import SLOT_COUNTS, SLOTS
from newsletters.enums import Language

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
    links = list(links_of(content, page))
    found += [
        *_envelope(content),
        *check_parts(content, page, now),
        *hidden_pages(page),
        *broken_links(links),
        *check_link_words(links),
        *_words(page, now),
        *_letter(content),
    ]
    return sorted(found, key=lambda finding: finding.level)


def _identity() -> Iterator[Finding]:
    council = Council.load()
    for colour, papers in ((council.accent_colour, LIGHT), (council.accent_colour_dark, DARK)):
        if colour and not readable_accent(colour, papers):
            yield warning(
                _("The colour of the council (%(colour)s) is hard to read: links and buttons are slate instead.")
                % {"colour": colour},
                _("Choose one that contrasts more, or none."),
                place=Place.COUNCIL,
            )
    if missing := council.missing_identity():
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


def _words(page: NewsletterPage, now: datetime) -> Iterator[Finding]:
    """What the editor wrote: its dates and its typography, which are those of French."""
    if page.language == Language.FRENCH:
        said = list(words_of(page))
        yield from check_dates(said, timezone.localdate(now))
        yield from proofread(said)


def _envelope(content: IssueContent) -> Iterator[Finding]:
    if not content.subject:
        yield error(_("The letter has no subject."), _("Write one, or give the newsletter a title."), field="title")
    if len(content.subject) > LONG_SUBJECT:
        yield warning(
            _("The subject has %(length)d characters.") % {"length": len(content.subject)},
            _("Telephones show about 40 of them, and computers 70: put what matters first."),
            field="subject",
        )
    if not content.preheader:
        yield warning(
            _("There is no preheader."),
            _("Without it, mail programs show the first words of the letter after the subject."),
            field="preheader",
        )
    elif len(content.preheader) > LONG_PREHEADER:
        yield warning(
            _("The preheader has %(length)d characters.") % {"length": len(content.preheader)},
            _("Mail programs cut it after 110 at most: one short sentence is enough."),
            field="preheader",
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
