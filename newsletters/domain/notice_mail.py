"""Lays out and sends the letter that convenes a member of the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from crm.assemblies.domain.convening import address_of
from crm.partners.models import Council
from newsletters.domain.hearing.return_paths import Post
from newsletters.domain.notice_words import notice_words
from newsletters.domain.registration_mail import calendar_part
from newsletters.domain.single_post import BATCH, post_letters
from newsletters.domain.wording import sender_line
from newsletters.models import NoticeLetter
from newsletters.querysets import NoticeLetterQuerySet


class NoticeKind:
    """The rows of the members of the board."""

    post = Post.NOTICE

    def rows(self) -> NoticeLetterQuerySet:
        return NoticeLetter.objects.filter(gap="")

    def load(self, pk: int) -> NoticeLetter | None:
        related = NoticeLetter.objects.select_related("notice__assembly__event", "person__user")
        return related.filter(pk=pk).first()

    def address(self, letter: NoticeLetter) -> str:
        return address_of(letter.person) if letter.person else ""

    def mail(self, letter: NoticeLetter, council: Council) -> EmailMultiAlternatives:
        return notice_mail(letter, council, self.address(letter))

    def is_still_true(self, letter: NoticeLetter, now: datetime) -> bool:
        """Not to someone erased or without an address meanwhile, nor for an assembly that will not be held then."""
        event = letter.notice.assembly.event
        takes_place = not event.is_cancelled and event.starts_at == letter.notice.starts_at and now < event.starts_at
        return takes_place and bool(self.address(letter))


def post_notice_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due; return how many left. A second call beside it takes other letters."""
    return post_letters(NoticeKind(), clock, most)


def notice_mail(letter: NoticeLetter, council: Council, address: str) -> EmailMultiAlternatives:
    """The whole letter, with the assembly as an `.ics` file. Its Message-ID is the same after a retry."""
    assembly = letter.notice.assembly
    words = notice_words(assembly)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    context = {"council": council, "sender": sender_line(council), "subject": words.subject, "words": words}
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{words.subject} | {council.name}".split()),
        body=render_to_string("newsletters/email/notice.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[address],
        reply_to=[council.email],
        headers={"Message-ID": f"<notice.{letter.created_at:%Y%m%d%H%M%S}.{letter.pk}@{sender.rpartition('@')[2]}>"},
    )
    mail.attach_alternative(render_to_string("newsletters/email/notice.html", context), "text/html")
    mail.attach(calendar_part(assembly.event, council))
    return mail
