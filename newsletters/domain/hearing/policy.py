"""Decides what a report means for the person and for the mailing: one policy, however it was heard (RFC 3463).

There is no such mailbox: the address is set aside. Full, or put off: counted, and set aside after three mailings in a
row over more than fifteen days. Distrusted: our fault, and the mailing pauses when many say so. Reported as spam: the
person leaves everything.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.partners.domain.tallies import Tally
from newsletters.domain.addresses import hash_address, lookup_hash
from newsletters.domain.consent import leave_topics, suppress
from newsletters.domain.files import find_subscriber
from newsletters.domain.hearing.marking import mark_letter, mark_returned, mark_single_letter
from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.return_paths import Post, Returned, first_true
from newsletters.domain.hearing.statuses import Verdict, find_status, judge_refusal
from newsletters.domain.tokens import BadToken, Purpose, read_token
from newsletters.enums import (
    ConsentMethod,
    DeliveryState,
    MailingState,
    ReportKind,
    ReportOutcome,
    ReportSource,
    SuppressionReason,
)
from newsletters.models import Delivery, Mailing, MailReport, WelcomeLetter

logger = logging.getLogger("parvis.newsletters")

MAILINGS_IN_A_ROW = 3
LONGER_THAN = timedelta(days=15)
# So many letters of one mailing distrusted, and each time as many again: it pauses.
DISTRUSTED_AT_LEAST = 5
DISTRUSTED_SHARE = 0.02


@transaction.atomic
def hear(
    report: Report, source: ReportSource, key: str, now: datetime, *, content: str = "", vouched: Delivery | None = None
) -> MailReport | None:
    """Note one report and do what the policy says; the second time with the same key does nothing.

    Only what bears our own signature has an effect, or what a provider has ``vouched`` for: a refusal by its return
    path, a complaint by that or by the link to leave. A signature that is false is noted and ignored; without any, and
    for what could not be read, ``content`` is kept and somebody must look. Nothing is kept of automatic answers.
    """
    if report.kind == ReportKind.AUTOMATIC:
        return None
    row, is_new = MailReport.objects.get_or_create(
        key=key,
        defaults={
            "source": source,
            "kind": report.kind,
            "code": report.code,
            "status": report.status[:12],
            "words": report.words,
            "received_at": now,
        },
    )
    if not is_new:
        return row
    returned = _of_delivery(vouched) if vouched else first_true(report.tokens) or _by_link(report)
    if returned is None:
        row.outcome = _without_a_letter(report)
    elif returned.post == Post.WELCOME:
        row.outcome = _of_welcome(row, returned, report, now)
    elif returned.post != Post.LETTER:
        row.outcome = mark_single_letter(returned, report, now)
    else:
        row.delivery = Delivery.objects.select_for_update().filter(pk=returned.number).first()
        row.subscriber = find_subscriber(returned.subscriber_id)
        row.outcome = decide(row, report, now)
    if row.outcome == ReportOutcome.WAITING:
        row.content = content
    row.save()
    logger.info("report heard", extra={"report": row.pk, "kind": row.kind, "outcome": row.outcome, "source": source})
    return row


def decide(row: MailReport, report: Report, now: datetime) -> ReportOutcome:
    """What the policy does for the letter and the person of a row; the letter is marked, the row is not saved."""
    if report.kind == ReportKind.COMPLAINT:
        return _leave_everything(row, now)
    if report.kind == ReportKind.DELAYED:
        return ReportOutcome.NOTHING
    if report.kind == ReportKind.UNREAD:
        return ReportOutcome.WAITING
    if row.delivery:
        mark_letter(row.delivery, report, now)
    verdict = judge_refusal(report.code, report.status)
    if verdict == Verdict.DISTRUST:
        _weigh_distrust(row)
        return ReportOutcome.OURS
    if verdict == Verdict.GONE or _goes_on_too_long(row):
        return _set_aside(row, report, now)
    return ReportOutcome.COUNTED


def _of_welcome(row: MailReport, returned: Returned, report: Report, now: datetime) -> ReportOutcome:
    """It is a subscriber's first letter: what comes back says of them what that of a mailing would say."""
    letter = WelcomeLetter.objects.select_related("subscriber").filter(pk=returned.number).first()
    if letter is None:
        return ReportOutcome.NOTHING
    row.subscriber = letter.subscriber
    if report.kind == ReportKind.REFUSED:
        mark_returned(returned, report, now)
    return decide(row, report, now)


