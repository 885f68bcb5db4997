"""The local outbox: a Maildir in the place of a mail server, for a machine that has none.

A letter that was answered 250 is on the disk: written beside, synced, then moved in one step.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

from newsletters.relay.addresses import wire_address
from newsletters.relay.answers import Answer, RelayUnreachable, Talk

_counter = itertools.count(1)


class OutboxRelay:
    """Takes every letter, and keeps it with the two addresses of its envelope."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            make_maildir(folder)
        except OSError as error:
            raise RelayUnreachable(error.strerror or str(error)) from error

    def send(self, envelope_from: str, recipient: str, message: bytes) -> Answer:
        """Keep one letter; see ``Relay.send``."""
        recipient = wire_address(recipient)
        try:
            keep_letter(self._folder, envelope_from, recipient, message)
        except OSError as error:
            raise RelayUnreachable(error.strerror or str(error)) from error
        return Answer(250, _("kept in the local outbox"))

    def talk(self, envelope_from: str, recipient: str, message: bytes) -> Talk:
        """One step; see ``Relay.talk``."""
        yield from ()
        return self.send(envelope_from, recipient, message)

    def wait_until(self, deadline: float) -> None:
        """Nobody is waited for."""

    def close(self) -> None:
        """Nothing is open between two letters."""


class OutboxBackend(BaseEmailBackend):
    """Django's own mail (confirmations, sign-in) through the same outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.OUTBOX_DIR or "")
        make_maildir(folder)
        for message in email_messages:
            sender = _bare(message.from_email)
            content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
            for recipient in message.recipients():
                keep_letter(folder, sender, _bare(recipient), content)
        return len(email_messages)


def make_maildir(folder: Path) -> None:
    """Make the three folders of a Maildir, where they are missing."""
    for name in ("tmp", "new", "cur"):
        (folder / name).mkdir(parents=True, exist_ok=True)


def keep_letter(folder: Path, sender: str, recipient: str, content: bytes) -> str:
    """Put one letter on the disk for good, and return its name there."""
    key = f"{time.time_ns()}.{os.getpid()}_{next(_counter)}.parvis"
    beside = folder / "tmp" / key
    with beside.open("xb") as file:
        file.write(f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n".encode("ascii") + content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(folder / "new" / key)
    _sync_folder(folder / "new")
    return key


def _bare(mailbox: str) -> str:
    """The address alone of « Name <address> »."""
    return parseaddr(sanitize_address(mailbox, "utf-8"))[1]


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, not only what the file holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
