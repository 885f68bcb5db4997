"""The one border between the post room and the world: letters leave through here, answers come back.

Everything beyond is a mail server, or on a machine without one the local outbox; the rest of Parvis
sees only the types of this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from newsletters.relay.accounts import Account, first_account
from newsletters.relay.addresses import wire_address
from newsletters.relay.answers import (
    Answer,
    AnswerLost,
    ConnectionLost,
    Dotless,
    LetterRefused,
    Relay,
    RelayError,
    RelayRefused,
    RelayUnavailable,
    RelayUnreachable,
    UnsendableAddress,
)
from newsletters.relay.backend import BackendRelay
from newsletters.relay.outbox import OutboxBackend, OutboxRelay
from newsletters.relay.signed_backend import SignedBackend
from newsletters.relay.smtp import SmtpRelay

__all__ = [
    "Answer",
    "AnswerLost",
    "ConnectionLost",
    "Dotless",
    "LetterRefused",
    "OutboxBackend",
    "Relay",
    "RelayError",
    "RelayRefused",
    "RelayUnavailable",
    "RelayUnreachable",
    "SignedBackend",
    "UnsendableAddress",
    "connect_relay",
    "open_relay",
    "wire_address",
]


def connect_relay(account: Account | None = None) -> Relay:
    """One connection to this relay, or to the one that ``EMAIL_URL`` names; who asks for it closes it.

    Raises ``RelayUnreachable`` or ``RelayRefused`` when no letter could leave at all.
    """
    account = account or first_account()
    if account.outbox:
        return OutboxRelay(account.outbox)
    return BackendRelay(account.backend) if account.backend else SmtpRelay(account)


@contextmanager
def open_relay() -> Iterator[Relay]:
    """A connection to the relay of ``EMAIL_URL``, closed at the end."""
    relay = connect_relay()
    try:
        yield relay
    finally:
        relay.close()
