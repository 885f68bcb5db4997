"""A mail server: one connection for many letters, and exact knowledge of where each one stopped."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Generator
from functools import cache
from typing import NamedTuple

from django.core.mail.utils import DNS_NAME
from django.utils.translation import gettext as _

from newsletters.relay.accounts import Account
from newsletters.relay.addresses import wire_address
from newsletters.relay.answers import (
    Answer,
    AnswerLost,
    ConnectionLost,
    Dotless,
    LetterRefused,
    RelayRefused,
    RelayUnreachable,
    Talk,
    finish,
)
from newsletters.relay.signing import check_key, sign

SERVICE_CLOSING = 421  # RFC 5321 §3.8: may answer any command; the connection ends and nothing was taken
START_INPUT = 354
REPLY_LENGTH = 500
SHORTEST_WAIT = 0.05  # seconds, for an answer that may already have come


class Reply(NamedTuple):
    """One answer of the server."""

    code: int
    words: str

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 400


class SmtpRelay:
    """A connection to the mail server of an account."""

    def __init__(self, account: Account) -> None:
        try:
            check_key()
        except ValueError as error:
            raise RelayRefused(_("the DKIM key cannot be read")) from error
        try:
            self._smtp = self._connect(account)
        except smtplib.SMTPResponseException as error:
            raise RelayRefused(_readable(error.smtp_error), error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise RelayRefused(str(error)) from error
        except OSError as error:
            raise RelayUnreachable(error.strerror or str(error)) from error

    def _connect(self, account: Account) -> smtplib.SMTP:
        place, name = (account.host, account.port), DNS_NAME.get_fqdn()
        if account.tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*place, name, timeout=account.timeout, context=_context())
        else:
            smtp = smtplib.SMTP(*place, name, timeout=account.timeout)
        try:
            if account.starttls:
                smtp.starttls(context=_context())
            smtp.ehlo_or_helo_if_needed()
            if account.user:
                smtp.login(account.user, account.password)
            # The end of a letter is a small packet of its own (see `_hand_over`): it must not wait.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, envelope_from: str, recipient: str, message: bytes) -> Answer:
        """Hand over one letter; see ``Relay.send``."""
        return finish(self.talk(envelope_from, recipient, message))

    def talk(self, envelope_from: str, recipient: str, message: bytes) -> Talk:
        """Hand over one letter, stopping wherever the server is to answer; see ``Relay.talk``."""
        envelope = f"FROM:<{envelope_from}>", f"TO:<{wire_address(recipient)}>"
        try:
            sender, person, start = yield from self._announce(*envelope)
        except smtplib.SMTPException as error:
            raise ConnectionLost(str(error)) from error
        for reply in (sender, person, start):
            if reply.code == SERVICE_CLOSING:
                self._smtp.close()
                raise ConnectionLost(reply.words, reply.code)
        if not (sender.is_positive and person.is_positive and start.code == START_INPUT):
            self._reset(start)
        if not sender.is_positive:
            raise RelayRefused(sender.words, sender.code)
        if not person.is_positive:
            raise LetterRefused(person.words, person.code)
        if start.code != START_INPUT:
            raise LetterRefused(start.words, start.code)
        return (yield from self._hand_over(message))

    def wait_until(self, deadline: float) -> None:
        """Give the server until then (``time.monotonic``) for its next answer; see ``Relay.wait_until``."""
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(max(deadline - time.monotonic(), SHORTEST_WAIT))

    def _announce(self, sender: str, person: str) -> Generator[None, None, tuple[Reply, Reply, Reply]]:
        """Say who writes to whom and ask to begin; in one packet where the server allows (RFC 2920)."""
        commands = f"MAIL {sender}", f"RCPT {person}", "DATA"
        if self._smtp.has_extn("pipelining"):
            self._smtp.send("".join(f"{command}\r\n" for command in commands))
            yield
            return self._reply(), self._reply(), self._reply()
        replies: list[Reply] = []
        for command in commands:
            if not replies or replies[-1].is_positive:
                self._smtp.putcmd(command)
                yield
                replies.append(self._reply())
            else:
                replies.append(replies[-1])
        sender_reply, person_reply, start_reply = replies
        return sender_reply, person_reply, start_reply

    def _hand_over(self, message: bytes) -> Talk:
        """Send the letter, then the line that ends it.

        They are two packets: while the last line has not left, the server cannot have taken the
        letter, so a connection that ends in the first leaves no doubt.
        """
        try:
            self._smtp.send(_stuffed(sign(message)))
        except smtplib.SMTPException as error:
            raise ConnectionLost(str(error)) from error
        try:
            self._smtp.send(".\r\n")
            yield
            reply = self._reply()
        except smtplib.SMTPException as error:
            raise AnswerLost(str(error)) from error
        if reply.code == SERVICE_CLOSING:
            self._smtp.close()
            raise ConnectionLost(reply.words, reply.code)
        if not reply.is_positive:
            raise LetterRefused(reply.words, reply.code)
        return Answer(reply.code, reply.words)

    def _reset(self, start: Reply) -> None:
        """Bring the connection back to where a new letter can begin."""
        try:
            if start.code == START_INPUT:  # it began although it refused the person: end with nothing (RFC 2920 §3.1)
                self._smtp.docmd(".")
            self._smtp.rset()
        except smtplib.SMTPException:
            self._smtp.close()  # the next letter finds the connection lost, and surely has not left

    def _reply(self) -> Reply:
        code, words = self._smtp.getreply()
        if code < 200:
            self._smtp.close()
            raise smtplib.SMTPServerDisconnected("The server's answer cannot be read.")
        return Reply(code, _readable(words))

    def close(self) -> None:
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()


@cache
def _context() -> ssl.SSLContext:
    """The authorities that this machine trusts: reading them takes as long as twenty letters."""
    return ssl.create_default_context()


def _stuffed(message: bytes) -> bytes:
    """The letter as it travels: a leading dot doubled (RFC 5321 §4.5.2), its last line ended."""
    ended = message if message.endswith(b"\r\n") else message + b"\r\n"
    if isinstance(message, Dotless):
        return ended
    stuffed = ended.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _readable(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())[:REPLY_LENGTH]
