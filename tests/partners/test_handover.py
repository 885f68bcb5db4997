"""When someone leaves: one list of what they hold, each thing given once, seats ended, history kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from crm.accounts.models import User
from crm.partners.domain.handover import HandoverRefused, HoldingKind, end_seats, hand_over, holdings_of
from crm.partners.enums import FundingStatus, PartnershipStage
from crm.partners.models import Funding, Membership, Organization, Partnership, Task
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, UserFactory, edtf

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def everything_of(user: User, *, finished: bool = False) -> list[Any]:
    """One of each thing, under way or finished."""
    partner = OrganizationFactory(followed_by=None if finished else user)
    person = getattr(user, "person", None) or PersonFactory(user=user)
    return [
        MembershipFactory(person=person, organization=partner, ends_on=edtf("2025") if finished else None),
        Task.objects.create(title="Rappeler", assignee=user, done_at="2026-01-01T12:00Z" if finished else None),
        partner,
        Partnership.objects.create(
            organization=partner,
            title="Salle",
            followed_by=user,
            stage=PartnershipStage.ENDED if finished else PartnershipStage.ACTIVE,
        ),
        Funding.objects.create(
            funder=partner,
            programme="Quartiers verts",
            followed_by=user,
            status=FundingStatus.REFUSED if finished else FundingStatus.SUBMITTED,
        ),
    ]


def test_the_list_holds_what_is_under_way_and_nothing_else() -> None:
    leaving = UserFactory()
    held = everything_of(leaving)
    everything_of(leaving, finished=True)
    everything_of(UserFactory())
    assert [one.record for one in holdings_of(leaving, TODAY)] == held


@pytest.mark.parametrize("number", [1, 3, 50])
def test_five_queries_whatever_one_holds(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    leaving = UserFactory()
    for _ in range(number):
        everything_of(leaving)
    with django_assert_num_queries(5):
        assert len([str(one.record) for one in holdings_of(leaving, TODAY)]) == 5 * number


@pytest.mark.parametrize(
    ("kind", "model", "column"),
    [
        (HoldingKind.TASK, Task, "assignee"),
        (HoldingKind.ORGANIZATION, Organization, "followed_by"),
        (HoldingKind.PARTNERSHIP, Partnership, "followed_by"),
        (HoldingKind.FUNDING, Funding, "followed_by"),
    ],
)
def test_each_thing_is_given_once(kind: HoldingKind, model: type[Any], column: str) -> None:
    leaving, taker, late = UserFactory.create_batch(3)
    everything_of(leaving)
    pk = model.objects.get(**{column: leaving}).pk
    assert hand_over(kind, pk, giver=leaving, taker=taker) is True
    assert hand_over(kind, pk, giver=leaving, taker=late) is False
    assert getattr(model.objects.get(pk=pk), column) == taker


def test_a_thing_may_be_given_to_nobody() -> None:
    leaving = UserFactory()
    task = Task.objects.create(title="Rappeler", assignee=leaving)
    hand_over(HoldingKind.TASK, task.pk, giver=leaving, taker=None)
    task.refresh_from_db()
    assert task.assignee is None


def test_a_closed_account_takes_nothing() -> None:
    leaving = UserFactory()
    task = Task.objects.create(title="Rappeler", assignee=leaving)
    with pytest.raises(HandoverRefused):
        hand_over(HoldingKind.TASK, task.pk, giver=leaving, taker=UserFactory(is_active=False))
    task.refresh_from_db()
    assert task.assignee == leaving


def test_a_seat_is_ended_and_never_handed_over() -> None:
    leaving, taker = UserFactory(), UserFactory()
    held, *_ = everything_of(leaving)
    everything_of(leaving, finished=True)
    with pytest.raises(HandoverRefused):
        hand_over(HoldingKind.SEAT, held.pk, giver=leaving, taker=taker)
    ended = end_seats(leaving, edtf("2026-11-24"), on=TODAY, ended_by="Départ")  # type: ignore[arg-type]
    assert [(one.pk, str(one.ends_on), one.ended_by) for one in ended] == [(held.pk, "2026-11-24", "Départ")]
    assert end_seats(leaving, edtf("2026-11-25"), on=date(2026, 11, 25), ended_by="Encore") == []  # type: ignore[arg-type]
    assert Membership.objects.count() == 2
