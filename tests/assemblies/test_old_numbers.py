"""Decisions from before Parvis keep the number that they have on paper."""

from __future__ import annotations

from datetime import date

import pytest

from crm.assemblies.domain.old_numbers import enter_old_decision
from crm.assemblies.enums import DecisionKind, DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision
from tests.factories.assemblies import DecisionFactory, adopted

pytestmark = pytest.mark.django_db


def entered(number: str, on: date = date(2019, 5, 14), **fields: object) -> Decision:
    return enter_old_decision(DecisionFactory(**fields), number, on)


def test_it_keeps_its_own_number() -> None:
    decision = entered("2019 ca 045")

    assert (decision.number, decision.state, decision.rank) == ("2019-CA-045", DecisionState.ADOPTED, None)
    assert decision.get_absolute_url() == "/decisions/2019-CA-045/"


def test_a_number_of_our_series_joins_it_and_the_series_goes_on_after_the_highest() -> None:
    assert adopted(date(2026, 1, 13)).number == "R-2026-001"

    assert entered("r-2026-7", date(2026, 2, 10)).number == "R-2026-007"
    assert entered("R-2026-4", date(2026, 2, 10)).number == "R-2026-004"

    assert adopted(date(2026, 4, 14)).number == "R-2026-008"


def test_a_number_that_is_taken_is_refused() -> None:
    entered("2019-CA-045")
    adopted(date(2026, 1, 13))

    for number, on in [("2019-ca-045", date(2019, 5, 14)), ("R-2026-01", date(2026, 5, 1))]:
        with pytest.raises(AssemblyRefused, match="déjà"):
            entered(number, on)
    assert Decision.objects.adopted().count() == 2


@pytest.mark.parametrize(
    ("number", "fields"),
    [
        ("AV-2019-3", {}),
        ("R-2018-3", {}),
        ("R-2019-0", {}),
        ("suivi", {}),
        ("../3", {}),
        ("", {}),
        ("12", {"text": " "}),
    ],
)
def test_a_number_that_cannot_be_is_refused(number: str, fields: dict[str, object]) -> None:
    with pytest.raises(AssemblyRefused):
        entered(number, **fields)

    assert Decision.objects.adopted().count() == 0


def test_each_kind_has_its_series() -> None:
    assert entered("AV-2019-3", kind=DecisionKind.OPINION).number == "AV-2019-003"


def test_a_second_call_changes_nothing() -> None:
    decision = entered("12")

    assert enter_old_decision(decision, "13", date(2020, 1, 1)).number == "12"
