"""Forgets what came back: with the person, or when it has had its time (Law 25)."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsletters.enums import ReportOutcome
from newsletters.models import MailReport, Subscriber

# What nobody looked at by then says nothing to anybody any more.
UNSETTLED_FOR = timedelta(days=90)
# As long as a letter of a mailing may still be asked about.
KEPT_FOR = timedelta(days=400)


def forget_reports_of(subscriber: Subscriber) -> None:
    """Someone is erased: the lines stay, as counts, without words; no message that names the address stays."""
    MailReport.objects.filter(subscriber=subscriber).update(words="", content="")
    named = MailReport.objects.filter(content__icontains=subscriber.email)
    named.update(content="", outcome=ReportOutcome.NOTHING)


def forget_old_reports(now: datetime) -> int:
    """Delete what waited too long for somebody, and what is too old; return how many. The second call finds none."""
    waited = MailReport.objects.filter(outcome=ReportOutcome.WAITING, received_at__lt=now - UNSETTLED_FOR)
    old = MailReport.objects.filter(received_at__lt=now - KEPT_FOR)
    return int(waited.delete()[0]) + int(old.delete()[0])
