"""Sends the letters of a mailing, a batch at a time, so that each one is accounted for.

`docs/decisions/0006` argues the states and the order of writes; `journal` keeps them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from newsletters.domain.allowances import choose_account, leave_alone, take_up_again
from newsletters.domain.hearing.return_paths import return_path
from newsletters.domain.hearing.statuses import Verdict, find_status, judge_refusal
from newsletters.domain.journal import Claim, Journal, claim_letters, durable_commits, release_letters
from newsletters.domain.links import preferences_url, unsubscribe_url
from newsletters.domain.message import Person, build_template
from newsletters.domain.outcomes import Streak, explain, judge, taken
from newsletters.domain.rounds import (
    finish_mailing,
    forget_faults,
    pause_for_fault,
    refuses_everybody,
    requeue_letters,
    rests,
    took_letters_since,
)
from newsletters.enums import MailingState
from newsletters.models import Mailing
from newsletters.relay import (
    Answer,
    AnswerLost,
    ConnectionLost,
    RelayError,
    RelayUnavailable,
    UnsendableAddress,
    wire_address,
)
from newsletters.relay.accounts import Account
from newsletters.relay.fleet import Fleet

logger = logging.getLogger("parvis.newsletters")


@dataclass(frozen=True)
class Limits:
    """How much one batch does before it makes room for others."""

    letters: int = 500
    duration: timedelta = timedelta(seconds=60)
    claim: int = 50
    connections: int = 1


class RelayGivesUp(Exception):
    """Nobody's letter leaves now: the mailing must pause, for the reason in the error about this address."""

    def __init__(self, error: RelayError, address: str) -> None:
        super().__init__(error.reply)
        self.error = error
        self.address = address


def deliver_batch(mailing_id: int, limits: Limits = Limits(), clock: Callable[[], datetime] = timezone.now) -> bool:
    """Send some letters of a mailing over a few connections; says whether another batch should follow at once.

    A second call beside or after it takes other letters, or none: no row is ever held twice. Whatever
    happens to a letter is in its row; a relay that refuses everybody pauses the mailing.
    """
    mailing = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING).first()
    account = choose_account(clock())
    if mailing is None or account is None or rests(mailing, clock()):
        return False
    with durable_commits():
        goes_on = _Batch(mailing, account, limits, clock).run()
    finish_mailing(mailing_id, clock())
    return goes_on


