"""The number of a decision: by series and year, without holes or doubles, also when two are adopted at once."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.enums import DecisionKind, DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision
from tests.factories import DecisionFactory, adopted

ADOPTIONS = 12


@pytest.mark.django_db
def test_each_series_and_each_year_counts_for_itself():
    numbers = [
        adopted(date(2025, 12, 9)).number,
        adopted(date(2026, 1, 13)).number,
        adopted(date(2026, 1, 13), kind=DecisionKind.OPINION).number,
        adopted(date(2026, 2, 10)).number,
    ]

    assert numbers == ["R-2025-001", "R-2026-001", "AV-2026-001", "R-2026-002"]


@pytest.mark.django_db
def test_adopting_twice_keeps_the_first_number_and_the_first_day():
    decision = adopted(date(2026, 4, 14))

    again = number_decision(decision, date(2026, 5, 12))

    assert (again.number, again.adopted_on) == ("R-2026-001", date(2026, 4, 14))


@pytest.mark.django_db
def test_a_decision_without_words_takes_no_number():
    with pytest.raises(AssemblyRefused, match="Écrivez ce qui est décidé"):
        number_decision(DecisionFactory(text="  "), date(2026, 4, 14))

    assert adopted(date(2026, 4, 14)).number == "R-2026-001"


@pytest.mark.django_db
def test_an_adoption_that_fails_gives_its_number_back():
    @transaction.atomic
    def fail_after_adopting() -> None:
        adopted(date(2026, 4, 14))
        raise AssemblyRefused

    with pytest.raises(AssemblyRefused):
        fail_after_adopting()

    assert adopted(date(2026, 4, 14)).number == "R-2026-001"


@pytest.mark.django_db
def test_the_database_refuses_a_number_without_an_adoption():
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(state=DecisionState.DRAFT, year=2026, rank=1, number="R-2026-001")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_adopted_at_the_same_instant_they_follow_each_other():
    drafts = DecisionFactory.create_batch(ADOPTIONS)
    together = Barrier(ADOPTIONS)

    def adopt(decision: Decision) -> None:
        together.wait()
        number_decision(decision, date(2026, 4, 14))
        connection.close()

    threads = [Thread(target=adopt, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    ranks = sorted(Decision.objects.values_list("rank", flat=True))
    assert ranks == list(range(1, ADOPTIONS + 1))
