"""Says of everyone who follows some topics whether a newsletter may be sent to them, and otherwise why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from newsletters.domain.segments import EVERYONE, UNSETTLED, Segment
from newsletters.domain.strangers import Stranger, strangers_of
from newsletters.enums import DeliveryState, ExclusionReason, SubscriptionState
from newsletters.models import Delivery, NewsletterPage, Subscriber, Subscription, Suppression, Topic

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

WRITE_TO_THEM = ""


class Classified(TypedDict):
    """What `classify_audience` says of each person."""

    exclusion: str


@dataclass(frozen=True)
class Audience:
    """How many people a mailing would reach; candidates are always those reached plus those excluded."""

    prepared: int = 0
    excluded: dict[ExclusionReason, int] = field(default_factory=dict)

    @property
    def candidates(self) -> int:
        return self.prepared + sum(self.excluded.values())


def classify_audience(
    page: NewsletterPage | None,
    topics: Iterable[Topic],
    on: date,
    apart: Collection[str] = (),
    segment: Segment = EVERYONE,
) -> QuerySet[WithAnnotations[Subscriber, Classified]]:
    """The people of these topics whom the segment asks for, with their ``exclusion``: a reason or ``WRITE_TO_THEM``.

    People who left the topics are no longer of them. A circle of our own records names its people whether or not they
    ever were; `newsletters.domain.strangers` accounts for those of it who have no file here. Somebody of several
    topics is written to once, if any one of their consents holds. A letter of the same page that bounced, or that an
    earlier mailing never sent, has not been received. Those whose hashed address is in ``apart`` are written to by
    another letter. A pause and a language leave out only someone to whom the law would let us write.
    """
    followed = Subscription.objects.filter(subscriber=OuterRef("pk"), topic__in=[topic.pk for topic in topics])
    earlier = (
        Delivery.objects.filter(subscriber=OuterRef("pk"), mailing__page=page) if page else Delivery.objects.none()
    )
    of_the_topics = followed.filter(state__in=[SubscriptionState.ACTIVE, SubscriptionState.PENDING])
    lapsed = followed.filter(state=SubscriptionState.ACTIVE, expires_on__lt=on, subscriber__confirmed_at__isnull=False)
    reason = Case(
        When(
            Exists(Suppression.objects.filter(address_hash=OuterRef("address_hash"))), Value(ExclusionReason.SUPPRESSED)
        ),
        When(address_hash__in=list(apart), then=Value(ExclusionReason.MEMBER)),
        When(Exists(earlier.filter(state=DeliveryState.SENT)), Value(ExclusionReason.RECEIVED)),
        When(Exists(earlier.filter(state__in=UNSETTLED)), Value(ExclusionReason.DOUBTFUL)),
        When(Exists(followed.consented(on)), _unless_they_would_rather_not(on, segment)),
        When(Exists(lapsed), Value(ExclusionReason.EXPIRED)),
        When(Exists(of_the_topics), Value(ExclusionReason.UNCONFIRMED)),
        When(Exists(followed), Value(ExclusionReason.LEFT)),
        default=Value(ExclusionReason.NO_BASIS),
        output_field=CharField(),
    )
    candidates = segment.narrows() if segment.roll else Q(Exists(of_the_topics)) & segment.narrows()
    return Subscriber.objects.filter(candidates).annotate(exclusion=reason).order_by("pk")


def _unless_they_would_rather_not(on: date, segment: Segment) -> Case:
    """For someone who consented: a pause, or another language than the only one asked for, or nothing."""
    reasons = [When(paused_until__gte=on, then=Value(ExclusionReason.PAUSED))]
    if segment.language:
        reasons.append(When(~Q(language=segment.language), then=Value(ExclusionReason.LANGUAGE)))
    return Case(*reasons, default=Value(WRITE_TO_THEM), output_field=CharField())


def count_by_topic(page: NewsletterPage, topics: Iterable[Topic], on: date) -> dict[int, int]:
    """How many people each topic alone would reach, by its number; in one query, `count_audience` for each."""
    numbers = [topic.pk for topic in topics]
    had_it = Delivery.objects.filter(
        subscriber=OuterRef("subscriber"), mailing__page=page, state__in=[DeliveryState.SENT, *UNSETTLED]
    )
    reached = Subscription.objects.mailable(on).filter(~Exists(had_it), topic__in=numbers)
    return dict.fromkeys(numbers, 0) | dict(reached.values_list("topic").annotate(total=Count("pk")))


def count_audience(
    page: NewsletterPage | None,
    topics: Iterable[Topic],
    on: date,
    apart: Collection[str] = (),
    segment: Segment = EVERYONE,
) -> Audience:
    """What a mailing to these topics would come to, were it started on that day; no page: one that is not made yet."""
    rows = (
        classify_audience(page, topics, on, apart, segment)
        .order_by()
        .values_list("exclusion")
        .annotate(total=Count("pk"))
    )
    totals: dict[str, int] = dict(rows)
    return as_audience(totals, strangers_of(segment))


def as_audience(totals: Mapping[str, int], strangers: Iterable[Stranger]) -> Audience:
    """The figures of a classification, with those of a circle who have no file here."""
    everyone = Counter(totals) + Counter(stranger.reason.value for stranger in strangers)
    prepared = everyone.pop(WRITE_TO_THEM, 0)
    return Audience(prepared, {ExclusionReason(reason): total for reason, total in sorted(everyone.items())})
