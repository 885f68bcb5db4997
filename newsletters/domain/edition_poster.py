"""Chooses what one letter sheet can say of an edition, for those who have no e-mail: the agenda, then the stories.

Measures are in points (72 an inch) and stand for `edition-poster.css`: its sizes and these change together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import TypeVar

from newsletters.domain.content import (
    ArchivePart,
    AssemblyPart,
    CallPart,
    ColumnsPart,
    DecisionsPart,
    EventLine,
    EventPart,
    EventsPart,
    GrantPart,
    HeadingPart,
    IssueContent,
    NewsPart,
    Paragraph,
    Part,
    PartnerPart,
    PollPart,
    QuotePart,
    RecognitionPart,
    TextPart,
)

# Characters of a title: the size of its letters.
TITLE_SIZES = ((36, 44), (70, 36), (110, 28), (1000, 21))
SHEET, WIDTH, FOOT, ADDRESS_LINE, HEAD, HEADING = 696, 525, 94, 18, 76, 24
LONGEST_STORY = 190  # characters
# So many stories keep their words, whatever follows; the others give way to titles before any is left out.
LEADING = 2
MOST_CORRECTIONS = 3
ELLIPSIS = "…"
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Story:
    """A few words of the letter that stand alone."""

    title: str
    words: str
    kicker: str = ""
    until: str = ""


@dataclass(frozen=True)
class PosterColumn:
    """Half the sheet: dates of the agenda, or stories."""

    events: tuple[EventLine, ...] = ()
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True)
class EditionPoster:
    """What is on the sheet; ``left_out`` counts what is only on the site."""

    title_size: int
    corrections: tuple[str, ...]
    columns: tuple[PosterColumn, ...]
    left_out: int


def lay_out_poster(content: IssueContent, address: str, corrections: Sequence[str] = ()) -> EditionPoster:
    """The events and stories of ``content`` that fit under its title and over ``address``, in its order.

    The last of its ``corrections`` come first: what hangs on a wall must not go on saying what is wrong.
    """
    size = next(size for most, size in TITLE_SIZES if len(content.title) <= most)
    corrected = tuple(shorten(words) for words in corrections[-MOST_CORRECTIONS:])
    head = _head(content, size) + sum(6 + 15 * _lines(words, 74) for words in corrected)
    room = SHEET - head - FOOT - ADDRESS_LINE * _lines(address, 44)
    events, stories = _events_of(content), list(_stories_of(content.parts))
    columns = 1 if events and stories else 2
    told = _stories_in(stories, room, columns)
    shown = _fitting(events, _event_height, room, columns)
    over = _events_over(events[len(shown) :], told, room) if stories else []
    left_out = len(events) - len(shown) - len(over) + len(stories) - len(told) + len(corrections) - len(corrected)
    return EditionPoster(size, corrected, _columns(shown, over, told), left_out)


def _events_over(events: list[EventLine], stories: list[Story], room: float) -> list[EventLine]:
    """What the agenda's column could not hold, and the place left over the stories can."""
    spare = room - HEADING - sum(_story_height(story) for story in stories)
    return _fitting(events, _event_height, spare, 1)


def _columns(events: list[EventLine], over: list[EventLine], stories: list[Story]) -> tuple[PosterColumn, ...]:
    """The agenda beside the stories, the rest of it over them; what is alone is shared as evenly as it can be."""
    if events and stories:
        return PosterColumn(events=tuple(events)), PosterColumn(events=tuple(over), stories=tuple(stories))
    if events:
        return tuple(PosterColumn(events=tuple(half)) for half in _halves(events, _event_height))
    return tuple(PosterColumn(stories=tuple(half)) for half in _halves(stories, _story_height))


def _halves(things: list[Thing], height: Callable[[Thing], float]) -> tuple[list[Thing], list[Thing]]:
    heights = [height(thing) for thing in things]
    cut = min(range(len(things), -1, -1), key=lambda cut: max(sum(heights[:cut]), sum(heights[cut:])))
    return things[:cut], things[cut:]


def _head(content: IssueContent, size: int) -> float:
    title = 1.1 * size * _lines(content.title, int(WIDTH / (0.56 * size)))
    return HEAD + title + 22 * _lines(content.preheader, 62)


def _story_height(story: Story) -> float:
    """In a column of half the sheet."""
    lines = 16 * _lines(story.title, 33) + 15 * _lines(story.words, 43)
    return 15 + lines + 15 * (_lines(story.kicker, 44) + _lines(story.until, 40))


