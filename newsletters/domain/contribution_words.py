"""Says in a letter what became of a contribution, in the plain words of the council."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.archive.domain.contributing import items_of
from cms.archive.enums import ContributionNews as News
from cms.archive.models import Contribution
from cms.archive.querysets import CONTRIBUTION_KEPT, QUESTION_KEPT
from newsletters.domain.automatic_letters import text_of
from newsletters.domain.gift_letters import gift_key
from newsletters.domain.letter_texts import DETAILS, LetterText, fill_line, fill_words, lines_of


@dataclass(frozen=True)
class Gift:
    """What a letter tells of a contribution. `quoted` are the words of a person: a question, a reason."""

    name: str
    title: str
    files: int = 0
    quoted: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ContributionWords:
    """A letter before it is laid out: `quoted` stands between the `opening` and the other paragraphs."""

    subject: str
    opening: list[str]
    paragraphs: list[str]
    button: str
    quoted: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


def letter_words(contribution: Contribution, news: News) -> ContributionWords:
    """What the council has it say now."""
    return words_of(gift_of(contribution, news), news, text_of(gift_key(news)))


def gift_of(contribution: Contribution, news: News) -> Gift:
    """What is true of it at this moment."""
    quoted, links = "", []
    if news is News.QUESTION:
        asked = contribution.messages.filter(from_team=True).last()
        quoted = asked.words if asked else ""
    elif news is News.REFUSED:
        quoted = contribution.reason
    elif news is News.PUBLISHED:
        today = timezone.localdate()
        shown = [item for item in items_of(contribution) if item.is_open(today)]
        links = [(item.title, settings.BASE_URL + item.get_absolute_url()) for item in shown]
    files = contribution.files.count() if news is News.RECEIVED else 0
    return Gift(contribution.person_name, contribution.title, files, quoted, links)


def words_of(gift: Gift, news: News, text: LetterText) -> ContributionWords:
    """``text`` with its slots filled; what a person wrote is quoted where the details stand."""
    values = {"nom": gift.name, "titre": gift.title}
    lines, details = lines_of(text.words), _details(gift, news)
    here = next((place for place, line in enumerate(lines) if f"{{{DETAILS}}}" in line), len(lines))
    opening = fill_words("\n\n".join(lines[:here]), values, details)
    after = fill_words("\n\n".join(lines[here:]), values, details)
    subject = fill_line(text.subject, values)
    return ContributionWords(subject, opening, after, BUTTONS[news](), gift.quoted, gift.links)


def _details(gift: Gift, news: News) -> list[str]:
    """What the council does not word: how many files came, until when what was sent is kept."""
    if news is News.RECEIVED:
        words = ngettext("We received your file.", "We received your {count} files.", gift.files)
        return [words.format(count=gift.files) if gift.files else _("We received your story.")]
    if news is News.QUESTION:
        words = _("Without an answer within {days} days, what you sent is destroyed.")
        return [words.format(days=QUESTION_KEPT.days)]
    if news in (News.REFUSED, News.WITHDRAWN):
        words = _("Your files, your words, your name and your address are destroyed in {days} days.")
        return [words.format(days=CONTRIBUTION_KEPT.days)]
    return []


BUTTONS: dict[News, Callable[[], str]] = {
    News.RECEIVED: lambda: _("Follow, correct or take back"),
    News.QUESTION: lambda: pgettext("contribution", "Answer"),
    News.ACCEPTED: lambda: _("Follow, or take back"),
    News.REFUSED: lambda: _("See what I sent"),
    News.PUBLISHED: lambda: _("Follow, or take back"),
    News.WITHDRAWN: lambda: _("See what I sent"),
}
