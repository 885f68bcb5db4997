"""Implied consent ends by itself, on the day that the law says (T10)."""

from datetime import date, timedelta

import pytest

from newsletters.domain.consent import current_topics
from newsletters.domain.expiry import last_day
from newsletters.enums import ConsentBasis
from tests.factories import SubscriptionFactory


@pytest.mark.parametrize(
    ("basis", "day", "expected"),
    [
        (ConsentBasis.MEMBERSHIP, date(2024, 5, 14), date(2026, 5, 14)),
        (ConsentBasis.MEMBERSHIP, date(2024, 2, 29), date(2026, 2, 28)),
        (ConsentBasis.INQUIRY, date(2026, 5, 14), date(2026, 11, 14)),
        (ConsentBasis.INQUIRY, date(2026, 8, 31), date(2027, 2, 28)),
        (ConsentBasis.INQUIRY, date(2026, 6, 30), date(2026, 12, 30)),
        (ConsentBasis.INQUIRY, date(2026, 12, 1), date(2027, 6, 1)),
        (ConsentBasis.EXPRESS, date(2010, 1, 1), None),
        (ConsentBasis.PUBLISHED, date(2010, 1, 1), None),
    ],
)
def test_last_day(basis: ConsentBasis, day: date, expected: date | None) -> None:
    assert last_day(basis, day) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("basis", [ConsentBasis.MEMBERSHIP, ConsentBasis.INQUIRY])
@pytest.mark.parametrize(("days", "mailable"), [(-1, True), (0, True), (1, False)])
def test_expired_consent_leaves_the_audience_by_itself(basis: ConsentBasis, days: int, mailable: bool) -> None:
    edge = last_day(basis, date(2025, 3, 10))
    assert edge is not None
    subscription = SubscriptionFactory(basis=basis, basis_date=date(2025, 3, 10), expires_on=edge)
    assert current_topics(subscription.subscriber, edge + timedelta(days=days)) == (
        [subscription.topic] if mailable else []
    )
