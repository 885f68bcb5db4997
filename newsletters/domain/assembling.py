"""Drafts an edition from what is new: the agenda of the next five weeks, the news and the decisions since the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.pages.models import NewsPage
from crm.assemblies.enums import ItemKind, Outcome
from crm.assemblies.models import Assembly, Decision, Sending
from crm.events.domain.agenda import upcoming_events
from crm.events.domain.dates import day_number, month_name, plain_date
from crm.events.models import Event
from newsletters.domain.announcing import event_status
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import AssemblyPart, DecisionsPart, EventLine, EventPart, EventsPart, IssueContent
from newsletters.domain.drafts import last_newsletter
from newsletters.models import NewsletterPage

WEEKS = 5
AHEAD = timedelta(weeks=WEEKS)
MOST_NEWS = 6
MOST_DECISIONS = 8  # of one block
# What every assembly decides about itself is no news.
ROUTINE = (ItemKind.OPENING, ItemKind.AGENDA, ItemKind.MINUTES, ItemKind.CLOSING)


@dataclass(frozen=True)
class Digest:
    """What there is to tell at a moment, since the last edition where there was one."""

    since: datetime | None
    first_day: date
    last_day: date
    events: int  # those of the coming weeks
    new_events: int  # those of them that the last edition did not announce, or not so
    assembly: Assembly | None
    news: tuple[NewsPage, ...]
    decisions: tuple[Decision, ...]
    answered: tuple[Decision, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.new_events or self.news or self.decisions or self.answered)

    @property
    def title(self) -> str:
        """« Du 25 novembre au 30 décembre », to be written better."""
        days = {"first": _day(self.first_day), "last": _day(self.last_day)}
        return _("From %(first)s to %(last)s") % days

    @property
    def counts(self) -> list[str]:
        """What it holds, in words: « 8 dates à l’agenda, dont 3 nouvelles », « 2 nouvelles », « 1 décision »."""
        counted = [
            (self.events, ngettext("%(n)d date in the agenda", "%(n)d dates in the agenda", self.events)),
            (len(self.news), ngettext("%(n)d piece of news", "%(n)d pieces of news", len(self.news))),
            (len(self.decisions), ngettext("%(n)d decision", "%(n)d decisions", len(self.decisions))),
            (len(self.answered), ngettext("%(n)d answer received", "%(n)d answers received", len(self.answered))),
        ]
        return [words % {"n": number} for number, words in counted if number]


def read_what_is_new(now: datetime) -> Digest:
    """What an edition assembled at ``now`` would tell; nothing is written."""
    last = last_newsletter()
    since = _left_at(last) if last else None
    told = compose_issue(last, since) if last and since else None
    from_day = timezone.localdate(since or now - AHEAD)
    coming = list(upcoming_events(now, until=now + AHEAD))
    announced = dict(_announced(told))
    decisions = _decisions(from_day, told)
    return Digest(
        since=since,
        first_day=timezone.localdate(now),
        last_day=timezone.localdate(now + AHEAD),
        events=len(coming),
        new_events=sum(announced.get(event.get_absolute_url()) != event_status(event) for event in coming),
        assembly=_next_assembly(now),
        news=_news(since, from_day),
        decisions=decisions,
        answered=_answered(from_day, told, decisions),
    )


def assembled_blocks(digest: Digest) -> list[tuple[str, Any]]:
    """The blocks of the draft, what matters first; to be edited."""
    hello, since = _("Hello,"), digest.since
    words = _("Here is what is coming in the neighbourhood until %(day)s.") % {"day": _day(digest.last_day)}
    if since:
        words = _("Here is what is coming until %(day)s, and what is new since our newsletter of %(since)s.") % {
            "day": _day(digest.last_day),
            "since": plain_date(since),
        }
    blocks: list[tuple[str, Any]] = [("text", f"<p>{hello}</p><p>{words}</p>")]
    if digest.assembly:
        blocks.append(("assembly", {"assembly": digest.assembly, "with_agenda": True}))
    if digest.events:
        blocks.append(("events", _agenda()))
    if digest.news:
        blocks.append(("news", {"title": _("News"), "latest": 3, "chosen": list(digest.news)}))
    if digest.decisions:
        blocks.append(("decisions", {"title": _("What the council decided"), "chosen": list(digest.decisions)}))
    if digest.answered:
        blocks.append(("decisions", {"title": _("What we were answered"), "chosen": list(digest.answered)}))
    return blocks


def preheader_of(digest: Digest) -> str:
    """« 8 dates à l’agenda, 2 nouvelles, 1 décision. », to be written better."""
    return ", ".join(digest.counts) + "."


def _agenda() -> dict[str, Any]:
    empty: dict[str, Any] = {"first_day": None, "last_day": None, "kinds": [], "audiences": []}
    return {"title": _("On the agenda"), "weeks": WEEKS, "most": 12, **empty}


def _left_at(page: NewsletterPage) -> datetime | None:
    """When it was sent first; where it never was, when it was published."""
    first = page.mailings.order_by("created_at").first()
    return first.created_at if first else page.first_published_at


def _announced(told: IssueContent | None) -> Iterator[tuple[str, str]]:
    """The address of each event that an edition spoke of, with what it said of its state."""
    for part in told.parts if told else ():
        lines: tuple[EventLine, ...] = ()
        if isinstance(part, EventsPart):
            lines = part.events
        elif isinstance(part, EventPart | AssemblyPart) and part.event:
            lines = (part.event,)
        yield from ((line.url, line.status_label) for line in lines)


def _next_assembly(now: datetime) -> Assembly | None:
    held = Event.objects.public().happening()
    coming = Assembly.objects.to_come(now).filter(event__in=held, event__starts_at__lt=now + AHEAD)
    return coming.select_related("event").first()


def _news(since: datetime | None, from_day: date) -> tuple[NewsPage, ...]:
    recent = Q(first_published_at__gt=since) if since else Q(dated_on__gte=from_day)
    return tuple(NewsPage.objects.live().public().filter(recent).latest_first()[:MOST_NEWS])


def _decisions(from_day: date, told: IssueContent | None) -> tuple[Decision, ...]:
    """Adopted since, the latest first. Of the very day of the last edition, those that it did not tell."""
    lately = Decision.objects.public().filter(adopted_on__gte=from_day, is_from_before=False)
    lately = lately.exclude(item__kind__in=ROUTINE)
    return tuple(_untold(lately, Q(adopted_on=from_day), told)[:MOST_DECISIONS])


def _answered(from_day: date, told: IssueContent | None, decided: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Those whose answer came since, and that were adopted before."""
    answers = Sending.objects.public().filter(closed_on__gte=from_day).exclude(outcome__in=("", Outcome.NO_ANSWER))
    found = Decision.objects.public().filter(pk__in=answers.values("decision"))
    found = found.exclude(pk__in=[one.pk for one in decided])
    later = Sending.objects.public().filter(closed_on__gt=from_day).values("decision")
    return tuple(_untold(found, ~Q(pk__in=later), told)[:MOST_DECISIONS])


def _untold(found: QuerySet[Decision], perhaps: Q, told: IssueContent | None) -> QuerySet[Decision]:
    """Without those that the last edition told, among those that it could tell."""
    parts = [part for part in told.parts if isinstance(part, DecisionsPart)] if told else []
    numbers = [line.number for part in parts for line in part.decisions]
    return found.exclude(perhaps & Q(number__in=numbers)).order_by("-adopted_on", "-rank", "-pk")


def _day(day: date) -> str:
    return f"{day_number(day)}\u00a0{month_name(day)}"
