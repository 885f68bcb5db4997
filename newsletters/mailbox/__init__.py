"""The border with the mailbox where letters come back (IMAP, RFC 3501, 9051); the rest sees bytes and numbers only."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from django.conf import settings

TIMEOUT = 30  # seconds, for each answer
LARGEST = 512 * 1024  # bytes of one message; of a larger one, the beginning says what must be known
# Where what was heard is put away; servers that keep every folder below the inbox take the second name.
FOLDERS = ("Parvis-traites", "INBOX.Parvis-traites")
SCHEMES = {"imap": 143, "imap+tls": 143, "imaps": 993}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Of an answer: a line, or a line with the bytes that follow it.
Part = bytes | tuple[bytes, bytes] | None


class MailboxUnreachable(Exception):
    """The mailbox cannot be read now: no connection, no secure channel, a password refused, a folder that is not."""


@dataclass(frozen=True)
class Address:
    """What ``BOUNCE_MAILBOX_URL`` says."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str


def read_address(url: str) -> Address:
    """Read ``imap+tls://user:password@host:port/folder`` (STARTTLS) or ``imaps://…`` (TLS from the first byte).

    Raises ``ValueError`` for anything else; a password travels in clear (``imap://``) on this machine alone.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username:
        raise ValueError("BOUNCE_MAILBOX_URL must look like imap+tls://user:password@host/INBOX or imaps://…")
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        raise ValueError("BOUNCE_MAILBOX_URL must begin with imap+tls:// or imaps://, or the password travels in clear")
    return Address(
        parts.scheme,
        parts.hostname,
        parts.port or SCHEMES[parts.scheme],
        unquote(parts.username),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
    )


class Mailbox:
    """One open connection to one folder."""

    def __init__(self, imap: imaplib.IMAP4, inbox: str) -> None:
        self._imap = imap
        self._inbox = inbox
        self._folder = ""
        with _told():  # what a server can do, many say only once they know who asks
            self._can = str(_fine(imap.capability())[0]).upper().strip("B'").split()

    def waiting(self) -> list[str]:
        """The numbers of the messages that nobody has put away, the oldest first."""
        return self._search("UNDELETED")

    def fetch(self, number: str) -> bytes | None:
        """One message, left unread, of at most ``LARGEST`` bytes; nothing when it is gone."""
        parts = self._ask("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)

    def put_away(self, number: str) -> None:
        """Out of the way for good, once what it says is kept. One that is already gone changes nothing."""
        self._folder = self._folder or self._make_folder()
        if "MOVE" in self._can:
            self._ask("MOVE", number, self._folder)
            return
        self._ask("COPY", number, self._folder)
        self._delete(number)

    def forget_before(self, day: date) -> None:
        """Delete what was put away before that day."""
        self._folder = self._folder or self._make_folder()
        before = f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"
        with _told():
            _fine(self._imap.select(self._folder))
            for number in self._search("UNDELETED", "SENTBEFORE", before):
                self._delete(number)
            _fine(self._imap.select(_quoted(self._inbox)))

    def _search(self, *criteria: str) -> list[str]:
        (found, *_rest) = self._ask("SEARCH", *criteria)
        return found.decode("ascii").split() if isinstance(found, bytes) else []

    def _delete(self, number: str) -> None:
        self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)")
        if "UIDPLUS" in self._can:  # a plain EXPUNGE would take along what others have marked
            self._ask("EXPUNGE", number)

    def _make_folder(self) -> str:
        """The folder's name on this server, made where it is missing."""
        with _told():
            names = [_quoted(name) for name in FOLDERS]
            for name in names:
                if self._imap.status(name, "(UIDNEXT)")[0] == "OK":
                    return name
            for name in names:
                if self._imap.create(name)[0] == "OK":
                    return name
        raise MailboxUnreachable("the folder cannot be made")

    def _ask(self, command: str, *arguments: str) -> Sequence[Part]:
        with _told():
            return _fine(self._imap.uid(command, *arguments))


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Connect, sign in and stand in the folder of ``BOUNCE_MAILBOX_URL``; raises ``MailboxUnreachable``."""
    address = read_address(settings.BOUNCE_MAILBOX_URL)
    with _told():
        imap = _connect(address)
    try:
        with _told():
            imap.login(address.user, address.password)
            _fine(imap.select(_quoted(address.folder)))
        yield Mailbox(imap, address.folder)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            imap.logout()


def _connect(address: Address) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if address.scheme == "imaps":
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=TIMEOUT)
    imap = imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT)
    if address.scheme == "imap+tls":
        imap.starttls(context)
    return imap


@contextmanager
def _told() -> Iterator[None]:
    """Whatever the library raises is one thing to us; never with the password, which its words may hold."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxUnreachable(re.sub(r"\s+", " ", str(error))[:200] or type(error).__name__) from error


def _fine(answer: tuple[str, Sequence[Part]]) -> Sequence[Part]:
    kind, data = answer
    if kind != "OK":
        raise MailboxUnreachable(f"{kind} {data[0]!r}"[:200])
    return data


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
