"""Writes into a letter's own row that it came back."""

from __future__ import annotations

import re
from datetime import datetime

from newsletters.domain.hearing.reports import Report
from newsletters.domain.hearing.return_paths import Post, Returned
from newsletters.enums import DeliveryState, ReportKind, ReportOutcome
from newsletters.models import (
    AddressLetter,
    ContributionLetter,
    Delivery,
    NoticeLetter,
    RegistrationLetter,
    StaffLetter,
    WelcomeLetter,
)
from newsletters.models.single_letters import SingleLetter

SINGLE_LETTERS: dict[Post, type[SingleLetter]] = {
    Post.REGISTRATION: RegistrationLetter,
    Post.NOTICE: NoticeLetter,
    Post.ADDRESS: AddressLetter,
    Post.WELCOME: WelcomeLetter,
    Post.STAFF: StaffLetter,
    Post.CONTRIBUTION: ContributionLetter,
}
# What `domain.unreached` lists for a person to send again.
SENT_AGAIN = (Post.REGISTRATION, Post.NOTICE, Post.CONTRIBUTION)
# What may still turn out not to have arrived.
LEFT = (DeliveryState.SENT, DeliveryState.DOUBTFUL, DeliveryState.SENDING)


def mark_letter(letter: Delivery, report: Report, now: datetime) -> None:
    """A letter of a mailing came back; a doubt is settled by it. Of someone erased, no word is kept."""
    Delivery.objects.filter(pk=letter.pk, state__in=LEFT).update(
        state=DeliveryState.BOUNCED,
        smtp_code=report.code,
        smtp_reply=answer_of(report) if letter.subscriber_id else "",
        lease_until=None,
        changed_at=now,
    )
    letter.refresh_from_db()


def mark_single_letter(returned: Returned, report: Report, now: datetime) -> ReportOutcome:
    """A letter that left alone came back: where someone sends such letters again, it joins those that wait for it."""
    if report.kind == ReportKind.UNREAD:
        return ReportOutcome.WAITING
    if report.kind != ReportKind.REFUSED:
        return ReportOutcome.NOTHING
    marked = mark_returned(returned, report, now)
    return ReportOutcome.TOLD if marked and returned.post in SENT_AGAIN else ReportOutcome.NOTHING


def mark_returned(returned: Returned, report: Report, now: datetime) -> bool:
    """Write it into the row; False where there is none any more, or where it had not left."""
    letters = SINGLE_LETTERS[returned.post]._default_manager.filter(pk=returned.number, state__in=LEFT)
    answer = {"smtp_code": report.code, "smtp_reply": answer_of(report)}
    return bool(letters.update(state=DeliveryState.BOUNCED, changed_at=now, **answer))


def answer_of(report: Report) -> str:
    """The status first, then the words, as the answers of a relay are kept."""
    words = re.sub(r"^\d{3}[ -]+", "", report.words)
    if not report.status or words.startswith(report.status):
        return words
    return f"{report.status} {words}".strip()
