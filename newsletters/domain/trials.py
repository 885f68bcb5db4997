"""Sends one copy of a newsletter to oneself before anyone else reads it."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _

from newsletters.domain.compose import compose_issue
from newsletters.domain.render import render_letter
from newsletters.domain.slots import SLOTS
from newsletters.models import NewsletterPage


def trial_letter(page: NewsletterPage, address: str, now: datetime) -> EmailMultiAlternatives:
    """The letter as it would leave, marked as a test; its personal links lead to the sign-up page and change nothing.

    Raises ``UnreadableMarkup``.
    """
    content = compose_issue(page, now)
    letter = render_letter(content)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=_("[Test] %(subject)s") % {"subject": content.subject},
        body=_harmless(letter.text),
        from_email=formataddr((content.sender.name, sender)),
        to=[address],
        reply_to=[content.sender.email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=sender.rpartition("@")[2])},
    )
    message.attach_alternative(_harmless(letter.html), "text/html")
    return message


def _harmless(words: str) -> str:
    for slot in SLOTS:
        words = words.replace(slot, settings.BASE_URL + reverse("subscribe"))
    return words
