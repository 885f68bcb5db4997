"""How far an understanding has come, and the days that count for a grant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from crm.partners.domain.funding import DeadlineKind, deadlines, pressing
from crm.partners.domain.partnerships import move_partnership
from crm.partners.enums import FundingStatus, PartnershipStage
from crm.partners.models import Funding, Partnership, StageChange
from tests.factories import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def test_a_move_is_written_once() -> None:
    held, me = Partnership.objects.create(organization=OrganizationFactory(), title="Prêt de salle"), UserFactory()
    assert move_partnership(held, PartnershipStage.AGREED, by=me, now=NOW) is True
    assert move_partnership(held, PartnershipStage.AGREED, by=me, now=NOW) is False
    held.refresh_from_db()
    assert (held.stage, [(one.before, one.after, one.changed_by) for one in StageChange.objects.all()]) == (
        "agreed",
        [("contact", "agreed", me)],
    )


def funding(**facts: Any) -> Funding:
    return Funding.objects.create(funder=OrganizationFactory(), programme="Quartiers verts", **facts)


def days(*fundings: Funding) -> list[tuple[str, str]]:
    return [(one.kind.value, str(one.on)) for one in deadlines(fundings)]


def test_before_it_is_submitted_a_call_and_our_own_day_count() -> None:
    sought = funding(call_closes_on=date(2026, 12, 15), internal_deadline_on=date(2026, 12, 1))
    assert days(sought) == [("internal", "2026-12-01"), ("call", "2026-12-15")]


@pytest.mark.parametrize("status", [FundingStatus.SUBMITTED, FundingStatus.REFUSED, FundingStatus.WITHDRAWN])
def test_afterwards_no_call_counts_any_more(status: FundingStatus) -> None:
    assert days(funding(status=status, call_closes_on=date(2026, 12, 15), report_due_on=date(2027, 1, 1))) == []


def test_a_granted_one_owes_its_report_until_it_is_sent() -> None:
    granted = funding(status=FundingStatus.GRANTED, report_due_on=date(2026, 10, 1))
    assert days(granted) == [("report", "2026-10-01")]
    granted.report_sent_on = TODAY
    assert days(granted) == []


def test_what_presses_is_near_or_an_overdue_report() -> None:
    near = funding(call_closes_on=date(2026, 12, 24))
    far = funding(call_closes_on=date(2026, 12, 25))
    missed = funding(call_closes_on=date(2026, 11, 23))
    overdue = funding(status=FundingStatus.GRANTED, report_due_on=date(2026, 1, 1))
    assert [(one.funding, one.kind) for one in pressing([near, far, missed, overdue], TODAY)] == [
        (overdue, DeadlineKind.REPORT),
        (near, DeadlineKind.CALL),
    ]


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("internal_deadline_on", {"call_closes_on": date(2026, 12, 1), "internal_deadline_on": date(2026, 12, 2)}),
        ("amount_received", {"amount_granted": Decimal(100), "amount_received": Decimal("100.01")}),
        ("amount_received", {"amount_received": Decimal(1)}),
        ("amount_asked", {"amount_asked": Decimal(-1)}),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_written(field: str, facts: dict[str, Any]) -> None:
    sought = Funding(funder=OrganizationFactory(), programme="Quartiers verts", **facts)
    with pytest.raises(ValidationError) as refused:
        sought.full_clean()
    assert list(refused.value.message_dict) == [field]
