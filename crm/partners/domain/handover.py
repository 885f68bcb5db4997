"""When someone leaves: what they hold, in one list, to hand over one by one. Seats end; history stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.partners.domain.mandates import end_term
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.models import Funding, Membership, Organization, Partnership, Person, Task
from crm.partners.querysets import FINISHED_FUNDING


class HoldingKind(StrEnum):
    """What someone may hold."""

    TASK = "task"
    ORGANIZATION = "organization"
    PARTNERSHIP = "partnership"
    FUNDING = "funding"
    SEAT = "seat"


# What is given to somebody else, and in which column.
HANDED_OVER: dict[HoldingKind, tuple[type[Any], str]] = {
    HoldingKind.TASK: (Task, "assignee"),
    HoldingKind.ORGANIZATION: (Organization, "followed_by"),
    HoldingKind.PARTNERSHIP: (Partnership, "followed_by"),
    HoldingKind.FUNDING: (Funding, "followed_by"),
}


@dataclass(frozen=True)
class Holding:
    """One thing that someone holds."""

    kind: HoldingKind
    record: Task | Organization | Partnership | Funding | Membership


class HandoverRefused(Exception):
    """It cannot be handed over; the sentence says why, and nothing was written."""


def holdings_of(user: User, on: date) -> list[Holding]:
    """What this person holds that day: seats that may last, tasks to do, what they follow, open grants.

    Five queries, whatever their number.
    """
    tasks = Task.objects.to_do().filter(assignee=user).select_related("organization")
    partnerships = Partnership.objects.filter(followed_by=user).exclude(stage="ended").select_related("organization")
    fundings = Funding.objects.filter(followed_by=user).exclude(status__in=FINISHED_FUNDING).select_related("funder")
    seats = Membership.objects.filter(person__user=user).within(on, on, perhaps=True)
    return [
        *(Holding(HoldingKind.SEAT, one) for one in seats.select_related("person", "organization", "post")),
        *(Holding(HoldingKind.TASK, one) for one in tasks),
        *(Holding(HoldingKind.ORGANIZATION, one) for one in Organization.objects.filter(followed_by=user)),
        *(Holding(HoldingKind.PARTNERSHIP, one) for one in partnerships),
        *(Holding(HoldingKind.FUNDING, one) for one in fundings),
    ]


@transaction.atomic
def hand_over(kind: HoldingKind, pk: int, *, giver: User, taker: User | None) -> bool:
    """Give one thing to somebody else, or to nobody; False where the giver does not hold it any more.

    Raises `HandoverRefused` for a seat, which ends and is never handed from hand to hand, and for a closed account.
    """
    if kind == HoldingKind.SEAT:
        raise HandoverRefused(_("A seat is not handed over: end the term, then seat the next person."))
    if taker is not None and not taker.is_active:
        raise HandoverRefused(_("This account is closed: choose someone else."))
    model, column = HANDED_OVER[kind]
    held = model.objects.select_for_update().filter(**{"pk": pk, column: giver}).first()
    if held is None:
        return False
    setattr(held, column, taker)
    held.save(update_fields=[column])
    return True


def end_seats(user: User, ends_on: PartialDate, *, on: date, ended_by: str) -> list[Membership]:
    """End every seat that this person may still hold; a second call finds none."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return []
    with transaction.atomic():
        lasting = person.memberships.within(on, on, perhaps=True).filter(ends_on=None)
        return [end_term(held, ends_on, ended_by=ended_by) for held in lasting]
