"""Hears what a mail provider tells of our letters, by the same policy as everything else that comes back."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletters.domain.addresses import lookup_hash
from newsletters.domain.hearing.policy import hear
from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.statuses import find_status
from newsletters.domain.trials import without_addresses
from newsletters.enums import DeliveryState, ReportKind, ReportSource
from newsletters.models import Delivery, MailReport

logger = logging.getLogger("parvis.newsletters")

# Told without our number of the letter: the last one to that person, if it left this lately.
LATELY = timedelta(days=14)
NUMBER = re.compile(r"<?\d{14}\.(\d{1,18})\.(\d{1,18})@")
KINDS = {
    "bounced": ReportKind.REFUSED,
    "rejected": ReportKind.REFUSED,
    "failed": ReportKind.REFUSED,
    "complained": ReportKind.COMPLAINT,
    "deferred": ReportKind.DELAYED,
}
# What a provider says in a word, when it passes on no answer of the server.
STATUSES = {"invalid": "5.1.1", "timed_out": "4.4.7", "blocked": "5.7.1", "spam": "5.7.1"}


@dataclass(frozen=True)
class ProviderEvent:
    """What any provider tells, in the words of django-anymail."""

    provider: str
    kind: str
    recipient: str
    number: str = ""
    event: str = ""
    reason: str = ""
    answer: str = ""


def hear_provider(event: ProviderEvent, now: datetime) -> MailReport | None:
    """Do what the policy says; the second time nothing. Nothing for what is no news, or about no letter of ours.

    The provider has proved who it is (its secret), so it need not give back our signature.
    """
    kind = KINDS.get(event.kind)
    letter = _letter(event, now) if kind else None
    if kind is None or letter is None:
        return None
    answer = without_addresses(event.answer, event.recipient or "\0")
    code = re.match(r"\D{0,3}([245]\d\d)\b", answer)
    report = Report(
        kind=kind,
        status=find_status(answer) or STATUSES.get(event.reason, ""),
        code=int(code[1]) if code else None,
        words=" ".join(answer.replace("\x00", "").split())[:500],
        recipient=event.recipient,
    )
    told = "\0".join((event.provider, event.event or f"{event.number} {event.kind}", event.recipient.lower()))
    key = f"provider:{hashlib.sha256(told.encode()).hexdigest()}"
    return hear(report, ReportSource.PROVIDER, key, now, vouched=letter)


def _letter(event: ProviderEvent, now: datetime) -> Delivery | None:
    """The letter whose Message-ID is told, if it went to that person; otherwise their last one of these days."""
    theirs = Delivery.objects.filter(subscriber__address_hash=lookup_hash(event.recipient)).order_by("-pk")
    if number := NUMBER.match(event.number):
        return theirs.filter(mailing=int(number[1]), pk=int(number[2])).first()
    left = [DeliveryState.SENT, DeliveryState.DOUBTFUL, DeliveryState.BOUNCED]
    return theirs.filter(state__in=left, changed_at__gte=now - LATELY).first()
