"""Writes to one person about their own subscription: to confirm it, or because they already have it."""

from __future__ import annotations

from datetime import date
from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from crm.partners.models import Council
from newsletters.domain.automatic_letters import CONFIRM, text_of
from newsletters.domain.consent import current_topics, pending_topics
from newsletters.domain.letter_texts import fill_line, fill_words
from newsletters.domain.links import confirm_url, preferences_url
from newsletters.domain.wording import sender_line
from newsletters.models import Subscriber


def answer_letter(subscriber: Subscriber, council: Council, on: date) -> EmailMultiAlternatives:
    """The letter that answers a sign-up: what waits is to be confirmed; otherwise it says what is already so."""
    pending = pending_topics(subscriber)
    name = "confirm" if pending else "already_subscribed"
    values = {"conseil": council.name}
    text = text_of(CONFIRM)
    subject = fill_line(text.subject, values) if pending else _("You are already subscribed")
    context = {
        "paragraphs": fill_words(text.words, values, []),
        "council": council,
        "sender": sender_line(council),
        "subject": subject,
        "pending": pending,
        "current": current_topics(subscriber, on),
        "confirm_url": confirm_url(subscriber.pk),
        "preferences_url": preferences_url(subscriber.pk),
    }
    return _letter(subscriber.email, f"{subject} | {council.name}", name, context, council)


def _letter(
    email: str, subject: str, name: str, context: dict[str, object], council: Council
) -> EmailMultiAlternatives:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"newsletters/email/{name}.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[email],
        reply_to=[council.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
        },
    )
    letter.attach_alternative(render_to_string(f"newsletters/email/{name}.html", context), "text/html")
    return letter
