"""The days that count for a grant: ready among us, the call closes, the report is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm.partners.enums import FundingStatus
from crm.partners.models import Funding

REMIND_AHEAD = timedelta(days=30)
BEFORE_SUBMISSION = (FundingStatus.CONSIDERED, FundingStatus.WRITING)


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
