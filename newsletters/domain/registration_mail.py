"""Lays out a letter to someone registered, with the event as an `.ics` file when there is a date to note."""

from __future__ import annotations

from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from crm.events.domain.calendars import Publisher, events_calendar
from crm.events.domain.registration_links import registration_url
from crm.events.enums import RegistrationState
from crm.events.models import Event, Registration
from crm.partners.models import Council
from newsletters.domain.registration_news import standing_registration
from newsletters.domain.registration_words import DATED, letter_words
from newsletters.domain.wording import sender_line
from newsletters.enums import RegistrationLetterKind
from newsletters.models import RegistrationLetter


def registration_mail(letter: RegistrationLetter, council: Council) -> EmailMultiAlternatives:
    """The whole letter. Its Message-ID says only which row it is: the same after a retry."""
    registration = _stands(letter.registration)
    words = letter_words(letter, registration)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    context = {
        "council": council,
        "sender": sender_line(council),
        "subject": words.subject,
        "words": words,
        "url": registration_url(registration.pk),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(f"{words.subject} | {council.name}".split()),
        body=render_to_string("newsletters/email/registration.txt", context),
        from_email=formataddr((council.name, sender)),
        to=[letter.registration.email],
        reply_to=[council.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<registration.{letter.created_at:%Y%m%d%H%M%S}.{letter.pk}@{sender.rpartition('@')[2]}>",
        },
    )
    mail.attach_alternative(render_to_string("newsletters/email/registration.html", context), "text/html")
    if RegistrationLetterKind(letter.kind) in DATED and (
        registration.is_active or registration.desk.event.is_cancelled
    ):
        mail.attach(calendar_part(registration.desk.event, council))
    return mail


def _stands(registration: Registration) -> Registration:
    """The registration that the letter is about."""
    if registration.state != RegistrationState.REPEATED:
        return registration
    return standing_registration(registration) or registration


def calendar_part(event: Event, council: Council) -> MIMEText:
    """As a file and not as an invitation (`METHOD:PUBLISH`): nobody's answer is awaited by calendar."""
    publisher = Publisher(name=council.name, email=council.email, base_url=settings.BASE_URL)
    text = events_calendar([event], publisher, event.title).decode()
    part = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename=f"{event.slug}.ics")
    return part
