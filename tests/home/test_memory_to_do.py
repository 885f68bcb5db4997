"""What someone took back by their own link is told on the first screen, for two weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.agreements import record_agreement, withdraw_agreement
from cms.archive.domain.closing import restore
from cms.archive.enums import AgreementSubject
from cms.archive.models import Agreement, Item, Takedown
from crm.accounts.models import User
from crm.accounts.policy import Role
from home.memory_to_do import TOLD_FOR, withdrawals_to_do
from tests.factories import ItemFactory, someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(council: Any) -> User:
    return someone_of(Role.ARCHIVES)


def agreed(*items: Item) -> Agreement:
    agreement = Agreement(subject=AgreementSubject.LICENCE, person_name="Ondine Fictive", given_on="2026-05-01")
    return record_agreement(agreement, items, None)


@pytest.mark.parametrize(("count", "left"), [(1, "une pièce a quitté"), (3, "3 pièces ont quitté")])
def test_what_left_by_its_own_link_is_told(
    keeper: User, count: int, left: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    withdraw_agreement(agreed(*(ItemFactory() for _item in range(count))), now)
    keeper.has_perm("archive.take_down_item")

    with django_assert_num_queries(1):
        (told,) = withdrawals_to_do(keeper, now)

    assert left in told.sentence.replace("\u00a0", " ")
    assert told.url == "/admin/retraits/"
    assert list(withdrawals_to_do(keeper, now + TOLD_FOR + timedelta(seconds=1))) == []
    assert list(withdrawals_to_do(someone_of(Role.READING), now)) == []


def test_what_the_team_took_down_or_put_back_is_no_news(keeper: User) -> None:
    now = timezone.now()
    withdraw_agreement(agreed(ItemFactory()), now, by=keeper)
    taken_back = agreed(ItemFactory())
    withdraw_agreement(taken_back, now)
    taken_back.items.clear()
    restore(Takedown.objects.get(taken_down_by=None), keeper, now)

    assert list(withdrawals_to_do(keeper, now)) == []
