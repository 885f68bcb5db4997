"""From the opening to the closing: what is refused, what is done once, what nobody overwrites."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from crm.assemblies.domain.questions import ask_question, write_question
from crm.assemblies.domain.sitting import (
    close_assembly,
    count_citizens,
    finish_item,
    go_to_item,
    open_assembly,
    reopen_assembly,
    settle_item,
    write_discussion,
)
from crm.assemblies.enums import AssemblyState, ItemKind, ItemState
from crm.assemblies.errors import AssemblyRefused, NeedsKnowing, StaleRecord
from crm.assemblies.models import AgendaItem, Decision, PublicQuestion
from tests.assemblies.tables import SEVEN, a_table, adopt, an_assembly, at
from tests.factories import AgendaItemFactory

WRITERS = 6


@pytest.mark.django_db
def test_without_quorum_it_opens_only_knowingly() -> None:
    table = a_table(here=2, is_open=False)

    with pytest.raises(NeedsKnowing, match="Il n’y a pas quorum"):
        open_assembly(table.assembly, SEVEN)
    opened = open_assembly(table.assembly, SEVEN, knowing=True)

    assert (opened.state, opened.opened_at) == (AssemblyState.OPEN, SEVEN)


@pytest.mark.django_db
def test_without_a_rule_it_opens_only_knowingly() -> None:
    with pytest.raises(NeedsKnowing, match="Aucune règle"):
        open_assembly(an_assembly(), SEVEN)


@pytest.mark.django_db
def test_opened_twice_it_keeps_its_hour() -> None:
    table = a_table()

    assert open_assembly(table.assembly, at(30)).opened_at == SEVEN


@pytest.mark.django_db
def test_opening_goes_to_the_first_item_with_its_decision_begun() -> None:
    reasons = "Considérant le danger\nConsidérant que l’école le demande"
    table = a_table(is_open=False, proposal=f"{reasons}\nDemander mieux.")

    assembly = open_assembly(table.assembly, SEVEN)

    assert assembly.current_item == table.item
    assert table.decision.considerations == reasons
    assert table.decision.text == "Demander mieux."


@pytest.mark.django_db
def test_one_goes_from_item_to_item_and_each_decision_is_begun_once() -> None:
    table = a_table()
    other = AgendaItemFactory(assembly=table.assembly, position=2, kind=ItemKind.INFORMATION)

    following = finish_item(table.item)
    go_to_item(table.item)

    assert following == other
    table.item.refresh_from_db()
    assert (table.item.state, Decision.objects.count()) == (ItemState.DONE, 1)


@pytest.mark.django_db
def test_an_item_where_something_was_adopted_is_not_carried_over() -> None:
    table = a_table()
    adopt(table)

    with pytest.raises(AssemblyRefused, match="Une décision a été adoptée"):
        settle_item(table.item, ItemState.CARRIED_OVER)


@pytest.mark.django_db
def test_closing_carries_over_what_nobody_had_time_for_and_can_be_taken_back() -> None:
    table = a_table()
    questions = AgendaItemFactory(assembly=table.assembly, position=2, kind=ItemKind.QUESTIONS)

    closed = close_assembly(table.assembly, at(120))

    assert (closed.state, closed.closed_at, closed.current_item) == (AssemblyState.CLOSED, at(120), None)
    states = dict(AgendaItem.objects.values_list("pk", "state"))
    assert states == {table.item.pk: ItemState.CARRIED_OVER, questions.pk: ItemState.PLANNED}
    assert close_assembly(table.assembly, at(150)).closed_at == at(120)
    assert reopen_assembly(table.assembly).closed_at is None


@pytest.mark.django_db
def test_closing_does_not_carry_over_what_was_decided() -> None:
    table = a_table()
    adopt(table)

    close_assembly(table.assembly, at(120))

    table.item.refresh_from_db()
    assert table.item.state == ItemState.DONE


@pytest.mark.django_db
def test_what_was_told_is_dealt_with_and_what_was_to_be_decided_is_carried_over() -> None:
    table = a_table()
    told, asked, silent = (
        AgendaItemFactory(assembly=table.assembly, position=place, kind=kind)
        for place, kind in ((2, ItemKind.INFORMATION), (3, ItemKind.QUESTIONS), (4, ItemKind.INFORMATION))
    )
    write_discussion(table.item, 0, "On en parle, sans conclure.")
    write_discussion(told, 0, "Les travaux commencent en mai.")
    ask_question(asked, "Quand?", at(40))

    close_assembly(table.assembly, at(120))

    assert [AgendaItem.objects.get(pk=one.pk).state for one in (table.item, told, asked, silent)] == [
        ItemState.CARRIED_OVER,
        ItemState.DONE,
        ItemState.DONE,
        ItemState.CARRIED_OVER,
    ]


@pytest.mark.django_db
def test_the_table_that_goes_on_has_dealt_with_what_it_leaves_unless_a_vote_awaits() -> None:
    table = a_table()
    told, later = (AgendaItemFactory(assembly=table.assembly, position=place, kind="information") for place in (2, 3))

    go_to_item(told)
    go_to_item(later)
    go_to_item(told)

    states = [AgendaItem.objects.get(pk=one.pk).state for one in (table.item, told, later)]
    assert states == [ItemState.PLANNED, ItemState.DONE, ItemState.PLANNED]


@pytest.mark.django_db
def test_two_people_never_overwrite_each_other() -> None:
    table = a_table()
    write_discussion(table.item, 0, "Une mère décrit la rue.")

    with pytest.raises(StaleRecord) as refusal:
        write_discussion(table.item, 0, "La rue est dangereuse.")

    assert refusal.value.stored.discussion == "Une mère décrit la rue."
    assert "Rien n’a été écrasé" in str(refusal.value)
    assert write_discussion(table.item, 0, "Une mère décrit la rue.").version == 1


@pytest.mark.django_db
def test_a_count_of_citizens_is_not_overwritten() -> None:
    table = a_table()
    count_citizens(table.assembly, None, 12)

    with pytest.raises(StaleRecord):
        count_citizens(table.assembly, None, 14)

    assert count_citizens(table.assembly, 12, 14).citizens_present == 14


@pytest.mark.django_db
def test_a_question_sent_twice_is_one_and_is_not_overwritten() -> None:
    table = a_table()
    question = ask_question(table.item, "Quand refera-t-on le trottoir? ", at(10))
    ask_question(table.item, "Quand refera-t-on le trottoir?", at(11))
    write_question(question, 0, answered_by=table.board[0])

    with pytest.raises(StaleRecord):
        write_question(question, 0, answer="Au printemps.")

    assert PublicQuestion.objects.get().answered_by == table.board[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_those_who_write_at_the_same_instant_one_is_saved_and_the_others_are_told() -> None:
    table = a_table()
    together, refused = Barrier(WRITERS), []

    def write(rank: int) -> None:
        together.wait()
        try:
            write_discussion(table.item, 0, f"Version {rank}")
        except StaleRecord as stale:
            refused.append(stale.stored.discussion)
        connection.close()

    threads = [Thread(target=write, args=[rank]) for rank in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    stored = AgendaItem.objects.get(pk=table.item.pk)
    assert refused == [stored.discussion] * (WRITERS - 1)
    assert stored.version == 1
