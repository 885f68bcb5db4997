"""The rows that prove what happened: "leaving" is durable before a letter's bytes leave, the answer after.

The letters of a round (one for each connection) share their writes: the answers of one round and the leaving of the
next are one transaction. Whenever a worker is killed, at most one letter a connection stays between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

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
    Subquery,
    TextField,
    When,
)
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull
from django.utils import timezone

from newsletters.domain.allowances import closed_domains, give_back, share_out
from newsletters.domain.outcomes import Outcome
from newsletters.domain.prepared import Param, PreparedUpdate
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Delivery, Mailing, Subscription
from newsletters.querysets import DeliveryQuerySet
from newsletters.relay.accounts import Account

# A claim may be taken over when its worker has not come to it by then: nothing has left.
CLAIM_LEASE = timedelta(minutes=2)
# Longer than any conversation about one letter (five answers, each within EMAIL_TIMEOUT): after it the
# worker is dead and nobody will ever know what the server answered.
LEAVING_LEASE = timedelta(minutes=5)

NOBODYS = Outcome(DeliveryState.SENT)


@dataclass(frozen=True)
class Claim:
    """A letter that this worker alone may send, as long as its row still bears this lease.

    ``refused_at`` is when a server refused it last, if one did.
    """

    number: int
    subscriber_id: int
    address: str
    attempts: int
    lease: datetime
    refused_at: datetime | None = None


def claim_letters(mailing: Mailing, limit: int, now: datetime, account: Account | None = None) -> list[Claim]:
    """Take up to ``limit`` letters that nobody holds: those never refused first, then the others, those due again last.

    PostgreSQL skips rows that another worker is taking at this moment; SQLite has one writer at a time. Of a relay
    with limits, no more than it still takes.
    """
    lease = now + CLAIM_LEASE
    with transaction.atomic():
        free = mailing.deliveries.select_for_update(skip_locked=True)
        if account and account.is_limited:
            free = free.outside_domains(closed_domains(account, now))
        sets = free.never_refused(now), free.waiting(now), free.due_again(now)
        taken = next(filter(None, (list(letters[:limit]) for letters in sets)), [])
        if account:
            taken = share_out(account, taken, now)
        mailing.deliveries.filter(pk__in=[row.pk for row in taken]).update(lease_until=lease)
    return [_claim(row, lease) for row in taken]


def _claim(row: Delivery, lease: datetime) -> Claim:
    refused_at = row.changed_at if row.smtp_code else None
    return Claim(row.pk, row.subscriber_id or 0, row.email, row.attempts, lease, refused_at)


def release_letters(mailing: Mailing, claims: list[Claim], account: Account | None = None) -> None:
    """Give back what was claimed and has not left."""
    for lease in {claim.lease for claim in claims}:
        unsent = [claim for claim in claims if claim.lease == lease]
        untouched = mailing.deliveries.filter(pk__in=[claim.number for claim in unsent], lease_until=lease)
        untouched.exclude(state=DeliveryState.SENDING).update(lease_until=None)
        if account:
            give_back(account, [claim.address for claim in unsent], lease - CLAIM_LEASE)


class Journal:
    """Writes one mailing's letters, ``abreast`` or fewer at a time; holds their answers until the next ones leave."""

    def __init__(self, mailing: Mailing, now: datetime, abreast: int = 1) -> None:
        self.topics = list(mailing.topics.values_list("pk", flat=True))
        self._mailing = mailing
        self._abreast = abreast
        self._leave = PreparedUpdate(
            _untouched([f"number{place}" for place in range(abreast)]).filter(
                self._consents(now), Exists(self._under_way())
            ),
            state=DeliveryState.SENDING,
            attempts=F("attempts") + 1,
            lease_until=Param("until", DateTimeField()),
            changed_at=Param("now", DateTimeField()),
        )
        self._answer = _answered()
        self._taken = _all_taken(abreast)
        self._unwritten: list[tuple[int, Outcome, datetime]] = []

    def leave(self, claims: Sequence[Claim], now: datetime) -> set[int]:
        """Write the last answers and that these letters leave; returns the numbers of those that do.

        One may not when the mailing is paused or stopped, when the person has left or been suppressed, or when
        the lease was lost; then nothing of that letter is written. The claims bear one lease, and are no more than
        this journal writes abreast.
        """
        numbers = dict.fromkeys((f"number{place}" for place in range(self._abreast)), 0)
        numbers.update((f"number{place}", claim.number) for place, claim in enumerate(claims))
        with transaction.atomic():
            self._write_answers()
            left = self._leave.run_returning(lease=claims[0].lease, until=now + LEAVING_LEASE, now=now, **numbers)
        self._unwritten.clear()
        return left

    def set_aside(self, claims: Iterable[Claim], now: datetime) -> bool:
        """After a refused `leave`: write which people have left; says whether the mailing goes on."""
        for claim in claims:
            PreparedUpdate(
                _untouched(["number"]).filter(self._consents(now, still=False)),
                state=DeliveryState.SKIPPED,
                lease_until=None,
                changed_at=Param("now", DateTimeField()),
            ).run(number=claim.number, lease=claim.lease, now=now)
        return self._under_way().exists()

    def answer(self, claim: Claim, outcome: Outcome, now: datetime) -> None:
        """Remember what became of a letter that left; the next `leave` or `close` makes it durable."""
        self._unwritten.append((claim.number, outcome, now))

    def close(self) -> None:
        """Write the last answers, where they are not yet written."""
        with transaction.atomic():
            self._write_answers()
        self._unwritten.clear()

    def _consents(self, now: datetime, *, still: bool = True) -> IsNull:
        """The same consent as when the mailing was frozen, asked again for one letter: it holds, or does not.

        A value and not an EXISTS, which PostgreSQL may turn into a walk through everybody's consents after a large
        import, before it has counted them.
        """
        theirs = Subscription.objects.mailable(timezone.localdate(now)).filter(
            subscriber=OuterRef("subscriber"), topic__in=self.topics
        )
        return IsNull(Subquery(theirs.values("pk")[:1]), not still)

    def _under_way(self) -> models.QuerySet[Mailing]:
        """Asked once for all the letters of a round, and not of each: the planner has nothing to guess."""
        return Mailing.objects.filter(pk=self._mailing.pk, state=MailingState.SENDING)

    def _write_answers(self) -> None:
        """In one statement where the relay took all the letters of a round, as it nearly always does."""
        taken = [row for row in self._unwritten if row[1].state == DeliveryState.SENT]
        if taken:
            self._taken.run(now=taken[0][2], **self._places(taken))
        others = [row for row in self._unwritten if row[1].state != DeliveryState.SENT]
        if others:
            self._answer.run_each(_written(*row) for row in others)

    def _places(self, taken: Sequence[tuple[int, Outcome, datetime]]) -> dict[str, Any]:
        """The arguments of `_taken`: places that no letter takes bear the number of none."""
        places: dict[str, Any] = {}
        for place, row in zip_longest(range(self._abreast), taken):
            number, outcome = row[:2] if row else (0, NOBODYS)
            places |= {f"number{place}": number, f"code{place}": outcome.code, f"reply{place}": outcome.reply}
        return places


