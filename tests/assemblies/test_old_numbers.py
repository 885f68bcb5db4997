"""Decisions from before Parvis keep the number that they have on paper."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from crm.assemblies.domain.numbering import number_decision
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


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_old_number_and_the_next_one_taken_at_the_same_instant_are_two() -> None:
    """Whichever is first, nobody has the number of the other."""
    drafts = DecisionFactory.create_batch(4)
    together = Barrier(4)

    def take(place: int) -> None:
        together.wait()
        try:
            if place % 2:
                enter_old_decision(drafts[place], f"R-2026-{place + 1}", date(2026, 4, 14))
            else:
                number_decision(drafts[place], date(2026, 4, 14))
        except AssemblyRefused:
            refused.append(place)
        finally:
            connection.close()

    refused: list[int] = []
    threads = [Thread(target=take, args=[place]) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = list(Decision.objects.adopted().values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 4 - len(refused)
    assert all(place % 2 for place in refused)  # only an old number may be taken already
    highest = max(Decision.objects.adopted().values_list("rank", flat=True))
    assert adopted(date(2026, 4, 14)).rank == highest + 1
