"""What becomes of a letter after the relay's answer, and of a mailing whose relay takes no more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from newsletters.enums import DeliveryState
from newsletters.relay import (
    Answer,
    AnswerLost,
    ConnectionLost,
    LetterRefused,
    RelayError,
    RelayRefused,
    RelayUnavailable,
    RelayUnreachable,
)

# After each attempt that the server put off; after the last one it is taken at its word (about two days).
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 720, 720))
# After each pause that the server made, counted since it last took a letter. Most outages are short; of a long one we
# ask no oftener than a mail server asks another.
PAUSE_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 1, 1, 1, 1, 2, 2, 3, 5))

# So many refusals or broken connections one after the other are no longer about a person but about us.
REFUSALS_IN_A_ROW = 10
POLICY_REFUSALS_IN_A_ROW = 3  # 5.7.x (RFC 3463): a matter of policy or authentication
LOSSES_IN_A_ROW = 3


@dataclass(frozen=True)
class Outcome:
    """What is written in a letter's row."""

    state: DeliveryState
    reply: str = ""
    code: int | None = None
    retry_at: datetime | None = None


def taken(answer: Answer) -> Outcome:
    return Outcome(DeliveryState.SENT, answer.reply, answer.code)


def judge(error: RelayError, attempts: int, now: datetime) -> Outcome:
    """What an error means for the letter it stopped, at its ``attempts``-th attempt.

    Surely not sent and nobody's fault: it waits again. Perhaps sent: doubtful, and a person decides.
    """
    if isinstance(error, AnswerLost):
        return Outcome(DeliveryState.DOUBTFUL, error.reply)
    if isinstance(error, ConnectionLost | RelayUnavailable):
        return Outcome(DeliveryState.QUEUED, error.reply, error.code)
    if error.is_temporary and attempts <= len(RETRY_DELAYS):
        return Outcome(DeliveryState.DEFERRED, error.reply, error.code, now + RETRY_DELAYS[attempts - 1])
    return Outcome(DeliveryState.BOUNCED, error.reply, error.code)


def pause_delay(faults: int) -> timedelta:
    """How long to leave the relay alone after its ``faults``-th pause in a row, from 1."""
    return PAUSE_DELAYS[min(faults, len(PAUSE_DELAYS)) - 1]


def explain(error: RelayError, address: str) -> str:
    """Why nobody's letter leaves, in a sentence for a volunteer, with the server's own words.

    It is kept with the mailing, where erasing a person does not reach: without ``address``, whose letter it was.
    """
    words = re.sub(re.escape(address), "…", f"{error.code or ''} {error.reply}".strip(), flags=re.IGNORECASE)
    if isinstance(error, RelayUnreachable):
        return _("the mail server does not answer (%(words)s).") % {"words": words}
    if isinstance(error, RelayRefused):
        return _("the mail server refuses us (%(words)s).") % {"words": words}
    if isinstance(error, LetterRefused):
        return _("the mail server refuses every letter (%(words)s).") % {"words": words}
    return _("the connection to the mail server keeps breaking (%(words)s).") % {"words": words}


@dataclass
class Streak:
    """The errors of one batch since the relay last took a letter."""

    refused: list[int] = field(default_factory=list)
    policy: int = 0
    lost: int = 0

    def clear(self) -> None:
        self.refused.clear()
        self.policy = self.lost = 0

    def add(self, number: int, error: RelayError) -> bool:
        """Count one more; says whether the relay, and not these people, must be the reason."""
        if isinstance(error, ConnectionLost | AnswerLost):
            self.lost += 1
        elif isinstance(error, LetterRefused):
            self.lost = 0
            self.refused.append(number)
            self.policy += error.reply.startswith("5.7.")
        return (
            self.lost >= LOSSES_IN_A_ROW
            or self.policy >= POLICY_REFUSALS_IN_A_ROW
            or len(self.refused) >= REFUSALS_IN_A_ROW
        )