def _written(number: int, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The arguments of `_answered` for one letter."""
    waits_again = outcome.state in (DeliveryState.QUEUED, DeliveryState.DEFERRED)
    return {
        "number": number,
        "state": outcome.state.value,
        "state_if_erased": (DeliveryState.SKIPPED if waits_again else outcome.state).value,
        "code": outcome.code,
        "reply": outcome.reply,
        "retry_at": outcome.retry_at,
        "uncounted": int(outcome.state == DeliveryState.QUEUED),
        "now": now,
    }


def _untouched(names: Iterable[str]) -> DeliveryQuerySet:
    """Letters that have not left, and that this worker still holds; each name is an argument that says which."""
    return Delivery.objects.filter(
        pk__in=[Param(name, BigIntegerField()) for name in names],
        lease_until=Param("lease", DateTimeField()),
        state__in=[DeliveryState.QUEUED, DeliveryState.DEFERRED],
    )


def _all_taken(abreast: int) -> PreparedUpdate:
    """`_answered`, for up to so many letters at once that the relay took."""
    numbers = [Param(f"number{place}", BigIntegerField()) for place in range(abreast)]

    def each(name: str, field: IntegerField[Any, Any] | TextField[Any, Any]) -> Case:
        said = [Param(f"{name}{place}", field) for place in range(abreast)]
        whens = [When(pk=number, then=words) for number, words in zip(numbers, said, strict=True)]
        return Case(*whens, output_field=field)

    return PreparedUpdate(
        Delivery.objects.filter(
            pk__in=numbers,  # type: ignore[misc]
            state__in=[DeliveryState.SENDING, DeliveryState.DOUBTFUL],
        ),
        state=DeliveryState.SENT,
        smtp_code=each("code", IntegerField()),
        smtp_reply=_unless_erased(each("reply", TextField()), models.Value("")),
        retry_at=None,
        sent_at=Param("now", DateTimeField()),
        lease_until=None,
        changed_at=Param("now", DateTimeField()),
    )


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
