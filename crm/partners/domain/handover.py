"""When someone leaves: what they hold, in one list, to hand over one by one. Seats end; history stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from crm.accounts.domain.people import close_account
from crm.accounts.models import User
from crm.partners.domain.held_above import HELD_ABOVE
from crm.partners.domain.mandates import MandateRefused, end_term
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import HoldingKind, PartnershipStage, Visibility
from crm.partners.models import (
    CalendarAddress,
    Funding,
    HandedOver,
    Membership,
    Organization,
    Partnership,
    Person,
    Task,
)
from crm.partners.querysets import FINISHED_FUNDING

# What is given to somebody else, and in which column; the rooms above add theirs in `HELD_ABOVE`.
OURS: dict[HoldingKind, tuple[type[Any], str]] = {
    HoldingKind.TASK: (Task, "assignee"),
    HoldingKind.ORGANIZATION: (Organization, "followed_by"),
    HoldingKind.PARTNERSHIP: (Partnership, "followed_by"),
    HoldingKind.FUNDING: (Funding, "followed_by"),
}
FOLLOWED = "followed_by"
# A handover takes a season; what was given before that belongs to an earlier one.
A_SEASON = timedelta(days=180)


@dataclass(frozen=True)
class Holding:
    """One thing that someone holds."""

    kind: HoldingKind
    record: Any


def handed_over() -> dict[HoldingKind, tuple[type[Any], str]]:
    """What can be given to somebody else, and in which column."""
    return OURS | {kind: (above.model, FOLLOWED) for kind, above in HELD_ABOVE.items()}


class HandoverRefused(Exception):
    """It cannot be handed over; the sentence says why, and nothing was written."""


def _held(on: date, seen_by: User | None) -> dict[HoldingKind, tuple[QuerySet[Any], str]]:
    """What may be held that day, as far as ``seen_by`` may see (None sees everything), and the column of its holder.

    A seat whose end is written already waits for nobody; what someone does elsewhere in their own name stays theirs.
    """
    seats = Membership.objects.of_our_council().on(on, perhaps=True).filter(ends_on=None)
    everything: dict[HoldingKind, tuple[Any, str]] = {
        HoldingKind.SEAT: (seats, "person__user"),
        HoldingKind.TASK: (Task.objects.to_do(), "assignee"),
        HoldingKind.ORGANIZATION: (Organization.objects.all(), "followed_by"),
        HoldingKind.PARTNERSHIP: (Partnership.objects.exclude(stage=PartnershipStage.ENDED), "followed_by"),
        HoldingKind.FUNDING: (Funding.objects.exclude(status__in=FINISHED_FUNDING), "followed_by"),
    }
    if seen_by is not None:
        levels = levels_of(seen_by)
        everything = {
            kind: (records.visible(seen_by if kind == HoldingKind.TASK else levels), column)
            for kind, (records, column) in everything.items()
        }
    return everything | {
        kind: (above.seen_by(above.waiting(on), seen_by) if seen_by is not None else above.waiting(on), FOLLOWED)
        for kind, above in HELD_ABOVE.items()
    }


READ_ALONG = {
    HoldingKind.SEAT: ("person", "organization", "post"),
    HoldingKind.TASK: ("organization",),
    HoldingKind.ORGANIZATION: (),
    HoldingKind.PARTNERSHIP: ("organization",),
    HoldingKind.FUNDING: ("funder",),
}


def holdings_of(user: User, on: date, *, seen_by: User) -> list[Holding]:
    """What this person holds that day: seats that may last, tasks to do, what they follow, open grants, what is above.

    A query for each kind, whatever their number.
    """
    return [
        Holding(kind, record)
        for kind, (records, column) in _held(on, seen_by).items()
        for record in (records.select_related(*READ_ALONG[kind]) if READ_ALONG.get(kind) else records).filter(
            **{column: user}
        )
    ]


def loads(on: date, *, seen_by: User | None) -> Counter[int]:
    """How many things each account holds, under its number; a query for each kind."""
    count: Counter[int] = Counter()
    for records, column in _held(on, seen_by).values():
        held = records.exclude(**{column: None}).order_by().values_list(column).annotate(Count("pk"))
        count.update(dict(held))
    return count


def given_lately(leaver: User, now: datetime) -> QuerySet[HandedOver]:
    """What was handed over during this handover, the latest first."""
    return HandedOver.objects.filter(leaver=leaver, handed_at__gte=now - A_SEASON).select_related("taker")


@transaction.atomic
def hand_over(kind: HoldingKind, number: int, *, giver: User, taker: User | None, by: User, now: datetime) -> bool:
    """Give one thing to somebody else, or to nobody; False where the giver does not hold it any more.

    Raises `HandoverRefused` for a seat, which ends and is never handed from hand to hand, for a closed account, and
    for someone who may not see what would be theirs.
    """
    columns = handed_over()
    if kind not in columns:
        raise HandoverRefused(_("A seat is not handed over: end the term, then seat the next person."))
    if taker is not None and not taker.is_active:
        raise HandoverRefused(_("This account is closed: choose someone else."))
    model, column = columns[kind]
    held = model.objects.select_for_update().filter(**{"pk": number, column: giver}).first()
    if held is None:
        return False
    if taker is not None:
        _check_sees(taker, kind, held)
    setattr(held, column, taker)
    held.save(update_fields=[column])
    _note(kind, number, giver, taker, by, now)
    return True


def _check_sees(taker: User, kind: HoldingKind, held: Any) -> None:
    """Raises `HandoverRefused` where the taker would be asked about something out of their sight."""
    levels, above = levels_of(taker), HELD_ABOVE.get(kind)
    if above is not None:
        if above.seen_by(above.model.objects.filter(pk=held.pk), taker).exists():
            return
        why = _("{person} may not see “{thing}”: choose someone else.")
    elif getattr(held, "visibility", None) not in {None, *levels}:
        why = _("{person} may not see “{thing}”: choose someone else.")
    elif isinstance(held, Organization) and Visibility.BOARD.value not in levels:
        why = _("{person} does not see the contacts of “{thing}”: choose someone else.")
    else:
        return
    raise HandoverRefused(why.format(person=taker, thing=held))


@transaction.atomic
def end_seat(number: int, ends_on: PartialDate, *, leaver: User, ended_by: str, by: User, now: datetime) -> bool:
    """End one seat of the person who leaves; False where it has an end already, or is not theirs.

    Raises `HandoverRefused` where it would end before it started.
    """
    theirs = Membership.objects.filter(pk=number, person__user=leaver, ends_on=None)
    held = theirs.select_for_update(of=("self",)).first()
    if held is None:
        return False
    try:
        end_term(held, ends_on, ended_by=ended_by)
    except MandateRefused as refusal:
        raise HandoverRefused(str(refusal)) from refusal
    _note(HoldingKind.SEAT, number, leaver, None, by, now)
    return True


@transaction.atomic
def close_leaver(leaver: User, *, by: User, now: datetime) -> bool:
    """Close the account, its sessions, its second factor and its calendar address; False where it was closed already.

    Raises `HandoverRefused` for one's own account and for the last administrator.
    """
    try:
        is_closed_now = close_account(leaver, by=by)
    except ValidationError as refusal:
        raise HandoverRefused(refusal.messages[0]) from refusal
    if is_closed_now:
        CalendarAddress.objects.filter(user=leaver).delete()
        _note(HoldingKind.ACCOUNT, leaver.pk, leaver, None, by, now)
    return is_closed_now


def has_person(user: User) -> bool:
    """Whether a person of the CRM is linked to this account: without one its seats are not known."""
    return Person.objects.filter(user=user).exists()


def _note(kind: HoldingKind, number: int, leaver: User, taker: User | None, by: User, now: datetime) -> None:
    HandedOver.objects.create(kind=kind, record_number=number, leaver=leaver, taker=taker, handed_by=by, handed_at=now)