class _Batch:
    """One worker's turn at one mailing."""

    def __init__(self, mailing: Mailing, account: Account, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._mailing = mailing
        self._account = account
        self._limits = limits
        self._clock = clock
        self._fleet = Fleet(account, limits.connections)
        self._streak = Streak()
        self._has_heart = False
        now = clock()
        self._ends_at = now + limits.duration
        self._left = limits.letters
        self._template = build_template(mailing, now)
        self._journal = Journal(mailing, now, limits.connections)

    def run(self) -> bool:
        """Send until nothing waits, the limits are reached, or nothing may leave; only the second goes on."""
        with closing(self._fleet):
            try:
                while self._has_room():
                    wanted = min(self._limits.claim, self._left)
                    claims = claim_letters(self._mailing, wanted, self._clock(), self._account)
                    if not claims or not self._send(claims):
                        self._share_blame()
                        return False
                self._share_blame()
            except RelayGivesUp as stop:
                requeue_letters(self._mailing, self._streak.refused)
                return self._leave_relay(explain(stop.error, stop.address))
        return True

    def _share_blame(self) -> None:
        """Another worker found that the relay refuses everybody: what this one was refused lately is no one's fault."""
        if self._streak.refused and refuses_everybody(self._mailing.pk):
            requeue_letters(self._mailing, self._streak.refused)

    def _leave_relay(self, reason: str) -> bool:
        """Go on through another relay; pause the mailing where there is none."""
        if leave_alone(self._account, reason, self._clock()):
            return True
        pause_for_fault(self._mailing.pk, reason, self._clock())
        return False

    def _has_room(self) -> bool:
        return self._left > 0 and self._clock() < self._ends_at

    def _send(self, claims: list[Claim]) -> bool:
        """Send these letters, a round at a time; False when the mailing was paused or stopped meanwhile."""
        waiting = claims
        try:
            while waiting and self._has_room():
                together = self._gather(waiting)
                if not self._send_round(waiting[:together]):
                    return False
                waiting = waiting[together:]
                self._left -= together
        finally:
            self._journal.close()
            release_letters(self._mailing, waiting, self._account)
        return True

    def _gather(self, claims: list[Claim]) -> int:
        """How many of them leave together: one for each connection that the relay grants."""
        try:
            return self._fleet.gather(min(len(claims), self._left))
        except RelayUnavailable as error:
            raise RelayGivesUp(error, claims[0].address) from error

    def _send_round(self, claims: list[Claim]) -> bool:
        """Write that they leave, let them leave, keep the answers; False when the whole mailing may not go on."""
        left = self._journal.leave(claims, self._clock())
        letters = {claim: self._fill(claim) for claim in claims if claim.number in left}
        outside = {claim: letter for claim, letter in letters.items() if isinstance(letter, bytes)}
        answers = self._fleet.send(
            [(self._return_path(claim), claim.address, letter) for claim, letter in outside.items()]
        )
        self._keep(letters | dict(zip(outside, answers, strict=True)))  # type: ignore[arg-type]
        aside = [claim for claim in claims if claim.number not in left]
        return not aside or self._journal.set_aside(aside, self._clock())

    def _keep(self, answers: dict[Claim, Answer | RelayError]) -> None:
        """Note each answer, then weigh them together."""
        now = self._clock()
        for claim, answer in answers.items():
            outcome = judge(answer, claim.attempts + 1, now) if isinstance(answer, RelayError) else taken(answer)
            self._journal.answer(claim, outcome, now)
        losses = 0
        for claim, answer in answers.items():
            if isinstance(answer, ConnectionLost | AnswerLost):
                losses += 1
            if isinstance(answer, RelayError):
                self._weigh(claim, answer, losses)
            else:
                self._take_heart()

    def _take_heart(self) -> None:
        """The relay took a letter: whatever it refused before was not for our sake."""
        self._streak.clear()
        if not self._has_heart:
            take_up_again(self._account)
            self._has_heart = True
        if self._mailing.faults:
            forget_faults(self._mailing)

    def _fill(self, claim: Claim) -> bytes | RelayError:
        """This person's letter; an address that cannot be written is this letter's own refusal."""
        try:
            address = wire_address(claim.address)
        except UnsendableAddress as error:
            return error
        unsubscribe = unsubscribe_url(claim.subscriber_id, self._journal.topics)
        return self._template.fill(Person(claim.number, address, unsubscribe, preferences_url(claim.subscriber_id)))

    def _return_path(self, claim: Claim) -> str:
        return return_path(self._mailing.from_email, claim.number, claim.subscriber_id)

    def _weigh(self, claim: Claim, error: RelayError, losses: int) -> None:
        """Decide whether the error is this letter's, the connection's or the relay's.

        Connections that end together end for one reason: of the ``losses`` of a round, the first alone counts. A
        mailbox that is not there, and that was refused before the relay took others, is that person's matter, however
        many there are in a row.
        """
        logger.info("letter not taken", extra={"mailing": self._mailing.pk, "letter": claim.number, "code": error.code})
        counts = not self._is_gone(claim, error) and (losses <= 1 or not isinstance(error, ConnectionLost | AnswerLost))
        if isinstance(error, RelayUnavailable) or (counts and self._streak.add(claim.number, error)):
            raise RelayGivesUp(error, claim.address)

    def _is_gone(self, claim: Claim, error: RelayError) -> bool:
        if claim.refused_at is None or judge_refusal(error.code, find_status(error.reply)) != Verdict.GONE:
            return False
        return took_letters_since(self._mailing, claim.refused_at)
