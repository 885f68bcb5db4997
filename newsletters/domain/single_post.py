"""Sends letters that each have words of their own: none lost, none twice, whenever a worker is killed.

The order of writes is that of the newsletter (`docs/decisions/0006`): held, then "leaving" before the bytes leave, then
the answer. A letter whose answer was lost is doubtful and never leaves again by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.hearing.return_paths import Post, return_path
from newsletters.domain.journal import CLAIM_LEASE, LEAVING_LEASE, durable_commits
from newsletters.domain.outcomes import Outcome, judge, taken
from newsletters.domain.trials import without_addresses
from newsletters.enums import DeliveryState
from newsletters.models.single_letters import SingleLetter
from newsletters.querysets import SingleLetterQuerySet
from newsletters.relay import ConnectionLost, Relay, RelayError, RelayUnavailable, open_relay

logger = logging.getLogger("parvis.newsletters")

BATCH = 100
AGAIN_IN = timedelta(minutes=2)


class Kind(Protocol):
    """What one kind of letter knows: its rows, whom a letter goes to, what it says, whether that is still so."""

    @property
    def post(self) -> Post: ...
    def rows(self) -> SingleLetterQuerySet[Any]: ...
    def load(self, pk: int) -> Any: ...
    def address(self, letter: Any) -> str: ...
    def mail(self, letter: Any, council: Council) -> EmailMultiAlternatives: ...
    def is_still_true(self, letter: Any, now: datetime) -> bool: ...


def post_letters(kind: Kind, clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due over one connection; return how many left. A second call beside it takes other letters.

    A relay that cannot be reached, or an identity that is incomplete, leaves everything waiting.
    """
    give_up_abandoned(kind, clock())
    council = Council.load()
    if council.missing_identity() or not kind.rows().due(clock()).exists():
        return 0
    left = 0
    with durable_commits():
        try:
            with open_relay() as relay:
                for _turn in range(most):
                    letter = _claim(kind, clock())
                    if letter is None:
                        break
                    left += _post(kind, letter, relay, council, clock)
        except (RelayUnavailable, ConnectionLost) as error:
            logger.warning("letters wait", extra={"code": error.code})
    return left


def give_up_abandoned(kind: Kind, now: datetime) -> int:
    """Declare doubtful what a dead worker was sending: nobody knows whether it left."""
    abandoned = kind.rows().abandoned(now)
    return int(abandoned.update(state=DeliveryState.DOUBTFUL, changed_at=now))


def _claim(kind: Kind, now: datetime) -> SingleLetter | None:
    """The next letter, held by this worker alone until the lease ends."""
    with transaction.atomic():
        free = kind.rows().due(now).select_for_update(skip_locked=True).first()
        if free is None:
            return None
        kind.rows().filter(pk=free.pk).update(due_at=now + CLAIM_LEASE)
    held: SingleLetter | None = kind.load(free.pk)
    return held


def _post(kind: Kind, letter: SingleLetter, relay: Relay, council: Council, clock: Callable[[], datetime]) -> bool:
    """Send one letter, or skip it when its news is no longer true; whether it left."""
    now = clock()
    if not kind.is_still_true(letter, now):
        _settle(kind, letter, Outcome(DeliveryState.SKIPPED), now)
        return False
    sender = return_path(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], letter.pk, post=kind.post)
    content = kind.mail(letter, council).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    address = kind.address(letter)
    held = kind.rows().waiting().filter(pk=letter.pk, due_at=letter.due_at)
    leaving = {"state": DeliveryState.SENDING, "due_at": now + LEAVING_LEASE, "changed_at": now}
    if not held.update(attempts=F("attempts") + 1, **leaving):
        return False
    try:
        answer = relay.send(sender, address, content)
    except RelayError as error:
        outcome = judge(error, letter.attempts + 1, clock())
        _settle(kind, letter, outcome, clock(), reply=without_addresses(outcome.reply, address))
        if isinstance(error, ConnectionLost | RelayUnavailable) or outcome.state == DeliveryState.DOUBTFUL:
            raise ConnectionLost(error.reply, error.code) from error
        return False
    _settle(kind, letter, taken(answer), clock())
    return True


def _settle(kind: Kind, letter: SingleLetter, outcome: Outcome, now: datetime, reply: str = "") -> None:
    """Write what became of it; an answer that comes after it was declared doubtful still settles it."""
    kind.rows().filter(pk=letter.pk).exclude(state=DeliveryState.SENT).update(
        state=outcome.state,
        smtp_code=outcome.code,
        smtp_reply=reply,
        due_at=outcome.retry_at or (now + AGAIN_IN if outcome.state == DeliveryState.QUEUED else now),
        changed_at=now,
    )
