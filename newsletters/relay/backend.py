"""Any of Django's mail backends as a relay, those of django-anymail included: one letter at a time, its own way."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, cast

from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from newsletters.relay.addresses import wire_address
from newsletters.relay.answers import (
    Answer,
    AnswerLost,
    ConnectionLost,
    LetterRefused,
    RelayRefused,
    RelayUnreachable,
    Talk,
)

# Written by the backend from the message's own fields.
OWN_FIELDS = {"from", "to", "reply-to", "subject", "mime-version", "content-type", "content-transfer-encoding"}
TOO_MANY, OUR_FAULT = 429, {401, 402, 403}


class BackendRelay:
    """A connection of the backend of this name."""

    def __init__(self, backend: str) -> None:
        try:
            self._connection = get_connection(backend)
            self._connection.open()
        except (SMTPException, OSError) as error:
            raise RelayUnreachable(str(error)) from error

    def send(self, envelope_from: str, recipient: str, message: bytes) -> Answer:
        """Hand over one letter; see ``Relay.send``."""
        letter = as_django_message(message, wire_address(recipient))
        try:
            taken = self._connection.send_messages([letter])
        except SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise LetterRefused(_text(words), code) from error
        except SMTPResponseException as error:
            raise LetterRefused(_text(error.smtp_error), error.smtp_code) from error
        except SMTPException as error:
            raise ConnectionLost(str(error)) from error
        except Exception as error:
            raise _judged(error) from error
        if not taken:
            raise LetterRefused(_("The mail service took no letter and gave no reason."), 451)
        return Answer(250, _said(letter))

    def talk(self, envelope_from: str, recipient: str, message: bytes) -> Talk:
        """One step; see ``Relay.talk``."""
        yield from ()
        return self.send(envelope_from, recipient, message)

    def wait_until(self, deadline: float) -> None:
        """The backend has time limits of its own."""

    def close(self) -> None:
        self._connection.close()


def as_django_message(raw: bytes, recipient: str) -> EmailMultiAlternatives:
    """Our bytes as Django's message: text, HTML, and every header that is not one of its own fields."""
    parsed = message_from_bytes(raw, policy=policy.default)
    letter = EmailMultiAlternatives(
        subject=str(parsed["Subject"] or ""),
        body=_body(parsed, "plain"),
        from_email=str(parsed["From"]),
        to=[recipient],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else None,
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in OWN_FIELDS},
    )
    if html := _body(parsed, "html"):
        letter.attach_alternative(html, "text/html")
    return letter


def _judged(error: Exception) -> Exception:
    """What an error of the backend means for the letter; an error that is none of its own is ours, and stays."""
    code = getattr(error, "status_code", None)
    if isinstance(code, int):
        words = f"{code} {str(error).splitlines()[0]}"[:500]
        if code in OUR_FAULT:
            return RelayRefused(words, 535)
        if code == TOO_MANY or code >= 500:
            return LetterRefused(words, 451)
        return LetterRefused(words, 550)
    if _is(error, "anymail.exceptions.AnymailRecipientsRefused"):
        return LetterRefused(str(error).splitlines()[0][:500], 550)
    if _is(error, "requests.exceptions.ConnectTimeout") or isinstance(error, ConnectionRefusedError):
        return ConnectionLost(str(error)[:500])
    if _is(error, "requests.exceptions.RequestException") or _is(error, "anymail.exceptions.AnymailError"):
        # It may have been taken before the answer was lost.
        return AnswerLost(str(error).splitlines()[0][:500])
    return ConnectionLost(str(error)[:500]) if isinstance(error, OSError) else error


def _is(error: Exception, name: str) -> bool:
    """Whether it is of that kind, of a package that may not be installed."""
    try:
        kind: type[Exception] = import_string(name)
    except ImportError:
        return False
    return isinstance(error, kind)


def _said(letter: Any) -> str:
    """What the service calls the letter, where the backend tells (`anymail_status`)."""
    number = getattr(getattr(letter, "anymail_status", None), "message_id", None)
    return str(number) if number else _("handed over to the mail service")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(cast(EmailMessage, part).get_content()) if part else ""


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
