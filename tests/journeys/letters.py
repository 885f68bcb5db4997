"""Reads the letters of an outbox as a mail program does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.newsletters.worker import wait_until


@dataclass(frozen=True)
class Outbox:
    """A Maildir."""

    folder: Path

    def letters_to(self, address: str) -> list[EmailMessage]:
        """The letters that have arrived for an address, in the order of their arrival."""
        paths = sorted((self.folder / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return [letter for letter in letters if isinstance(letter, EmailMessage) and address in str(letter["To"])]

    def wait_for(self, address: str, number: int = 1) -> EmailMessage:
        """The ``number``-th letter to an address, once it has come."""
        wait_until(lambda: len(self.letters_to(address)) >= number, f"letter {number} arrives")
        return self.letters_to(address)[number - 1]


def words_of(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage, path: str) -> str:
    """The address of a letter's text whose path begins so."""
    found = re.search(rf"https?://\S+?({re.escape(path)}\S+)", words_of(letter))
    assert found, words_of(letter)
    return found.group(1)
