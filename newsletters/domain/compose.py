"""Gathers what a newsletter says: its editor's words, and what the agenda and the news say today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.pages.domain.typography import typeset_text
from cms.pages.models import AgendaPage, NewsPage
from crm.events.domain import dates
from crm.partners.models import Council
from newsletters.domain import content
from newsletters.domain.announcing import announce_assembly, announce_event, announced_events
from newsletters.domain.content import IssueContent, Part
from newsletters.domain.describing import describe_decisions, describe_grant, describe_partner
from newsletters.domain.kept import as_json, from_json
from newsletters.domain.memory import describe_item, describe_recognition
from newsletters.domain.pictures import ASIDE_WIDTH, COLUMN_WIDTH, LETTER_WIDTH, prepare_picture
from newsletters.domain.polls import poll_url
from newsletters.domain.rich_text import read_rich_text
from newsletters.enums import CallKind, Language

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage

# What code adds to a letter is in its language too; the msgids are the English.
LOCALES = {Language.FRENCH: "fr-ca", Language.ENGLISH: "en"}


def compose_issue(page: NewsletterPage, now: datetime) -> IssueContent:
    """What this newsletter says at ``now``, in its language; once it has been sent, what it said then."""
    if page.frozen_content:
        return from_json(page.frozen_content)
    language = LOCALES[Language(page.language)]
    with override(language):
        return _compose(page, language, now)


def _compose(page: NewsletterPage, language: str, now: datetime) -> IssueContent:
    council = Council.load()
    return IssueContent(
        subject=typeset_text(" ".join(page.letter_subject.split())),
        preheader=typeset_text(page.preheader),
        title=typeset_text(page.title),
        dated=dates.long_date(page.first_published_at or now),
        web_url=page.url or "/",
        sender=describe_sender(council),
        parts=tuple(_block(page, block, now) for block in page.body),
        language=language,
        counts_links=page.counts_links,
    )


def freeze_issue(page: NewsletterPage, now: datetime) -> IssueContent:
    """Keep what the newsletter says as it leaves: its page shows that from then on. The second call changes nothing."""
    content = compose_issue(page, now)
    if not page.frozen_content:
        page.frozen_content = as_json(content)
        type(page).objects.filter(pk=page.pk).update(frozen_content=page.frozen_content)
    return content


def describe_sender(council: Council) -> content.Sender:
    officer = ", ".join(filter(None, [council.privacy_officer_name, council.privacy_officer_title]))
    return content.Sender(
        name=council.name,
        neighbourhood=council.neighbourhood,
        postal_lines=tuple(council.postal_lines),
        email=council.email,
        telephone=council.telephone,
        privacy_officer=officer,
        privacy_email=council.privacy_officer_email,
        accent=council.accent_colour,
        accent_dark=council.accent_colour_dark,
    )


def _block(page: NewsletterPage, block: Any, now: datetime) -> Part:
    part = compose_part(block.block_type, block.value, now)
    if isinstance(part, content.PollPart):
        return replace(part, url=poll_url(page.pk, str(block.id or "")))
    return part


def compose_part(kind: str, value: Any, now: datetime) -> Part:
    """One block of the letter, by the name that `LetterBody` gives it; raises ``KeyError`` for another."""
    return _COMPOSERS[kind](value, now)


def _heading(value: str, now: datetime) -> Part:
    return content.HeadingPart(typeset_text(value))


def _text(value: Any, now: datetime) -> Part:
    return content.TextPart(read_rich_text(str(value)))


def _image(value: Any, now: datetime) -> Part:
    picture = prepare_picture(value["image"], LETTER_WIDTH, typeset_text(value["alt"]), decorative=value["decorative"])
    credit = typeset_text(value["image"].credit) if picture else ""
    return content.ImagePart(picture, typeset_text(value["caption"]), credit)


def _button(value: Any, now: datetime) -> Part:
    address = (value["page"].url or "/") if value["page"] else value["url"]
    return content.ButtonPart(typeset_text(value["label"]), address)


def _events(value: Any, now: datetime) -> Part:
    agenda = AgendaPage.objects.live().first()
    return content.EventsPart(
        typeset_text(value["title"]),
        announced_events(value, now),
        agenda.url if agenda else "",
    )


def _news(value: Any, now: datetime) -> Part:
    chosen: Iterable[NewsPage] = [page for page in value["chosen"] if page and page.live]
    if not value["chosen"]:
        chosen = NewsPage.objects.live().select_related("image").order_by("-dated_on", "-pk")[: value["latest"]]
    lines = tuple(_news_line(page) for page in chosen)
    missing = len(value["chosen"]) - len(lines) if value["chosen"] else 0
    return content.NewsPart(typeset_text(value["title"]), lines, missing)


def _news_line(page: NewsPage) -> content.NewsLine:
    page = page.specific
    alt = typeset_text(page.image_alt)
    return content.NewsLine(
        title=typeset_text(page.title),
        url=page.url or "/",
        dated=dates.plain_date(page.dated_on),
        summary=typeset_text(page.summary),
        picture=prepare_picture(page.image, ASIDE_WIDTH, alt, decorative=page.image_is_decorative),
    )


def _columns(value: Any, now: datetime) -> Part:
    return content.ColumnsPart(_column(value["left"]), _column(value["right"]))


def _column(value: Any) -> content.Column:
    image = value["image"]
    picture = prepare_picture(image, COLUMN_WIDTH, typeset_text(value["alt"]), decorative=value["decorative"])
    return content.Column(
        title=typeset_text(value["title"]),
        paragraphs=read_rich_text(str(value["text"] or "")),
        picture=picture,
        credit=typeset_text(image.credit) if picture else "",
    )


def _quote(value: Any, now: datetime) -> Part:
    lines = tuple(typeset_text(line.strip()) for line in value["text"].splitlines() if line.strip())
    return content.QuotePart(lines, typeset_text(value["who"]), typeset_text(value["role"]))


def _call(value: Any, now: datetime) -> Part:
    until = _("Until %(day)s") % {"day": dates.long_date(value["until"])} if value["until"] else ""
    return content.CallPart(
        label=str(CallKind(value["kind"]).label),
        title=typeset_text(value["title"]),
        paragraphs=read_rich_text(str(value["text"])),
        until=until,
        button=typeset_text(value["label"]),
        url=(value["page"].url or "/") if value["page"] else value["url"],
    )


def _poll(value: Any, now: datetime) -> Part:
    return content.PollPart(
        question=typeset_text(value["question"]),
        answers=tuple(typeset_text(words) for words in value["answers"]),
        closes_on=value["closes_on"].isoformat() if value["closes_on"] else timezone.localdate(now).isoformat(),
        until=_("Until %(day)s") % {"day": dates.long_date(value["closes_on"])} if value["closes_on"] else "",
        shows_results=value["shows_results"],
    )


def _divider(value: Any, now: datetime) -> Part:
    return content.DividerPart()


_COMPOSERS: dict[str, Callable[[Any, datetime], Part]] = {
    "heading": _heading,
    "text": _text,
    "image": _image,
    "columns": _columns,
    "quote": _quote,
    "button": _button,
    "call": _call,
    "poll": _poll,
    "events": _events,
    "event": announce_event,
    "assembly": announce_assembly,
    "news": _news,
    "decisions": lambda value, now: describe_decisions(value),
    "partner": lambda value, now: describe_partner(value),
    "grant": lambda value, now: describe_grant(value, timezone.localdate(now)),
    "recognition": describe_recognition,
    "archive": lambda value, now: describe_item(value, timezone.localdate(now)),
    "divider": _divider,
}
