"""Welcomes someone who has just confirmed: once a person, and only while they still wish to hear from us."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.automatic_letters import WELCOME, is_off, text_of
from newsletters.domain.consent import current_topics
from newsletters.domain.hearing.return_paths import Post
from newsletters.domain.letter_texts import LetterText, fill_line, fill_words
from newsletters.domain.links import preferences_url, unsubscribe_url
from newsletters.domain.single_post import BATCH, post_letters
from newsletters.domain.wording import sender_line
from newsletters.models import Subscriber, Topic, WelcomeLetter
from newsletters.querysets import WelcomeLetterQuerySet


def write_welcome(subscriber: Subscriber, now: datetime) -> bool:
    """One letter to someone who confirms for the first time; False where it is switched off, or was written before."""
    if is_off(WELCOME) or not subscriber_is_new(subscriber, now):
        return False
    row = {"due_at": now, "created_at": now, "changed_at": now}
    _letter, is_new = WelcomeLetter.objects.get_or_create(subscriber=subscriber, defaults=row)
    return is_new


def subscriber_is_new(subscriber: Subscriber, now: datetime) -> bool:
    """Confirmed at this very moment: whoever adds a topic later knows us already."""
    return Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=now).exists()


class WelcomeKind:
    """The rows of those who are welcomed."""

    post = Post.WELCOME

    def rows(self) -> WelcomeLetterQuerySet:
        return WelcomeLetter.objects.all()

    def load(self, pk: int) -> WelcomeLetter | None:
        return WelcomeLetter.objects.select_related("subscriber").filter(pk=pk).first()

    def address(self, letter: WelcomeLetter) -> str:
        return letter.subscriber.email

    def mail(self, letter: WelcomeLetter, council: Council) -> EmailMultiAlternatives:
        topics = current_topics(letter.subscriber, timezone.localdate())
        mail = welcome_mail(text_of(WELCOME), topics, council, letter.subscriber)
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        mail.extra_headers["Message-ID"] = f"<welcome.{letter.created_at:%Y%m%d%H%M%S}.{letter.pk}@{domain}>"
        return mail

    def is_still_true(self, letter: WelcomeLetter, now: datetime) -> bool:
        """Not to who has left, is set aside or takes a pause meanwhile, nor once it is switched off."""
        subscriber, today = letter.subscriber, timezone.localdate(now)
        return not is_off(WELCOME) and not subscriber.is_paused_on(today) and bool(current_topics(subscriber, today))


def post_welcome_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due; return how many left. A second call beside it takes other letters."""
    return post_letters(WelcomeKind(), clock, most)


def welcome_mail(
    text: LetterText, topics: list[Topic], council: Council, subscriber: Subscriber | None = None
) -> EmailMultiAlternatives:
    """The whole letter, with the ways to choose and to leave; to nobody, for a preview, without a subscriber."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    values = {"conseil": council.name}
    subject = fill_line(text.subject, values)
    leave = unsubscribe_url(subscriber.pk) if subscriber else settings.BASE_URL
    context = {
        "council": council,
        "sender": sender_line(council),
        "subject": subject,
        "paragraphs": fill_words(text.words, values, []),
        "topics": topics,
        "preferences_url": preferences_url(subscriber.pk) if subscriber else settings.BASE_URL,
        "unsubscribe_url": leave,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{subject} | {council.name}".split()),
        body=render_to_string("newsletters/email/welcome.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[subscriber.email] if subscriber else [],
        reply_to=[council.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("newsletters/email/welcome.html", context), "text/html")
    return mail
