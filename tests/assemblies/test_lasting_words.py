"""What was decided stays: its number from the moment it is given, its words from the adoption of the minutes."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, connection, transaction

from crm.assemblies.domain.adoption import adopt_minutes_at
from crm.assemblies.domain.deciding import write_decision
from crm.assemblies.domain.errata import write_erratum
from crm.assemblies.domain.minutes import draft_minutes
from crm.assemblies.domain.old_numbers import enter_old_decision
from crm.assemblies.domain.voting import Ballot, record_vote
from crm.assemblies.enums import DecisionResult
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision
from tests.assemblies.tables import Table, a_table, adopt, an_assembly, at
from tests.factories import AgendaItemFactory, DecisionFactory
from tests.factories.assemblies import adopted

pytestmark = pytest.mark.django_db

RESULTS = DecisionResult


def sealed() -> Table:
    """A table whose minutes the next assembly adopted."""
    table = a_table()
    adopt(table)
    minutes = draft_minutes(table.assembly, at(200))
    minutes.adoption_item = AgendaItemFactory(assembly=an_assembly(at(60 * 24 * 28)))
    minutes.save()
    adopt_minutes_at(minutes.adoption_item, date(2026, 5, 12))
    return table


def refuses(statement: str) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(f"{statement} WHERE number <> '' OR is_sealed")
        except IntegrityError:
            transaction.set_rollback(True)
            return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        "number = 'R-2026-009'",
        "year = 2025",
        "rank = 9",
        "kind = 'opinion'",
        "state = 'draft', number = '', rank = NULL",
        "adopted_on = NULL",
        "item_id = NULL, is_sealed = (1 = 1)",
        "assembly_id = NULL",
        "text = 'Autre chose.'",
        "votes_for = 12",
    ],
)
def test_the_database_keeps_the_number_and_lets_nobody_correct_beside_the_verb(change: str) -> None:
    adopt(a_table())

    assert refuses(f"UPDATE assemblies_decision SET {change}")  # noqa: S608
    assert Decision.objects.get().text == "Demander une traverse."


@pytest.mark.parametrize("change", ["title = 'Autre'", "text = ''", "result = 'majority'", "voted_at = NULL"])
def test_the_database_keeps_sealed_words_whatever_the_version(change: str) -> None:
    sealed()

    assert refuses(f"UPDATE assemblies_decision SET {change}, version = version + 1")  # noqa: S608
    assert refuses("UPDATE assemblies_decision SET is_sealed = (1 = 0)")


def test_the_database_deletes_nothing_of_the_register() -> None:
    adopted()

    assert refuses("DELETE FROM assemblies_decision")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.all()._raw_delete(using="default")


def test_what_is_not_its_words_may_still_change() -> None:
    table = sealed()

    Decision.objects.update(action_concerned="3.2", is_closed_session=True, mover=table.board[3])

    assert Decision.objects.get().action_concerned == "3.2"


def test_a_draft_changes_freely_by_any_way() -> None:
    draft = DecisionFactory()

    Decision.objects.filter(pk=draft.pk).update(text="Autrement.")

    assert Decision.objects.get().delete()[0] == 1


def test_a_numbered_decision_is_corrected_by_its_verb_and_the_history_tells_it() -> None:
    table = a_table()
    decision = adopt(table)

    corrected = write_decision(decision, decision.version, text="Demander deux traverses.")

    entry = LogEntry.objects.get_for_object(corrected).first()
    assert entry.changes["text"] == ["Demander une traverse.", "Demander deux traverses."]
    assert (corrected.number, corrected.version) == ("R-2026-001", decision.version + 1)


def test_nobody_saves_its_words_beside_the_verb() -> None:
    decision = Decision.objects.get(pk=adopt(a_table()).pk)
    decision.text = "Autre chose."

    with pytest.raises(AssemblyRefused, match="erratum"):
        decision.save()


def test_once_the_minutes_are_adopted_only_an_erratum_corrects() -> None:
    table = sealed()
    decision = table.decision

    with pytest.raises(AssemblyRefused, match="erratum"):
        write_decision(decision, decision.version, text="Autre chose.")
    with pytest.raises(AssemblyRefused, match="erratum"):
        record_vote(decision, decision.version, Ballot(RESULTS.MAJORITY, *table.board[:2], 3, 1, 0), at(10))
    decision.version += 1
    decision.text = "Autre chose."
    with pytest.raises(AssemblyRefused, match="erratum"):
        decision.save()

    assert write_erratum(decision, "Lire « traverse surélevée ».", date(2026, 5, 13)).decision == decision


def test_before_the_minutes_are_adopted_it_has_no_erratum() -> None:
    with pytest.raises(AssemblyRefused, match="Jusqu’à l’adoption"):
        write_erratum(adopt(a_table()), "Lire autre chose.", date(2026, 5, 13))


def test_a_rejected_decision_of_adopted_minutes_is_sealed_too_and_a_draft_is_not() -> None:
    table = a_table()
    decision = table.decision
    record_vote(decision, decision.version, Ballot(RESULTS.REJECTED, *table.board[:2], 1, 4, 0), at(10))
    DecisionFactory(item=table.item, assembly=table.assembly)
    minutes = draft_minutes(table.assembly, at(200))
    minutes.adoption_item = AgendaItemFactory(assembly=an_assembly(at(60 * 24 * 28)))
    minutes.save()

    adopt_minutes_at(minutes.adoption_item, date(2026, 5, 12))

    assert list(Decision.objects.order_by("pk").values_list("is_sealed", flat=True)) == [True, False]


def test_outside_an_assembly_the_number_seals() -> None:
    assert adopted().is_sealed
    assert enter_old_decision(DecisionFactory(), "2019-45", date(2019, 5, 14)).is_sealed


def test_a_decision_of_an_agenda_takes_no_old_number() -> None:
    with pytest.raises(AssemblyRefused, match="à l’écran de l’assemblée"):
        enter_old_decision(a_table().decision, "2019-45", date(2019, 5, 14))


def test_a_list_begins_with_what_has_no_day_on_every_database() -> None:
    first, second = adopted(date(2026, 4, 14)), adopted(date(2026, 4, 14))
    old, draft = enter_old_decision(DecisionFactory(), "2026-X4", date(2026, 4, 14)), DecisionFactory()
    earlier = adopted(date(2026, 1, 13))

    assert list(Decision.objects.all()) == [draft, second, first, old, earlier]
    assert list(Decision.objects.in_order()) == list(Decision.objects.all())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_was_decided_is_still_kept_after_a_test_was_flushed(turn: int) -> None:
    assert Decision.objects.count() == 0
    adopted()
    assert refuses("DELETE FROM assemblies_decision")
