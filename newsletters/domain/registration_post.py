"""Sends the letters to those who registered: none lost, none twice, whenever a worker is killed.

The order of writes is that of the newsletter (`docs/decisions/0006`): held, then "leaving" before the bytes leave, then
the answer. A letter whose answer was lost is doubtful and never leaves again by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.journal import CLAIM_LEASE, LEAVING_LEASE, durable_commits
from newsletters.domain.outcomes import Outcome, judge, taken
from newsletters.domain.registration_mail import registration_mail
from newsletters.domain.registration_news import is_still_true
from newsletters.domain.trials import without_addresses
from newsletters.enums import DeliveryState
from newsletters.models import RegistrationLetter
from newsletters.relay import ConnectionLost, Relay, RelayError, RelayUnavailable, open_relay

logger = logging.getLogger("parvis.newsletters")

BATCH = 100
AGAIN_IN = timedelta(minutes=2)


def post_registration_letters(clock: Callable[[], datetime] = timezone.now, most: int = BATCH) -> int:
    """Send what is due over one connection; return how many left. A second call beside it takes other letters.

    A relay that cannot be reached, or an identity that is incomplete, leaves everything waiting.
    """
    give_up_abandoned(clock())
    council = Council.load()
    if council.missing_identity() or not RegistrationLetter.objects.due(clock()).exists():
        return 0
    left = 0
    with durable_commits():
        try:
            with open_relay() as relay:
                for _turn in range(most):
                    letter = _claim(clock())
                    if letter is None:
                        break
                    left += _post(letter, relay, council, clock)
        except (RelayUnavailable, ConnectionLost) as error:
            logger.warning("registration letters wait", extra={"code": error.code})
    return left


def give_up_abandoned(now: datetime) -> int:
    """Declare doubtful what a dead worker was sending: nobody knows whether it left."""
    abandoned = RegistrationLetter.objects.abandoned(now)
    return int(abandoned.update(state=DeliveryState.DOUBTFUL, changed_at=now))


def send_letter_again(letter: RegistrationLetter, now: datetime) -> bool:
    """A person decided that a letter that bounced or is doubtful leaves again; a second click does nothing."""
    settled = RegistrationLetter.objects.filter(pk=letter.pk, state__in=[DeliveryState.BOUNCED, DeliveryState.DOUBTFUL])
    again = {"state": DeliveryState.QUEUED, "attempts": 0, "due_at": now, "changed_at": now, "smtp_reply": ""}
    return bool(settled.update(**again))


def _claim(now: datetime) -> RegistrationLetter | None:
    """The next letter, held by this worker alone until the lease ends."""
    with transaction.atomic():
        free = RegistrationLetter.objects.due(now).select_for_update(skip_locked=True).first()
        if free is None:
            return None
        RegistrationLetter.objects.filter(pk=free.pk).update(due_at=now + CLAIM_LEASE)
    related = RegistrationLetter.objects.select_related("registration__desk__event", "message")
    return related.filter(pk=free.pk).first()


def _post(letter: RegistrationLetter, relay: Relay, council: Council, clock: Callable[[], datetime]) -> bool:
    """Send one letter, or skip it when its news is no longer true; whether it left."""
    now = clock()
    if not is_still_true(letter, now):
        _settle(letter, Outcome(DeliveryState.SKIPPED), now)
        return False
    content = registration_mail(letter, council).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    address = letter.registration.email
    held = RegistrationLetter.objects.waiting().filter(pk=letter.pk, due_at=letter.due_at)
    leaving = {"state": DeliveryState.SENDING, "due_at": now + LEAVING_LEASE, "changed_at": now}
    if not held.update(attempts=F("attempts") + 1, **leaving):
        return False
    try:
        answer = relay.send(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], address, content)
    except RelayError as error:
        outcome = judge(error, letter.attempts + 1, clock())
        _settle(letter, outcome, clock(), reply=without_addresses(outcome.reply, address))
        if isinstance(error, ConnectionLost | RelayUnavailable) or outcome.state == DeliveryState.DOUBTFUL:
            raise ConnectionLost(error.reply, error.code) from error
        return False
    _settle(letter, taken(answer), clock())
    return True


def _settle(letter: RegistrationLetter, outcome: Outcome, now: datetime, reply: str = "") -> None:
    """Write what became of it; an answer that comes after it was declared doubtful still settles it."""
    RegistrationLetter.objects.filter(pk=letter.pk).exclude(state=DeliveryState.SENT).update(
        state=outcome.state,
        smtp_code=outcome.code,
        smtp_reply=reply,
        due_at=outcome.retry_at or (now + AGAIN_IN if outcome.state == DeliveryState.QUEUED else now),
        changed_at=now,
    )
