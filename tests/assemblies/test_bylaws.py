"""The numbers of the by-laws: the one of that day, for that assembly, and what it asks for."""

from __future__ import annotations

from datetime import date

import pytest

from crm.assemblies.domain.bylaw_words import amount_words
from crm.assemblies.domain.bylaws import bylaw_in_force, people_needed
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.events.enums import EventKind
from tests.factories import BylawFactory

pytestmark = pytest.mark.django_db


def test_a_rule_holds_from_its_day_until_the_next_one():
    old = BylawFactory(in_force_from=date(2019, 5, 1))
    new = BylawFactory(in_force_from=date(2024, 4, 9))

    found = [bylaw_in_force(BylawKind.QUORUM, on) for on in (date(2019, 4, 30), date(2024, 4, 8), date(2024, 4, 9))]

    assert found == [None, old, new]


def test_the_rule_of_one_kind_of_assembly_passes_before_the_rule_for_all():
    for_all = BylawFactory(kind=BylawKind.NOTICE_DAYS, in_force_from=date(2025, 1, 1))
    annual = BylawFactory(
        kind=BylawKind.NOTICE_DAYS, assembly_kind=EventKind.ANNUAL_ASSEMBLY, in_force_from=date(2020, 1, 1)
    )

    on = date(2026, 4, 1)

    assert bylaw_in_force(BylawKind.NOTICE_DAYS, on, EventKind.ANNUAL_ASSEMBLY) == annual
    assert bylaw_in_force(BylawKind.NOTICE_DAYS, on, EventKind.BOARD_MEETING) == for_all
    assert bylaw_in_force(BylawKind.QUORUM, on) is None


@pytest.mark.parametrize(
    ("basis", "amount", "seats_held", "needed"),
    [
        (BylawBasis.COUNT, 20, 11, 20),
        (BylawBasis.MAJORITY, 0, 11, 6),
        (BylawBasis.MAJORITY, 0, 10, 6),
        (BylawBasis.MAJORITY, 0, 0, 1),
        (BylawBasis.PERCENT, 40, 11, 5),
        (BylawBasis.PERCENT, 100, 11, 11),
    ],
)
def test_a_share_of_the_seats_is_never_less_than_said(basis, amount, seats_held, needed):
    bylaw = BylawFactory(basis=basis, amount=amount)

    assert people_needed(bylaw, seats_held) == needed


@pytest.mark.parametrize(
    ("basis", "amount", "words"),
    [
        (BylawBasis.COUNT, 6, "6 membres du conseil avec droit de vote"),
        (BylawBasis.ELECTORS, 25, "25 électrices et électeurs"),
        (BylawBasis.MAJORITY, 0, "plus de la moitié des sièges occupés"),
        (BylawBasis.PERCENT, 40, "40 % des sièges occupés"),
    ],
)
def test_a_quorum_says_whom_it_counts(basis: BylawBasis, amount: int, words: str) -> None:
    rule = BylawFactory(basis=basis, amount=amount)

    assert amount_words(rule).replace("\xa0", " ") == words
