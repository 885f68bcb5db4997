"""Sends the letters to those who work here: none lost, none twice, whenever a worker is killed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.approval_letters import answers_are_awaited, reading_words
from newsletters.domain.hearing.return_paths import Post
from newsletters.domain.recurring import draft_words, sends_letters
from newsletters.domain.single_post import BATCH, post_letters
from newsletters.domain.staff_words import StaffWords
from newsletters.domain.wording import sender_line
from newsletters.models import StaffLetter
from newsletters.querysets import StaffLetterQuerySet


class StaffKind:
    """The rows of those who approve, who asked, and who send."""

    post = Post.STAFF

    def rows(self) -> StaffLetterQuerySet:
        return StaffLetter.objects.all()

    def load(self, pk: int) -> StaffLetter | None:
        related = "user", "reading__workflow_state__requested_by", "reading__finished_by", "draft__page"
        return StaffLetter.objects.select_related(*related).filter(pk=pk).first()

    def address(self, letter: StaffLetter) -> str:
        return letter.user.email

    def mail(self, letter: StaffLetter, council: Council) -> EmailMultiAlternatives:
        return staff_mail(letter, council)

    def is_still_true(self, letter: StaffLetter, now: datetime) -> bool:
        """Not once it was answered, nor to someone who may not do it any more; an answer is told to who asked."""
        if letter.draft:
            return sends_letters(letter.user) and (letter.draft.nothing_new or letter.draft.page is not None)
        if letter.reading is None or not letter.user.is_active:
            return False
        return letter.is_answer or answers_are_awaited(letter.reading, letter.user)


def post_staff_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due; return how many left. A second call beside it takes other letters."""
    return post_letters(StaffKind(), clock, most)


def staff_mail(letter: StaffLetter, council: Council) -> EmailMultiAlternatives:
    """The whole letter. Its Message-ID is the same after a retry."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    words = _words(letter)
    context = {
        "council": council,
        "sender": sender_line(council),
        "subject": words.subject,
        "person": letter.user,
        **words.context,
    }
    number = f"<staff.{letter.created_at:%Y%m%d%H%M%S}.{letter.pk}@{sender.rpartition('@')[2]}>"
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{words.subject} | {council.name}".split()),
        body=render_to_string(f"newsletters/email/{words.template}.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[letter.user.email],
        reply_to=[council.email] if council.email else None,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": number},
    )
    mail.attach_alternative(render_to_string(f"newsletters/email/{words.template}.html", context), "text/html")
    return mail


def _words(letter: StaffLetter) -> StaffWords:
    if letter.draft:
        return draft_words(letter.draft)
    assert letter.reading is not None  # noqa: S101  (a constraint of the database)
    return reading_words(letter.reading)
