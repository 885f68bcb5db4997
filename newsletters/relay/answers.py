"""What a relay may answer, in our own words: whose fault it is decides what happens next."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol


class Dotless(bytes):
    """A letter of which no line begins with a dot: it travels as it is, and nobody has to look for one again."""


@dataclass(frozen=True)
class Answer:
    """The relay took the letter upon itself: its code and its words."""

    code: int
    reply: str


class RelayError(Exception):
    """A letter did not leave, or perhaps not; carries the relay's code and words where it gave any."""

    def __init__(self, reply: str, code: int | None = None) -> None:
        super().__init__(reply)
        self.reply = reply
        self.code = code

    @property
    def is_temporary(self) -> bool:
        return self.code is not None and 400 <= self.code < 500


class RelayUnavailable(RelayError):
    """Nobody's letter can leave through this relay now."""


class RelayUnreachable(RelayUnavailable):
    """No connection, no answer, or no secure channel."""


class RelayRefused(RelayUnavailable):
    """The relay answers, and refuses us: its greeting, our password, or our address as a sender."""


class ConnectionLost(RelayError):
    """The connection ended before the letter was handed over: it has surely not left."""


class AnswerLost(RelayError):
    """The connection ended after the letter was handed over and before the answer: nobody can know."""


class LetterRefused(RelayError):
    """The relay refuses this letter or this person, for now (4xx) or for good (5xx); others go on."""


class UnsendableAddress(RelayError):
    """The address cannot be written in the protocol: it is not ASCII, or holds what a command must not."""


# A conversation about one letter: it stops wherever the relay is to speak, and ends with the relay's answer.
Talk = Generator[None, None, Answer]


class Relay(Protocol):
    """One open connection, for as many letters as one likes, one after the other."""

    def send(self, envelope_from: str, recipient: str, message: bytes) -> Answer:
        """Hand over one letter (lines end in CRLF) and return when the relay has taken it.

        Raises ``RelayUnavailable``, ``ConnectionLost``, ``AnswerLost``, ``LetterRefused`` or
        ``UnsendableAddress``. After the second and the third the connection is of no further use.
        """
        ...

    def talk(self, envelope_from: str, recipient: str, message: bytes) -> Talk:
        """The same, in steps: others may be spoken to while this relay thinks."""
        ...

    def wait_until(self, deadline: float) -> None:
        """The next step may wait for the relay until then, in the seconds of ``time.monotonic``."""
        ...

    def close(self) -> None:
        """Say goodbye; the connection may be lost already."""
        ...


def finish(talk: Talk) -> Answer:
    """Follow one conversation to its end."""
    while True:
        try:
            next(talk)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
