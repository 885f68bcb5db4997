"""Lets someone rest from our letters until a day: nothing is withdrawn, and they come again by themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from newsletters.domain.ledger import Act, Proof, record
from newsletters.enums import ConsentKind, ConsentMethod
from newsletters.models import Subscriber

LONGEST_PAUSE = timedelta(days=366)
SUMMER_IS_NEAR = 4  # April: before it, nobody thinks of the summer yet


def last_day_of_summer(on: date) -> date | None:
    """August 31, proposed from April until the day before; otherwise nobody knows what the person has in mind."""
    end = date(on.year, 8, 31)
    return end if on.month >= SUMMER_IS_NEAR and on < end else None


@transaction.atomic
def pause_letters(subscriber: Subscriber, until: date, now: datetime, *, page: str = "") -> bool:
    """No letter until that day, which is the last of the pause; the second call with the same day writes nothing.

    Letters that wait to leave do not, because consent is asked again when each of them does.
    """
    held = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if held.paused_until == until:
        return False
    _write(subscriber, until, ConsentKind.PAUSED, Act(ConsentMethod.PREFERENCE_PAGE, now, page=page))
    return True


@transaction.atomic
def resume_letters(subscriber: Subscriber, now: datetime, *, page: str = "") -> bool:
    """End a pause before its day; does nothing when there is none, or when it has ended by itself."""
    held = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not held.is_paused_on(timezone.localdate(now)):
        return False
    _write(subscriber, None, ConsentKind.RESUMED, Act(ConsentMethod.PREFERENCE_PAGE, now, page=page))
    return True


def _write(subscriber: Subscriber, until: date | None, kind: ConsentKind, act: Act) -> None:
    subscriber.paused_until = until
    subscriber.save(update_fields=["paused_until"])
    evidence = f"until: {until.isoformat()}" if until else ""
    record(kind, subscriber.address_hash, [None], act, Proof(evidence=evidence))
