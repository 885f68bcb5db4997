"""Sends the letters of a mailing, a batch at a time, so that each one is accounted for.

`docs/decisions/0006` argues the states and the order of writes; `journal` keeps them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from newsletters.domain.journal import Claim, Journal, claim_letters, durable_commits, release_letters
from newsletters.domain.links import preferences_url, unsubscribe_url
from newsletters.domain.message import Person, build_template
from newsletters.domain.outcomes import Streak, explain, judge, taken
from newsletters.domain.rounds import finish_mailing, forget_faults, pause_for_fault, requeue_letters
from newsletters.enums import MailingState
from newsletters.models import Mailing
from newsletters.relay import (
    AnswerLost,
    ConnectionLost,
    Relay,
    RelayError,
    RelayUnavailable,
    open_relay,
    wire_address,
)

logger = logging.getLogger("parvis.newsletters")


@dataclass(frozen=True)
class Limits:
    """How much one batch does before it makes room for others."""

    letters: int = 500
    duration: timedelta = timedelta(seconds=60)
    claim: int = 50


class RelayGivesUp(Exception):
    """Nobody's letter leaves now: the mailing must pause, for the reason in the error about this address."""

    def __init__(self, error: RelayError, address: str) -> None:
        super().__init__(error.reply)
        self.error = error
        self.address = address


def deliver_batch(mailing_id: int, limits: Limits = Limits(), clock: Callable[[], datetime] = timezone.now) -> bool:
    """Send some letters of a mailing over one connection; says whether another batch should follow at once.

    A second call beside or after it takes other letters, or none: no row is ever held twice. Whatever
    happens to a letter is in its row; a relay that refuses everybody pauses the mailing.
    """
    mailing = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING).first()
    if mailing is None:
        return False
    with durable_commits():
        goes_on = _Batch(mailing, limits, clock).run()
    finish_mailing(mailing_id, clock())
    return goes_on


class _Batch:
    """One worker's turn at one mailing."""

    def __init__(self, mailing: Mailing, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._mailing = mailing
        self._limits = limits
        self._clock = clock
        self._connection = ExitStack()
        self._relay: Relay | None = None
        self._streak = Streak()
        now = clock()
        self._ends_at = now + limits.duration
        self._left = limits.letters
        self._template = build_template(mailing, now)
        self._journal = Journal(mailing, now)

    def run(self) -> bool:
        """Send until nothing waits, the limits are reached, or nothing may leave; only the second goes on."""
        with self._connection:
            try:
                while self._has_room():
                    claims = claim_letters(self._mailing, min(self._limits.claim, self._left), self._clock())
                    if not claims or not self._send(claims):
                        return False
            except RelayGivesUp as stop:
                requeue_letters(self._mailing, self._streak.refused)
                pause_for_fault(self._mailing.pk, explain(stop.error, stop.address), self._clock())
                return False
        return True

    def _has_room(self) -> bool:
        return self._left > 0 and self._clock() < self._ends_at

    def _send(self, claims: list[Claim]) -> bool:
        """Send these letters one by one; False when the mailing was paused or stopped meanwhile."""
        waiting = claims[::-1]
        try:
            while waiting and self._has_room():
                if not self._send_letter(waiting[-1]):
                    return False
                waiting.pop()
                self._left -= 1
        finally:
            self._journal.close()
            release_letters(self._mailing, waiting)
        return True

    def _send_letter(self, claim: Claim) -> bool:
        """Write that it leaves, let it leave, keep the answer; False when the whole mailing may not go on."""
        relay = self._open(claim)
        if not self._journal.leave(claim, self._clock()):
            return self._journal.set_aside(claim, self._clock())
        try:
            answer = relay.send(self._mailing.from_email, claim.address, self._fill(claim))
        except RelayError as error:
            self._journal.answer(claim, judge(error, claim.attempts + 1, self._clock()), self._clock())
            self._weigh(claim, error)
        else:
            self._journal.answer(claim, taken(answer), self._clock())
            self._streak.clear()
            if self._mailing.faults:
                forget_faults(self._mailing)
        return True

    def _fill(self, claim: Claim) -> bytes:
        person = Person(
            number=claim.number,
            address=wire_address(claim.address),
            unsubscribe_url=unsubscribe_url(claim.subscriber_id, self._journal.topics),
            preferences_url=preferences_url(claim.subscriber_id),
        )
        return self._template.fill(person)

    def _open(self, claim: Claim) -> Relay:
        """The connection, opened again when the last one was lost."""
        if self._relay is None:
            try:
                self._relay = self._connection.enter_context(open_relay())
            except RelayUnavailable as error:
                raise RelayGivesUp(error, claim.address) from error
        return self._relay

    def _weigh(self, claim: Claim, error: RelayError) -> None:
        """Decide whether the error is this letter's, the connection's or the relay's."""
        logger.info("letter not taken", extra={"mailing": self._mailing.pk, "letter": claim.number, "code": error.code})
        if isinstance(error, ConnectionLost | AnswerLost):
            self._connection.close()
            self._relay = None
        if isinstance(error, RelayUnavailable) or self._streak.add(claim.number, error):
            raise RelayGivesUp(error, claim.address)
