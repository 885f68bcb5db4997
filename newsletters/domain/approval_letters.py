"""Writes to those who may approve a letter, and to who asked what became of it: a row each, which workers send."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.approvals import approvers_of, may_approve
from newsletters.domain.staff_words import StaffWords
from newsletters.models import LetterReading, StaffLetter


def write_reading_letters(now: datetime) -> int:
    """A row for each person who was not told yet; return how many. The second call writes none.

    That a reading was told, and the rows, are one transaction: killed in between, a worker has done neither.
    """
    written = 0
    waiting = LetterReading.objects.select_related("workflow_state__requested_by", "finished_by")
    for reading in waiting.filter(status=LetterReading.STATUS_IN_PROGRESS, told_at=None):
        written += _write(reading, "told_at", approvers_of(reading), now)
    answered = (LetterReading.STATUS_APPROVED, LetterReading.STATUS_REJECTED)
    for reading in waiting.filter(status__in=answered, answer_told_at=None):
        written += _write(reading, "answer_told_at", [reading.asked_by] if reading.asked_by else [], now)
    return written


@transaction.atomic
def _write(reading: LetterReading, mark: str, people: list[User], now: datetime) -> int:
    if not LetterReading.objects.filter(pk=reading.pk, **{mark: None}).update(**{mark: now}):
        return 0
    row = {"reading": reading, "is_answer": mark == "answer_told_at", "due_at": now}
    written = [StaffLetter(user=person, created_at=now, changed_at=now, **row) for person in people]
    return len(StaffLetter.objects.bulk_create(written))


def answers_are_awaited(reading: LetterReading, person: User) -> bool:
    """Whether this person is still asked to read it."""
    return reading.is_waiting and may_approve(reading, person)


def reading_words(reading: LetterReading) -> StaffWords:
    """What is asked, or what became of what was asked, and the way to the screen."""
    context = {
        "reading": reading,
        "letter": reading.subject,
        "url": settings.BASE_URL + reverse("letter_reading", args=[reading.pk]),
    }
    return StaffWords("reading", _subject(reading), context)


def _subject(reading: LetterReading) -> str:
    said = {"letter": reading.subject}
    if reading.is_waiting:
        return _("To be approved: %(letter)s") % said
    if reading.is_approved:
        return _("Approved: %(letter)s") % said
    return _("Sent back: %(letter)s") % said
