"""Shows a message that no rule could read, as plain words, and the letters that it may be about."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from typing import cast

from django.db.models import Q, QuerySet

from newsletters.domain.addresses import lookup_hash
from newsletters.domain.hearing.reading import BEYOND_REPAIR, read_report
from newsletters.enums import ReportKind, ReportOutcome
from newsletters.models import Delivery, MailReport

MOST_LETTERS = 5
TEXT_LENGTH = 4000


@dataclass(frozen=True)
class ReadableMessage:
    """What a person reads of it: text alone, never its HTML."""

    sender: str
    subject: str
    text: str
    recipient: str


def waiting_reports() -> QuerySet[MailReport]:
    """What came back and no rule could read: somebody must look at it."""
    return MailReport.objects.filter(outcome=ReportOutcome.WAITING).exclude(kind=ReportKind.LIFTED)


def read_waiting(report: MailReport) -> ReadableMessage:
    """The message that is kept with a report that waits; whatever it holds, it is shown."""
    recipient = read_report(report.content.encode()).recipient
    try:
        message = message_from_string(report.content, policy=policy.default)
        part = message.get_body(("plain",))
        text = str(cast(EmailMessage, part).get_content()) if part else report.content
        return ReadableMessage(str(message["From"] or ""), str(message["Subject"] or ""), text[:TEXT_LENGTH], recipient)
    except BEYOND_REPAIR:
        return ReadableMessage("", "", report.content[:TEXT_LENGTH], recipient)


def letters_to(address: str, report: MailReport) -> list[Delivery]:
    """The last letters to that address, in whatever case it is written; the one that is known already comes first."""
    theirs = Q(subscriber__address_hash=lookup_hash(address)) if address else Q(pk=report.delivery_id)
    letters = Delivery.objects.filter(theirs | Q(pk=report.delivery_id), subscriber__isnull=False)
    return list(letters.select_related("mailing", "subscriber").order_by("-pk")[:MOST_LETTERS])
