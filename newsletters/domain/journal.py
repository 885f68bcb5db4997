"""The rows that prove what happened: "leaving" is durable before a letter's bytes leave, the answer after.

The answer of one letter and the leaving of the next are one transaction, so a letter costs one durable
write. Whenever a worker is killed, at most the one letter of its connection stays between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    Expression,
    F,
    IntegerField,
    OuterRef,
    TextField,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone

from newsletters.domain.outcomes import Outcome
from newsletters.domain.prepared import Param, PreparedUpdate
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Delivery, Mailing, Subscription
from newsletters.querysets import DeliveryQuerySet, SubscriptionQuerySet

# A claim may be taken over when its worker has not come to it by then: nothing has left.
CLAIM_LEASE = timedelta(minutes=2)
# Longer than any conversation about one letter (five answers, each within EMAIL_TIMEOUT): after it the
# worker is dead and nobody will ever know what the server answered.
LEAVING_LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    """A letter that this worker alone may send, as long as its row still bears this lease."""

    number: int
    subscriber_id: int
    address: str
    attempts: int
    lease: datetime


def claim_letters(mailing: Mailing, limit: int, now: datetime) -> list[Claim]:
    """Take up to ``limit`` letters that nobody holds: those never tried first, then those due again.

    PostgreSQL skips rows that another worker is taking at this moment; SQLite has one writer at a time.
    """
    lease = now + CLAIM_LEASE
    with transaction.atomic():
        free = mailing.deliveries.select_for_update(skip_locked=True)
        taken = list(free.waiting(now)[:limit]) or list(free.due_again(now)[:limit])
        mailing.deliveries.filter(pk__in=[row.pk for row in taken]).update(lease_until=lease)
    return [Claim(row.pk, row.subscriber_id or 0, row.email, row.attempts, lease) for row in taken]


def release_letters(mailing: Mailing, claims: list[Claim]) -> None:
    """Give back what was claimed and has not left."""
    for lease in {claim.lease for claim in claims}:
        numbers = [claim.number for claim in claims if claim.lease == lease]
        untouched = mailing.deliveries.filter(pk__in=numbers, lease_until=lease)
        untouched.exclude(state=DeliveryState.SENDING).update(lease_until=None)


class Journal:
    """Writes one mailing's letters; holds the last answer until the next letter leaves."""

    def __init__(self, mailing: Mailing, now: datetime) -> None:
        self.topics = list(mailing.topics.values_list("pk", flat=True))
        self._mailing = mailing
        self._leave = PreparedUpdate(
            _untouched().filter(Exists(self._consent(now)), Exists(_under_way())),
            state=DeliveryState.SENDING,
            attempts=F("attempts") + 1,
            lease_until=Param("until", DateTimeField()),
            changed_at=Param("now", DateTimeField()),
        )
        self._answer = _answered()
        self._unwritten: tuple[int, Outcome, datetime] | None = None

    def leave(self, claim: Claim, now: datetime) -> bool:
        """Write the last answer and, if this letter may still leave, that it does.

        It may not when the mailing is paused or stopped, when the person has left or been suppressed,
        or when the lease was lost; then nothing of this letter is written.
        """
        with transaction.atomic():
            self._write_answer()
            left = self._leave.run(number=claim.number, lease=claim.lease, until=now + LEAVING_LEASE, now=now)
        self._unwritten = None
        return left == 1

    def set_aside(self, claim: Claim, now: datetime) -> bool:
        """After a refused `leave`: write that the person has left, if so; says whether the mailing goes on."""
        PreparedUpdate(
            _untouched().filter(~Exists(self._consent(now))),
            state=DeliveryState.SKIPPED,
            lease_until=None,
            changed_at=Param("now", DateTimeField()),
        ).run(number=claim.number, lease=claim.lease, now=now)
        return Mailing.objects.filter(pk=self._mailing.pk, state=MailingState.SENDING).exists()

    def answer(self, claim: Claim, outcome: Outcome, now: datetime) -> None:
        """Remember what became of the letter that left last; `leave` or `close` makes it durable."""
        self._unwritten = (claim.number, outcome, now)

    def close(self) -> None:
        """Write the last answer, if it is not yet written."""
        with transaction.atomic():
            self._write_answer()
        self._unwritten = None

    def _consent(self, now: datetime) -> SubscriptionQuerySet:
        """The same consent as when the mailing was frozen, asked again for one letter."""
        on = timezone.localdate(now)
        return Subscription.objects.mailable(on).filter(subscriber=OuterRef("subscriber"), topic__in=self.topics)

    def _write_answer(self) -> None:
        if self._unwritten is None:
            return
        number, outcome, now = self._unwritten
        waits_again = outcome.state in (DeliveryState.QUEUED, DeliveryState.DEFERRED)
        self._answer.run(
            number=number,
            state=outcome.state.value,
            state_if_erased=(DeliveryState.SKIPPED if waits_again else outcome.state).value,
            code=outcome.code,
            reply=outcome.reply,
            retry_at=outcome.retry_at,
            sent_at=now if outcome.state == DeliveryState.SENT else None,
            uncounted=int(outcome.state == DeliveryState.QUEUED),
            now=now,
        )


def _untouched() -> DeliveryQuerySet:
    """One letter that has not left, and that this worker still holds."""
    return Delivery.objects.filter(
        pk=Param("number", BigIntegerField()),
        lease_until=Param("lease", DateTimeField()),
        state__in=[DeliveryState.QUEUED, DeliveryState.DEFERRED],
    )


def _under_way() -> models.QuerySet[Mailing]:
    return Mailing.objects.filter(pk=OuterRef("mailing"), state=MailingState.SENDING)


def _answered() -> PreparedUpdate:
    """What became of a letter that left; an answer that comes after it was declared doubtful still settles it.

    The person may have been erased while the server was answering. The server's words often repeat the
    address, so they are not kept, and nothing waits for someone who is gone. The row itself says so, in
    the same statement: whichever of the two comes first, the other sees it.
    """
    letter = Delivery.objects.filter(
        pk=Param("number", BigIntegerField()), state__in=[DeliveryState.SENDING, DeliveryState.DOUBTFUL]
    )
    return PreparedUpdate(
        letter,
        state=_unless_erased(Param("state", CharField()), Param("state_if_erased", CharField())),
        # A letter that could not leave, for a reason that is not its own, has not had its attempt.
        attempts=F("attempts") - Param("uncounted", IntegerField()),
        smtp_code=Param("code", IntegerField()),
        smtp_reply=_unless_erased(Param("reply", TextField()), models.Value("")),
        retry_at=_unless_erased(Param("retry_at", DateTimeField()), Cast(models.Value(None), DateTimeField())),
        sent_at=Param("sent_at", DateTimeField()),
        lease_until=None,
        changed_at=Param("now", DateTimeField()),
    )


def _unless_erased(kept: Expression, instead: Expression) -> Case:
    return Case(When(subscriber__isnull=True, then=instead), default=kept, output_field=kept.output_field)


@contextmanager
def durable_commits() -> Iterator[None]:
    """Make each commit survive a power cut, as PostgreSQL's do; SQLite's are set to survive only a crash.

    A pragma changes nothing inside a transaction, which is where some tests run this.
    """
    lasting = connection.vendor == "sqlite" and not connection.in_atomic_block
    if lasting:
        _set_synchronous("FULL")
    try:
        yield
    finally:
        if lasting:
            _set_synchronous("NORMAL")


def _set_synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {level}")
