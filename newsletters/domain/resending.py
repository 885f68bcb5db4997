"""Sends again the letters of some states, all at once: "resend to these 14", which a person chose and read over."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.errors import MailingRefused
from newsletters.domain.settling import SETTLED_BY_HAND, queue_again, reopen_mailing
from newsletters.enums import DeliveryState, MailingState, ReportOutcome
from newsletters.models import Delivery, Mailing, MailReport, Subscription
from newsletters.querysets import DeliveryQuerySet

logger = logging.getLogger("parvis.newsletters")

SHOWN_BY_NAME = 50


@dataclass(frozen=True)
class Second:
    """What sending again would do: how many letters, the first of them by name, and how many would be set aside."""

    total: int
    doubtful: int
    set_aside: int
    shown: tuple[Delivery, ...]

    @property
    def others(self) -> int:
        return self.total - len(self.shown)


def look_at_resending(
    mailing: Mailing, states: Collection[DeliveryState], now: datetime, *, only_ours: bool = False
) -> Second:
    """Count and show the letters of these states; those of people who left meanwhile will be set aside, not sent.

    ``only_ours``: of those refused, the `distrusted` alone.
    """
    chosen = _letters(mailing, states, now, only_ours).select_related("mailing")
    theirs = Subscription.objects.mailable(timezone.localdate(now)).filter(
        subscriber=OuterRef("subscriber"), topic__in=mailing.topics.values("pk")
    )
    return Second(
        total=chosen.count(),
        doubtful=chosen.filter(state=DeliveryState.DOUBTFUL).count(),
        set_aside=chosen.exclude(Exists(theirs)).count(),
        shown=tuple(chosen[:SHOWN_BY_NAME]),
    )


@transaction.atomic
def resend_letters(
    mailing: Mailing,
    states: Collection[DeliveryState],
    by: User | None,
    now: datetime,
    seen_at: datetime,
    *,
    only_ours: bool = False,
) -> int:
    """Let the letters that were in these states at ``seen_at`` leave again; returns how many.

    What came back after that moment was seen by nobody, and stays. A finished mailing reopens; consent is asked again
    as each letter leaves. Refused, with nothing changed: no letter there (the second of two calls), a mailing that
    was stopped, another one of the same newsletter under way.
    """
    total = queue_again(_letters(mailing, states, seen_at, only_ours), now)
    if not total:
        raise MailingRefused(_("Nothing was changed: none of these letters is doubtful or refused any more."))
    reopen_mailing(mailing.pk)
    user = by.pk if by else None
    logger.info("letters queued again", extra={"mailing": mailing.pk, "letters": total, "user": user})
    return total


def may_resend(mailing: Mailing) -> bool:
    """A mailing that was stopped never leaves again."""
    return mailing.state != MailingState.STOPPED


def distrusted(mailing: Mailing) -> DeliveryQuerySet:
    """Refused because a server distrusts our letters (5.7.x, or words to that effect): it is not about the person."""
    latest = MailReport.objects.filter(delivery=OuterRef("pk"), received_at=OuterRef("changed_at"))
    ours = latest.filter(outcome=ReportOutcome.OURS)
    refused = mailing.deliveries.filter(state=DeliveryState.BOUNCED)
    letters: DeliveryQuerySet = refused.filter(Q(smtp_reply__startswith="5.7.") | Exists(ours))
    return letters


def _letters(mailing: Mailing, states: Collection[DeliveryState], until: datetime, only_ours: bool) -> DeliveryQuerySet:
    wanted = [state for state in SETTLED_BY_HAND if state in states]
    letters: DeliveryQuerySet = mailing.deliveries.filter(state__in=wanted, changed_at__lte=until)
    if only_ours:
        letters = letters.exclude(~Q(pk__in=distrusted(mailing).values("pk")), state=DeliveryState.BOUNCED)
    return letters