def _event_height(event: EventLine) -> float:
    """In a column of half the sheet, beside its date."""
    hours = "" if event.is_off or not event.hour else f"{event.hour}, {event.until}"
    facts = _lines(event.where, 33) + _lines(hours, 31) + _lines(event.status_label, 31)
    return 14 + max(48, 16 * _lines(event.title, 25) + 15 * facts)


def _stories_in(stories: list[Story], room: float, columns: int) -> list[Story]:
    """All of them if they fit, the last ones by their titles alone where they must; else as many as fit."""
    for whole in range(len(stories), -1, -1):
        brief = [replace(story, words="", until="") for story in stories[max(whole, LEADING) :] if story.title]
        told = [*stories[: max(whole, LEADING)], *brief]
        kept = _fitting(told, _story_height, room, columns)
        if len(kept) == len(told) or whole <= LEADING:
            return kept
    return []


def _fitting(things: list[Thing], height: Callable[[Thing], float], room: float, columns: int) -> list[Thing]:
    """The first ones, as many as fit in ``columns`` of ``room`` under a heading, none cut in two."""
    kept: list[Thing] = []
    at, column = float(HEADING), 1
    for thing in things:
        if at + height(thing) > room:
            at, column = float(HEADING), column + 1
        if column > columns or at + height(thing) > room:
            break
        kept.append(thing)
        at += height(thing)
    return kept


def _lines(words: str, width: int) -> int:
    return ceil(len(words) / width)


def _events_of(content: IssueContent) -> list[EventLine]:
    """Each event once, though it be in the agenda and presented large; the agenda first, in its order of dates."""
    listed = [line for part in content.parts if isinstance(part, EventsPart) for line in part.events]
    large = [part.event for part in content.parts if isinstance(part, EventPart | AssemblyPart) and part.event]
    return list({line.url: line for line in [*listed, *large]}.values())


def _stories_of(parts: tuple[Part, ...]) -> Iterator[Story]:
    """What is said, in order; a heading stands over the text that follows it, and nothing else."""
    for before, part in pairwise((None, *parts)):
        title = before.text if isinstance(before, HeadingPart) else ""
        yield from (story for story in _told(part, title) if story.title or story.words)


def _told(part: Part | None, title: str) -> Iterator[Story]:
    match part:
        case TextPart(paragraphs=paragraphs):
            yield Story(title, _cut(paragraphs))
        case ColumnsPart(left=left, right=right):
            yield from (Story(column.title, _cut(column.paragraphs)) for column in (left, right))
        case CallPart():
            yield Story(part.title, _cut(part.paragraphs), part.label, part.until)
        case PollPart():
            yield Story(part.question, shorten(" · ".join(part.answers)), "", part.until)
        case NewsPart(news=lines):
            yield from (Story(line.title, shorten(line.summary), line.dated) for line in lines)
        case DecisionsPart(decisions=decisions):
            for decision in decisions:
                yield Story(decision.title, shorten(decision.result), f"{decision.kind_label} {decision.number}")
        case PartnerPart(partner=partner) if partner:
            yield Story(partner.name, shorten(" ".join(partner.description)), partner.kind_label)
        case GrantPart(grant=grant) if grant:
            yield Story(grant.project or grant.programme, grant.standing, grant.funder)
        case RecognitionPart(url=url) if url:
            yield Story(part.question, shorten(part.caption), part.title)
        case ArchivePart(url=url) if url:
            yield Story(part.heading, shorten(part.caption), part.title)
        case QuotePart(lines=lines, who=who):
            yield Story("", f"«\u00a0{shorten(' '.join(lines))}\u00a0» {who}".strip())


def _cut(paragraphs: tuple[Paragraph, ...]) -> str:
    said = (f"{paragraph.mark} {paragraph.text}" if paragraph.mark else paragraph.text for paragraph in paragraphs)
    return shorten(" ".join(said))


def shorten(words: str) -> str:
    """At most ``LONGEST_STORY`` characters, ended at a sentence where one ends late enough, or at a word."""
    if len(words) <= LONGEST_STORY:
        return words
    head = words[:LONGEST_STORY]
    sentence = max(head.rfind(mark) for mark in (". ", "! ", "? "))
    if sentence > LONGEST_STORY // 2:
        return head[: sentence + 1]
    return head[: max(head.rfind(" "), LONGEST_STORY // 2)].rstrip(" ,;:\u00a0") + ELLIPSIS
