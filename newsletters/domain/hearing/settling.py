"""What a person decides: about a message that could not be read, or that an address is written to again."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.errors import PostRoomError
from newsletters.domain.hearing.policy import decide
from newsletters.domain.hearing.reports import Report
from newsletters.enums import ReportKind, ReportOutcome, ReportSource, SuppressionReason
from newsletters.models import Delivery, MailReport, Subscriber, Suppression

logger = logging.getLogger("parvis.newsletters")

GONE, FOR_NOW, COMPLAINT = "gone", "for_now", "complaint"
# What a person reads in a message that no rule could read, as the report it stands for.
MEANINGS = {
    GONE: Report(ReportKind.REFUSED, status="5.1.1"),
    FOR_NOW: Report(ReportKind.REFUSED, status="4.2.2"),
    COMPLAINT: Report(ReportKind.COMPLAINT),
}


class ReportRefused(PostRoomError):
    """What was asked about a report cannot be done; nothing was changed."""


@transaction.atomic
def attach_report(row: MailReport, letter: Delivery, meaning: str, by: User, now: datetime) -> ReportOutcome:
    """Say that a waiting message is about this letter and what it means; the policy does the rest.

    Refused, with nothing written, when somebody has settled it meanwhile. The message itself is then forgotten.
    """
    held = _hold(row)
    report = MEANINGS[meaning]
    held.kind, held.status = report.kind, report.status
    held.delivery, held.subscriber = Delivery.objects.select_for_update().get(pk=letter.pk), letter.subscriber
    _settle(held, decide(held, report, now), by, now)
    return ReportOutcome(held.outcome)


@transaction.atomic
def dismiss_report(row: MailReport, by: User, now: datetime) -> None:
    """Say that a waiting message asks for nothing; it is forgotten, and the line stays."""
    _settle(_hold(row), ReportOutcome.NOTHING, by, now)


@transaction.atomic
def lift_bounce(subscriber: Subscriber, reason: str, by: User, now: datetime) -> None:
    """Write again to an address that came back: the person says that it works. The reason is kept with who did it.

    Never for a complaint, a departure, an erasure or a decision of the council: refused, with nothing written.
    """
    bounced = Suppression.objects.filter(address_hash=subscriber.address_hash, reason=SuppressionReason.BOUNCED)
    if not bounced.delete()[0]:
        raise ReportRefused(_("Nothing was changed: this address was not set aside because letters came back from it."))
    MailReport.objects.create(
        key=f"lifted:{uuid.uuid4()}",
        source=ReportSource.COUNCIL,
        kind=ReportKind.LIFTED,
        outcome=ReportOutcome.LIFTED,
        words=reason,
        subscriber=subscriber,
        received_at=now,
        settled_at=now,
        settled_by=by,
    )
    logger.info("address written to again", extra={"subscriber": subscriber.pk, "user": by.pk})


def _hold(row: MailReport) -> MailReport:
    """Two people who press two buttons cannot both be right."""
    held = MailReport.objects.select_for_update().filter(pk=row.pk, outcome=ReportOutcome.WAITING).first()
    if held is None:
        raise ReportRefused(_("Nothing was changed: somebody has settled this message meanwhile."))
    return held


def _settle(row: MailReport, outcome: ReportOutcome, by: User, now: datetime) -> None:
    row.outcome, row.content, row.settled_by, row.settled_at = outcome, "", by, now
    row.save()
    logger.info("report settled by a person", extra={"report": row.pk, "outcome": outcome.value, "user": by.pk})
