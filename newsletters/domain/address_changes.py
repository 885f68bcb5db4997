"""Moves someone to another address, once both mailboxes have said yes; consents go along as they are.

The former address alone would let whoever holds an old letter take someone's place; the new one alone would let anyone
bring a stranger in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.partners.models import Council
from newsletters.domain.addresses import hash_address
from newsletters.domain.consent import current_topics
from newsletters.domain.joining import move_in
from newsletters.domain.ledger import Act
from newsletters.domain.wording import confirmation_wording
from newsletters.enums import ConsentMethod
from newsletters.models import AddressChange, AddressLetter, Subscriber

# A request that one of the two mailboxes does not answer.
FORGOTTEN_AFTER = timedelta(days=7)
# Long enough for a second press of a button to be told that it is done.
REMEMBERED_FOR = timedelta(days=30)


class Side(StrEnum):
    """Which of the two mailboxes."""

    OLD = "old"
    NEW = "new"


class Standing(StrEnum):
    """What came of a press."""

    WAITING = "waiting"  # for the other mailbox
    DONE = "done"
    GONE = "gone"  # cancelled, replaced, or too old


@transaction.atomic
def ask_change(subscriber: Subscriber, email: str, now: datetime) -> AddressChange:
    """Note the wish with a normalised address, and one letter for each mailbox; an earlier wish is replaced.

    It does the same for an address that we know and one that we do not. Raises ``ValidationError`` for the address that
    the person has already, and for someone who receives nothing, who may simply subscribe with the other one.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if hash_address(email) == subscriber.address_hash:
        raise ValidationError(_("This is the address that we have already."), code="same")
    if not current_topics(subscriber, timezone.localdate(now)):
        raise ValidationError(_("You receive nothing at this address: subscribe with the other one."), code="nothing")
    subscriber.address_changes.filter(done_at=None).delete()
    change = AddressChange.objects.create(subscriber=subscriber, new_email=email, asked_at=now)
    AddressLetter.objects.bulk_create(
        AddressLetter(change=change, to_new=to_new, due_at=now, created_at=now, changed_at=now)
        for to_new in (False, True)
    )
    return change


def open_change(subscriber: Subscriber, now: datetime) -> AddressChange | None:
    """The wish under way, if it is not too old."""
    return subscriber.address_changes.filter(done_at=None, asked_at__gt=now - FORGOTTEN_AFTER).first()


@transaction.atomic
def confirm_change(number: int, side: Side, council: Council, now: datetime, *, page: str = "") -> Standing:
    """One mailbox says yes; the second of the two moves the person. The same press again changes nothing more."""
    change = AddressChange.objects.select_for_update().filter(pk=number).first()
    if change is None or (change.done_at is None and change.asked_at <= now - FORGOTTEN_AFTER):
        return Standing.GONE
    if change.done_at is not None:
        return Standing.DONE
    if getattr(change, f"{side}_confirmed_at") is None:
        setattr(change, f"{side}_confirmed_at", now)
        change.save(update_fields=[f"{side}_confirmed_at"])
    if change.old_confirmed_at is None or change.new_confirmed_at is None:
        return Standing.WAITING
    return _move(change, council, Act(ConsentMethod.CONFIRM_PAGE, now, page=page))


def cancel_change(number: int) -> bool:
    """Either mailbox says no: nothing changes, and the wish is forgotten with the address that it named."""
    return bool(AddressChange.objects.filter(pk=number, done_at=None).delete()[0])


def forget_changes(now: datetime) -> int:
    """Delete what one mailbox never answered, and what was done long enough ago."""
    unanswered = AddressChange.objects.filter(done_at=None, asked_at__lte=now - FORGOTTEN_AFTER)
    done = AddressChange.objects.filter(done_at__lte=now - REMEMBERED_FOR)
    return unanswered.delete()[0] + done.delete()[0]


def _move(change: AddressChange, council: Council, act: Act) -> Standing:
    """Someone who left everything meanwhile has nothing to move, and stays gone."""
    Subscriber.objects.select_for_update().get(pk=change.subscriber_id)  # who leaves at this moment has left, or waits
    topics = current_topics(change.subscriber, timezone.localdate(act.now))
    if not topics:
        change.delete()
        return Standing.GONE
    kept = move_in(change.subscriber, change.new_email, confirmation_wording(council, topics), act)
    AddressChange.objects.filter(pk=change.pk).update(subscriber=kept, done_at=act.now)
    return Standing.DONE