def _without_a_letter(report: Report) -> ReportOutcome:
    """Nobody's: a delay says nothing, a false signature is worth nothing, the rest waits for somebody."""
    if report.kind == ReportKind.DELAYED:
        return ReportOutcome.NOTHING
    if report.tokens and report.kind != ReportKind.UNREAD:
        return ReportOutcome.FORGED
    return ReportOutcome.WAITING


def _of_delivery(letter: Delivery) -> Returned:
    return Returned(Post.LETTER, letter.pk, letter.subscriber_id or 0)


def _by_link(report: Report) -> Returned | None:
    """Of a complaint: who may leave by the link that the letter carried."""
    for link in report.links if report.kind == ReportKind.COMPLAINT else ():
        try:
            return Returned(Post.LETTER, 0, read_token(Purpose.UNSUBSCRIBE, link).subscriber_id)
        except BadToken:
            continue
    return None


def _leave_everything(row: MailReport, now: datetime) -> ReportOutcome:
    """As if the person had left by themselves, for good; nothing for someone erased meanwhile."""
    if row.subscriber is None:
        return ReportOutcome.NOTHING
    evidence = _("A complaint that the person's mail service passed on.")
    why = SuppressionReason.COMPLAINT
    leave_topics(row.subscriber, None, ConsentMethod.COMPLAINT, now, reason=why, evidence=evidence)
    return ReportOutcome.LEFT


def _set_aside(row: MailReport, report: Report, now: datetime) -> ReportOutcome:
    """The address that the letter went to, which may no longer be the person's.

    When the letter is gone with its mailing, only the address that the report names, if it is the person's.
    """
    if row.delivery and row.delivery.email:
        suppress(hash_address(row.delivery.email), SuppressionReason.BOUNCED, now)
        return ReportOutcome.SET_ASIDE
    if row.subscriber and lookup_hash(report.recipient) == row.subscriber.address_hash:
        suppress(row.subscriber.address_hash, SuppressionReason.BOUNCED, now)
        return ReportOutcome.SET_ASIDE
    return ReportOutcome.NOTHING


def _goes_on_too_long(row: MailReport) -> bool:
    """Whether the last three mailings or more, over more than fifteen days, all came back from this person.

    A letter taken since begins the count anew, and so does an address written to again by the council; a letter
    that was distrusted says nothing about the person.
    """
    if row.subscriber is None:
        return False
    lifted = row.subscriber.reports.filter(kind=ReportKind.LIFTED).order_by("-received_at").first()
    letters = Delivery.objects.filter(
        subscriber=row.subscriber, state__in=[DeliveryState.SENT, DeliveryState.BOUNCED]
    ).order_by("-mailing__created_at", "-pk")
    back: list[datetime] = []
    for letter in letters.iterator(chunk_size=50):
        left_at = letter.sent_at or letter.changed_at
        if letter.state == DeliveryState.SENT or (lifted and left_at <= lifted.received_at):
            break
        if judge_refusal(letter.smtp_code, find_status(letter.smtp_reply)) != Verdict.DISTRUST:
            back.append(left_at)
    return len(back) >= MAILINGS_IN_A_ROW and back[0] - back[-1] > LONGER_THAN


def _weigh_distrust(row: MailReport) -> None:
    """Pause the mailing when many of its letters are distrusted; a person resumes it once the reason is mended."""
    if row.delivery is None:
        return
    mailing = row.delivery.mailing
    before = MailReport.objects.filter(delivery__mailing=mailing, outcome=ReportOutcome.OURS).exclude(pk=row.pk).count()
    many = max(DISTRUSTED_AT_LEAST, ceil(mailing.prepared * DISTRUSTED_SHARE))
    if (before + 1) % many:
        return
    reason = ngettext(
        "%(n)s letter came back because its server distrusts us. Nobody was set aside. Whoever looks after the site "
        "runs “mail_doctor” and mends what it says; then resume.",
        "%(n)s letters came back because their servers distrust us. Nobody was set aside. Whoever looks after the site "
        "runs “mail_doctor” and mends what it says; then resume.",
        before + 1,
    ) % {"n": Tally(before + 1)}
    paused = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING).update(
        state=MailingState.PAUSED, pause_reason=reason, retry_at=None
    )
    if paused:
        logger.warning("mailing paused: we are distrusted", extra={"mailing": mailing.pk, "letters": before + 1})
