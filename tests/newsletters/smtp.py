"""A real mail server on loopback that keeps what it receives and refuses what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Received:
    """One letter as the server took it."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.raw, policy=default))


@dataclass
class MailServer:
    """What the server is told to answer, and what it has taken so far.

    ``refused`` maps an address to the answer at ``RCPT``; ``refused_content`` to the answer after
    the letter. ``refuse_sender`` answers every ``MAIL``. ``cut_before_answer`` holds addresses whose
    letter is taken and whose answer never leaves; ``cut_at_recipient``, those at whose name the
    connection ends; ``hang_at``, those at whose name the server falls silent. ``answers`` says what it answers
    when it takes a letter; above ``most_connections`` open ones it is closing its service (421).
    """

    pipelining: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    refuse_everyone: str = ""
    refused_content: dict[str, str] = field(default_factory=dict)
    refuse_sender: str = ""
    cut_before_answer: set[str] = field(default_factory=set)
    cut_at_recipient: set[str] = field(default_factory=set)
    hang_at: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    most_connections: int = 0
    pause_per_letter: float = 0.0
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    host: str = "127.0.0.1"
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [letter.recipient for letter in self.received]

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        if self.most_connections and self.connections > self.most_connections:
            return ["421 4.3.2 too many connections"]
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.cut_at_recipient:
            self.cut_at_recipient.discard(address)
            cast(asyncio.Transport, server.transport).abort()
        if address in self.hang_at:
            await asyncio.Event().wait()
        refusal = self.refused.get(address) or self.refuse_everyone
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        if recipient in self.refused_content:
            return self.refused_content[recipient]
        if self.pause_per_letter:
            await asyncio.sleep(self.pause_per_letter)
        self.received.append(Received(envelope.mail_from or "", recipient, bytes(envelope.content or b"")))
        if recipient in self.cut_before_answer:
            self.cut_before_answer.discard(recipient)
            cast(asyncio.Transport, server.transport).abort()
        return self.answers.get(recipient, "250 2.0.0 taken")


class _Controller(Controller):
    """Listens on a port that the system chooses."""

    bound_port = 0

    def _trigger_server(self) -> None:
        self.port = self.bound_port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def run_mail_server(**answers: Any) -> Iterator[MailServer]:
    """A running server; what it answers may be changed while it runs. Port 0: the system chooses."""
    mail = MailServer(**answers)
    controller = _Controller(mail, hostname=mail.host, port=mail.port, data_size_limit=None)
    controller.start()
    mail.port = controller.bound_port
    try:
        yield mail
    finally:
        controller.stop()
