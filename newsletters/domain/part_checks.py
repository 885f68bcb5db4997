"""Reads each block of a newsletter: is there something to read, and does what it draws on still hold?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.events.models import Event
from newsletters.domain.content import (
    ArchivePart,
    AssemblyPart,
    ButtonPart,
    CallPart,
    Column,
    ColumnsPart,
    DecisionsPart,
    EventPart,
    EventsPart,
    GrantPart,
    HeadingPart,
    ImagePart,
    IssueContent,
    NewsPart,
    Part,
    PartnerPart,
    Picture,
    PollPart,
    QuotePart,
    RecognitionPart,
    TextPart,
)
from newsletters.domain.findings import Finding, error, warning

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage


def check_parts(content: IssueContent, page: NewsletterPage, now: datetime) -> Iterator[Finding]:
    """What is to mend or to know about the blocks, each finding with its block."""
    yield from _substance(content)
    for part, block in zip(content.parts, page.body, strict=False):
        where = {"block_id": str(block.id or "")}
        yield from _of_pictures(part, where)
        yield from _of_lists(part, where)
        if part.kind == block.block_type:  # what was sent may have had other blocks than the page has now
            yield from _of_sources(part, block.value, where, now)


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
        case TextPart(paragraphs=said) | EventsPart(events=said) | NewsPart(news=said) | DecisionsPart(decisions=said):
            return bool(said)
        case HeadingPart(text=text):
            return bool(text.strip())
        case ImagePart(picture=shown) | EventPart(event=shown) | AssemblyPart(event=shown):
            return shown is not None
        case RecognitionPart(url=url) | ArchivePart(url=url):
            return bool(url)
        case PartnerPart(partner=shown) | GrantPart(grant=shown):
            return shown is not None
        case ButtonPart() | CallPart() | PollPart() | QuotePart() | ColumnsPart():
            return True
    return False


def _of_pictures(part: Part, where: dict[str, str]) -> Iterator[Finding]:
    match part:
        case ImagePart(picture=None):
            yield error(
                _("An image of the letter is no longer in the library."),
                _("Choose another, or remove the block."),
                **where,
            )
        case ImagePart(picture=picture) | ColumnsPart(left=Column(picture=picture)) if _is_mute(picture):
            yield _mute(where)
        case ColumnsPart(right=Column(picture=picture)) if _is_mute(picture):
            yield _mute(where)
        case NewsPart(news=lines):
            for line in lines:
                if _is_mute(line.picture):
                    yield warning(
                        _("The image of “%(title)s” is not described.") % {"title": line.title},
                        _("Describe it in the piece of news itself."),
                        **where,
                    )


def _is_mute(picture: Picture | None) -> bool:
    return picture is not None and not picture.alt and not picture.decorative


def _mute(where: dict[str, str]) -> Finding:
    return error(
        _("An image says nothing to those who do not see it."),
        _("Describe it in a few words, or tick “Decorative”."),
        **where,
    )


def _of_lists(part: Part, where: dict[str, str]) -> Iterator[Finding]:
    """Lists that have nothing to show, or less than what was chosen."""
    match part:
        case EventsPart(events=(), title=title):
            yield warning(
                _("“%(title)s” announces nothing for its dates.") % {"title": title},
                _("Publish the events in the agenda, change the dates, or remove the block."),
                **where,
            )
        case NewsPart(news=(), title=title):
            yield warning(
                _("“%(title)s” has no news to show.") % {"title": title},
                _("Publish a piece of news, or remove the block."),
                **where,
            )
        case NewsPart(missing=missing) if missing:
            yield warning(
                _("A piece of news that was chosen is no longer published: the letter leaves it out."),
                _("Publish it again, or take it out of the block."),
                **where,
            )
        case DecisionsPart(missing=missing) if missing:
            yield error(
                _("A decision that was chosen is not in the public register."),
                _("Choose another, or remove the block."),
                **where,
            )


def _of_sources(part: Part, value: Any, where: dict[str, str], now: datetime) -> Iterator[Finding]:
    """What a block presents: is it still public, does it still take place?"""
    remove = _("Choose another, or remove the block.")
    match part:
        case EventPart(event=None):
            yield error(_("The event of a block is no longer in the agenda."), remove, **where)
        case AssemblyPart(event=None):
            yield error(_("The assembly of a block is no longer in the agenda."), remove, **where)
        case PartnerPart(partner=None):
            yield error(_("The partner of a block is no longer in the public directory."), remove, **where)
        case GrantPart(grant=None):
            yield error(_("The grant of a block is not one that anyone may see."), remove, **where)
        case ArchivePart(url=""):
            yield error(_("The item of the memory of a block is not one that anyone may see."), remove, **where)
        case RecognitionPart(url="", title=title):
            yield warning(
                _("“%(title)s” has no photo to show this week.") % {"title": title},
                _("Put a photo in line in the memory, or remove the block."),
                **where,
            )
        case EventPart():
            yield from _of_event(value["event"], where, now)
        case AssemblyPart(event=told, is_called=is_called):
            yield from _of_event(value["assembly"] and value["assembly"].event, where, now)
            if not is_called:
                yield warning(
                    _("“%(title)s” is not called yet: the letter does not show its agenda.")
                    % {"title": told.title if told else ""},
                    _("Call it first if the agenda is ready, or leave it so."),
                    **where,
                )
        case CallPart(title=title, until=until) if until and value["until"] < timezone.localdate(now):
            yield warning(
                _("The last day to answer “%(title)s” is past.") % {"title": title},
                _("Change the day, or remove the block."),
                **where,
            )
        case PollPart(question=question) if value["closes_on"] and value["closes_on"] < timezone.localdate(now):
            yield warning(
                _("The last day to answer “%(title)s” is past.") % {"title": question},
                _("Change the day, or remove the block."),
                **where,
            )


def _of_event(event: Event | None, where: dict[str, str], now: datetime) -> Iterator[Finding]:
    """Nothing about one that was deleted since it was told."""
    if event is None:
        return
    if (event.ends_at or event.starts_at) < now:
        yield warning(_("“%(title)s” is over.") % {"title": event.title}, _("Remove the block."), **where)
    elif event.is_cancelled or event.awaits_new_date:
        yield warning(
            _("“%(title)s” does not take place as planned: the letter says so.") % {"title": event.title},
            _("Leave it if readers must know, or remove the block."),
            **where,
        )
