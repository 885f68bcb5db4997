"""The days that count for a grant: ready among us, the call closes, the report is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from crm.partners.enums import FundingStatus
from crm.partners.models import Funding
from crm.partners.querysets import BEFORE_SUBMISSION

REMIND_AHEAD = timedelta(days=30)
# What was only thought of, or taken back, was never asked for.
NEVER_ASKED = (*BEFORE_SUBMISSION, FundingStatus.WITHDRAWN)


class DeadlineKind(StrEnum):
    """What falls on a day."""

    INTERNAL = "internal"
    CALL = "call"
    REPORT = "report"


@dataclass(frozen=True)
class Deadline:
    """One day that counts for one application."""

    on: date
    kind: DeadlineKind
    funding: Funding


def deadlines(fundings: Iterable[Funding]) -> list[Deadline]:
    """What still falls due, the soonest first: a submitted application has no call to meet, a sent report no day."""
    return sorted(
        (deadline for funding in fundings for deadline in _of(funding)), key=lambda one: (one.on, one.funding.pk)
    )


def _of(funding: Funding) -> Iterator[Deadline]:
    if funding.status in BEFORE_SUBMISSION:
        if funding.internal_deadline_on:
            yield Deadline(funding.internal_deadline_on, DeadlineKind.INTERNAL, funding)
        if funding.call_closes_on:
            yield Deadline(funding.call_closes_on, DeadlineKind.CALL, funding)
    elif funding.status == FundingStatus.GRANTED and funding.report_due_on and not funding.report_sent_on:
        yield Deadline(funding.report_due_on, DeadlineKind.REPORT, funding)


def pressing(fundings: Iterable[Funding], on: date) -> list[Deadline]:
    """The deadlines of the next thirty days, and reports that are overdue; a call that closed is past helping."""
    return [
        one
        for one in deadlines(fundings)
        if one.on <= on + REMIND_AHEAD and (one.on >= on or one.kind != DeadlineKind.CALL)
    ]


def next_deadline(funding: Funding, on: date) -> Deadline | None:
    """The day that comes next for this application; where all are past, the one that was missed last."""
    due = deadlines([funding])
    return next((one for one in due if one.on >= on), due[-1] if due else None)


def by_month(due: Iterable[Deadline]) -> list[tuple[date, list[Deadline]]]:
    """Deadlines already in order, month by month: the first day of each month and what falls due in it."""
    return [(month, list(ones)) for month, ones in groupby(due, key=lambda one: one.on.replace(day=1))]


@dataclass(frozen=True)
class Totals:
    """What a set of applications comes to."""

    asked: Decimal
    granted: Decimal
    received: Decimal


def totals(fundings: Iterable[Funding]) -> Totals:
    """Sums where they are known; what was never submitted was not asked for."""
    held = list(fundings)
    asked = [one.amount_asked for one in held if one.status not in NEVER_ASKED]
    return Totals(_sum(asked), _sum(one.amount_granted for one in held), _sum(one.amount_received for one in held))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount), Decimal())
