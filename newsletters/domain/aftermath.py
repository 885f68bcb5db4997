"""What became of a mailing, from what servers and people said of themselves: nobody's reading is watched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex, Substr

from newsletters.enums import OPEN_STATES, ConsentKind, ConsentMethod, DeliveryState, ReportKind, ReportSource
from newsletters.models import ConsentEvent, Mailing, MailReport

# Who leaves within that time of their letter is counted as having left after it; why, nobody asked.
WITHIN = timedelta(days=7)
# A domain of fewer letters than that would point at a person: such domains are told together.
FEWEST_OF_A_DOMAIN = 3


@dataclass(frozen=True)
class Fate:
    """Letters of one domain, or of all: their number is the sum of the next five."""

    domain: str
    letters: int
    delivered: int
    refused: int
    came_back: int
    doubtful: int
    not_sent: int
    left: int
    complained: int


@dataclass(frozen=True)
class Aftermath:
    """The whole, then each domain, the largest first; the last one, "", stands for ``others`` domains together."""

    total: Fate
    domains: tuple[Fate, ...]
    others: int
    counted_until: datetime | None


def read_aftermath(mailing: Mailing) -> Aftermath:
    """Count the letters as they stand now, in one query: delivered is what a server took and nobody sent back."""
    rows = [Fate(**row) for row in _fates(mailing)]
    told = [row for row in rows if row.domain and row.letters >= FEWEST_OF_A_DOMAIN]
    rest = [row for row in rows if row not in told]
    domains = [*told, _together(rest)] if rest else told
    until = mailing.finished_at and mailing.finished_at + WITHIN
    return Aftermath(_together(rows), tuple(domains), len(rest), until)


def _fates(mailing: Mailing) -> Iterable[dict[str, Any]]:
    """One row a domain; the domain is what follows the last of the addresses' only @, in lower case."""
    letters = mailing.deliveries.order_by().annotate(
        domain=Lower(Substr("email", StrIndex("email", Value("@")) + 1)),
        has_come_back=Exists(_reports(ReportKind.REFUSED).exclude(source=ReportSource.SERVER)),
        has_left=Exists(_departures(mailing)),
        has_complained=Exists(_reports(ReportKind.COMPLAINT)) | Exists(_complaints()),
    )
    refused = Q(state=DeliveryState.BOUNCED)
    not_sent = Q(state__in=[*OPEN_STATES, DeliveryState.SKIPPED])
    fates = (
        letters.values("domain")
        .annotate(
            letters=Count("pk"),
            delivered=Count("pk", filter=Q(state=DeliveryState.SENT)),
            refused=Count("pk", filter=refused & Q(has_come_back=False)),
            came_back=Count("pk", filter=refused & Q(has_come_back=True)),
            doubtful=Count("pk", filter=Q(state=DeliveryState.DOUBTFUL)),
            not_sent=Count("pk", filter=not_sent),
            left=Count("pk", filter=Q(has_left=True)),
            complained=Count("pk", filter=Q(has_complained=True)),
        )
        .order_by("-letters", "domain")
    )
    return cast(Iterable[dict[str, Any]], fates)


def _reports(kind: ReportKind) -> QuerySet[MailReport]:
    return MailReport.objects.filter(delivery=OuterRef("pk"), kind=kind)


def _departures(mailing: Mailing) -> QuerySet[ConsentEvent]:
    """They left everything, or one of the topics of this mailing, within a week of their letter."""
    slugs = ["", *mailing.topics.values_list("slug", flat=True)]
    gone = [ConsentKind.WITHDRAWN, ConsentKind.ERASED, ConsentKind.DISPUTED]
    return _soon_after().filter(kind__in=gone, topic_slug__in=slugs)


def _complaints() -> QuerySet[ConsentEvent]:
    return _soon_after().filter(method=ConsentMethod.COMPLAINT)


def _soon_after() -> QuerySet[ConsentEvent]:
    sent_at = OuterRef("sent_at")
    return ConsentEvent.objects.filter(
        address_hash=OuterRef("subscriber__address_hash"),
        occurred_at__gte=sent_at,
        occurred_at__lt=ExpressionWrapper(sent_at + Value(WITHIN), output_field=DateTimeField()),
    )


def _together(rows: list[Fate]) -> Fate:
    names = [name for name in Fate.__dataclass_fields__ if name != "domain"]
    return Fate(domain="", **{name: sum(getattr(row, name) for row in rows) for name in names})
