"""What the letters to those registered say once they have left."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

from django.utils import timezone

from newsletters.domain.registration_post import post_registration_letters
from newsletters.models import RegistrationLetter
from tests.newsletters.smtp import MailServer


def sent(mail_server: MailServer, hours: int = 0) -> list[EmailMessage]:
    """What has left since last asked, so many hours from now."""
    post_registration_letters(clock=lambda: timezone.now() + timedelta(hours=hours))
    letters = [received.message for received in mail_server.received]
    mail_server.received.clear()
    return letters


def subjects(mail_server: MailServer, hours: int = 0) -> list[tuple[str, str]]:
    return [
        (str(letter["To"]), str(letter["Subject"]).split(" | ")[0].replace("\u00a0", " ").strip())
        for letter in sent(mail_server, hours)
    ]


def words(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


def states() -> list[tuple[str, str]]:
    return list(RegistrationLetter.objects.values_list("kind", "state"))
