"""The question of an edition: where it is answered, until when, and how many gave each answer.

Answers are totals: no person, address or hour is kept, so nobody can say that each person answered once. A form is
good for one answer, and one place gives few in an hour; that is said to who reads the totals.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from newsletters.domain.content import IssueContent, Part, PollLine, PollPart
from newsletters.domain.errors import PostRoomError

if TYPE_CHECKING:
    from newsletters.models import NewsletterPage

SALT = "parvis.newsletters.poll"
FORM_LASTS = 24 * 3600  # seconds


class StaleForm(PostRoomError):
    """The form was opened too long ago, or was made for another question, or by somebody else."""


def poll_url(page_id: int | None, question: str) -> str:
    return reverse("poll", args=[page_id or 0, question or "0"])


def find_poll(content: IssueContent, page: NewsletterPage, question: str) -> PollPart | None:
    """The question of that block, as the edition says it today or said it when it was sent."""
    url = poll_url(page.pk, question)
    return next((part for part in polls_of(content) if part.url == url), None)


def polls_of(content: IssueContent) -> list[PollPart]:
    return [part for part in content.parts if isinstance(part, PollPart)]


def is_open(poll: PollPart, now: datetime) -> bool:
    """Until the end of its last day, in the time of the council."""
    return timezone.localdate(now) <= date.fromisoformat(poll.closes_on)


def sign_form(poll: PollPart) -> str:
    """Goes with one form, and is good for one answer; the page that shows it may not be kept."""
    return signing.TimestampSigner(salt=SALT).sign_object([poll.url, secrets.token_urlsafe(9)])


def read_form(poll: PollPart, stamp: str) -> str:
    """What makes this form unlike any other; raises ``StaleForm``."""
    try:
        url, once = signing.TimestampSigner(salt=SALT).unsign_object(stamp, max_age=FORM_LASTS)
    except signing.BadSignature as error:
        raise StaleForm from error
    if url != poll.url:
        raise StaleForm
    return str(once)


@transaction.atomic
def count_answer(page: NewsletterPage, question: str, words: str) -> None:
    """One more for this answer; two at the same instant are both counted."""
    tally, _created = page.tallies.get_or_create(question=question, words=words)
    page.tallies.filter(pk=tally.pk).update(total=F("total") + 1)


def with_results(content: IssueContent, page: NewsletterPage, *, all_of_them: bool = False) -> IssueContent:
    """The same edition, its questions with their totals: those that the volunteer shows to readers, or all."""
    if page.pk is None or not any(poll.shows_results or all_of_them for poll in polls_of(content)):
        return content
    totals = {(poll_url(page.pk, tally.question), tally.words): tally.total for tally in page.tallies.all()}

    def told(part: Part) -> Part:
        if not isinstance(part, PollPart) or not (part.shows_results or all_of_them):
            return part
        return replace(part, results=_lines(part.answers, [totals.get((part.url, words), 0) for words in part.answers]))

    return replace(content, parts=tuple(told(part) for part in content.parts))


def _lines(answers: Iterable[str], totals: list[int]) -> tuple[PollLine, ...]:
    everything = sum(totals)
    return tuple(
        PollLine(words, total, round(100 * total / everything) if everything else 0)
        for words, total in zip(answers, totals, strict=True)
    )
