"""Hears what servers answered while letters left, by the same policy as what comes back later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from newsletters.domain.hearing.policy import hear
from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.statuses import find_status
from newsletters.domain.trials import without_addresses
from newsletters.enums import DeliveryState, MailingState, ReportKind, ReportSource
from newsletters.models import Delivery, Mailing, MailReport

LOOK_BACK = timedelta(days=2)


def hear_answers(now: datetime) -> int:
    """Note every refusal at sending time that is settled; return how many. The second call finds none.

    A refusal may still turn out to be everybody's (`outcomes.Streak`), and then the letter waits again: so it is
    heard only once the relay has taken a later letter of that mailing, or the mailing has ended.
    """
    recent = Q(state__in=[MailingState.SENDING, MailingState.PAUSED]) | Q(finished_at__gte=now - LOOK_BACK)
    heard = 0
    for mailing in Mailing.objects.filter(recent):
        letters = _unheard(mailing)
        if mailing.is_under_way and letters.exists():
            taken = mailing.deliveries.filter(state=DeliveryState.SENT).aggregate(last=Max("sent_at"))["last"]
            letters = letters.filter(changed_at__lte=taken) if taken else letters.none()
        for letter in letters:
            heard += _hear(letter)
    return heard


def _unheard(mailing: Mailing) -> QuerySet[Delivery]:
    """Refused by a server, and no report says so yet: each refusal has its own moment."""
    told = MailReport.objects.filter(delivery=OuterRef("pk"), received_at=OuterRef("changed_at"))
    refused = mailing.deliveries.filter(state=DeliveryState.BOUNCED, smtp_code__isnull=False)
    return refused.filter(~Exists(told)).order_by("pk")


def _hear(letter: Delivery) -> bool:
    report = Report(
        ReportKind.REFUSED,
        status=find_status(letter.smtp_reply),
        code=letter.smtp_code,
        words=without_addresses(letter.smtp_reply, letter.email or "\0"),
        recipient=letter.email,
    )
    key = f"server:{letter.pk}:{letter.changed_at:%Y%m%d%H%M%S%f}"
    return hear(report, ReportSource.SERVER, key, letter.changed_at, vouched=letter) is not None
