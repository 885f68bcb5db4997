"""Writes to those who may approve a letter, and tells who asked what became of it."""

from __future__ import annotations

import logging
from datetime import datetime
from email.utils import formataddr, make_msgid, parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.partners.models import Council
from newsletters.domain.approvals import approvers_of
from newsletters.domain.wording import sender_line
from newsletters.models import LetterReading

logger = logging.getLogger("parvis.newsletters")


def tell_of_readings(now: datetime) -> int:
    """Send what nobody was told yet; return how many letters left. Each request and each answer is told once.

    The row says so before the letters leave: killed in between, a worker tells nobody, and the first screen of the
    administration says the same. A server that cannot be reached is asked again.
    """
    told = 0
    waiting = LetterReading.objects.select_related("workflow_state__requested_by", "finished_by")
    for reading in waiting.filter(status=LetterReading.STATUS_IN_PROGRESS, told_at=None):
        told += _tell(reading, "told_at", approvers_of(reading), now)
    answered = (LetterReading.STATUS_APPROVED, LetterReading.STATUS_REJECTED)
    for reading in waiting.filter(status__in=answered, answer_told_at=None):
        told += _tell(reading, "answer_told_at", [reading.asked_by] if reading.asked_by else [], now)
    return told


def _tell(reading: LetterReading, mark: str, people: list[User], now: datetime) -> int:
    if not LetterReading.objects.filter(pk=reading.pk, **{mark: None}).update(**{mark: now}):
        return 0
    told = 0
    for person in people:
        try:
            reading_mail(reading, person, Council.load()).send()
            told += 1
        except (SMTPException, OSError):
            logger.warning("request to approve not sent", extra={"reading": reading.pk, "user": person.pk})
    if people and not told:
        LetterReading.objects.filter(pk=reading.pk).update(**{mark: None})
    return told


def reading_mail(reading: LetterReading, person: User, council: Council) -> EmailMultiAlternatives:
    """What is asked of this person, or what became of what they asked, and the way to the screen."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    subject = _subject(reading)
    context = {
        "council": council,
        "sender": sender_line(council),
        "subject": subject,
        "person": person,
        "reading": reading,
        "letter": reading.subject,
        "url": settings.BASE_URL + reverse("letter_reading", args=[reading.pk]),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{subject} | {council.name}".split()),
        body=render_to_string("newsletters/email/reading.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[person.email],
        reply_to=[council.email] if council.email else None,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=sender.rpartition("@")[2])},
    )
    mail.attach_alternative(render_to_string("newsletters/email/reading.html", context), "text/html")
    return mail


def _subject(reading: LetterReading) -> str:
    said = {"letter": reading.subject}
    if reading.is_waiting:
        return _("To be approved: %(letter)s") % said
    if reading.is_approved:
        return _("Approved: %(letter)s") % said
    return _("Sent back: %(letter)s") % said
