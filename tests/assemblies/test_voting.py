"""A vote: who may move, second and be counted; what is adopted takes one number, however often it is sent."""

from __future__ import annotations

import pytest

from crm.assemblies.domain.conflicts import declare_conflict, strike_conflict
from crm.assemblies.domain.deciding import write_decision
from crm.assemblies.domain.presences import leave
from crm.assemblies.domain.proposals import propose_decision, strike_decision
from crm.assemblies.domain.voting import Ballot, moment_of_vote, name_vote, record_vote, voters
from crm.assemblies.enums import DecisionResult, DecisionState, VoteOption
from crm.assemblies.errors import AssemblyRefused, NeedsKnowing, StaleRecord
from crm.assemblies.models import ConflictDeclaration, Decision
from crm.partners.models import Person
from tests.assemblies.tables import Table, a_table, adopt, at
from tests.factories import AgendaItemFactory, PersonFactory

MAJORITY = DecisionResult.MAJORITY


def vote(
    table: Table, result: DecisionResult, *counts: int, moved: tuple[int, int] = (0, 1), minute: int = 10
) -> Decision:
    decision = table.decision
    mover, seconder = (table.board[rank] for rank in moved)
    ballot = Ballot(result, mover, seconder, *counts)
    return record_vote(decision, decision.version, ballot, at(10))


@pytest.mark.django_db
def test_a_unanimous_decision_takes_its_number() -> None:
    decision = adopt(a_table())

    assert (decision.state, decision.number, decision.voted_at) == (DecisionState.ADOPTED, "R-2026-001", at(10))


@pytest.mark.django_db
def test_the_same_vote_sent_twice_is_one() -> None:
    table = a_table()
    seen = table.decision.version
    ballot = Ballot(DecisionResult.UNANIMOUS, table.board[0], table.board[1])

    first = record_vote(table.decision, seen, ballot, at(10))
    second = record_vote(table.decision, seen, ballot, at(11))

    assert (first.number, second.number, second.voted_at) == ("R-2026-001", "R-2026-001", at(10))


@pytest.mark.django_db
def test_a_majority_is_counted_and_never_exceeds_those_who_may_vote() -> None:
    table = a_table()

    with pytest.raises(AssemblyRefused, match="6 voix ont été comptées, et 5 personnes peuvent voter"):
        vote(table, MAJORITY, 4, 1, 1)
    with pytest.raises(AssemblyRefused, match="plus de voix pour que contre"):
        vote(table, MAJORITY, 2, 2)

    decision = vote(table, MAJORITY, 3, 1, 1)
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (3, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("moved", [(5, 0), (0, 5), (0, 0)])
def test_only_two_different_people_with_a_vote_move_and_second(moved: tuple[int, int]) -> None:
    with pytest.raises(AssemblyRefused):
        vote(a_table(), DecisionResult.UNANIMOUS, moved=moved)

    assert Decision.objects.get().state == DecisionState.DRAFT


def by_number(people: list[Person]) -> list[Person]:
    """In the order in which they were made: by name, « 1000 » comes before « 999 »."""
    return sorted(people, key=lambda person: person.pk)


@pytest.mark.django_db
def test_who_left_or_withdrew_neither_moves_nor_counts() -> None:
    table = a_table()
    leave(table.presences[0], at(5))
    declared = declare_conflict(table.item, table.board[1], "Y travaille", at(6))

    assert by_number(voters(table.item, at(10))) == table.board[2:5]
    with pytest.raises(AssemblyRefused, match="ne peut ni proposer ni appuyer"):
        vote(table, DecisionResult.UNANIMOUS, moved=(1, 2))
    with pytest.raises(AssemblyRefused, match="4 voix ont été comptées, et 3 personnes peuvent voter"):
        vote(table, MAJORITY, 4, 0, moved=(2, 3))
    strike_conflict(declared)
    assert by_number(voters(table.item, at(10))) == table.board[1:5]


@pytest.mark.django_db
def test_who_declares_without_withdrawing_still_votes() -> None:
    table = a_table()

    declare_conflict(table.item, table.board[1], "Voisine du parc", at(6), withdrew=False)
    declare_conflict(table.item, table.board[1], "Voisine de l’école", at(7), withdrew=False)

    assert table.board[1] in voters(table.item, at(10))
    assert ConflictDeclaration.objects.get().nature == "Voisine de l’école"


@pytest.mark.django_db
def test_an_interest_is_declared_by_someone_of_the_table_before_voting() -> None:
    table = a_table()
    adopt(table)

    with pytest.raises(AssemblyRefused, match="déjà proposé, appuyé ou voté"):
        declare_conflict(table.item, table.board[0], "", at(20))
    with pytest.raises(AssemblyRefused, match="Seule une personne présente"):
        declare_conflict(table.item, PersonFactory(), "", at(20))


@pytest.mark.django_db
def test_without_quorum_nothing_is_adopted_unless_knowingly() -> None:
    table = a_table()
    for presence in table.presences[2:5]:
        leave(presence, at(5))

    with pytest.raises(NeedsKnowing, match="Le quorum n’y est pas"):
        adopt(table)
    decision = table.decision
    ballot = Ballot(DecisionResult.UNANIMOUS, table.board[0], table.board[1])

    assert record_vote(decision, decision.version, ballot, at(10), knowing=True).number == "R-2026-001"


@pytest.mark.django_db
def test_a_rejected_or_postponed_decision_takes_no_number_until_it_is_adopted() -> None:
    table = a_table()

    assert (vote(table, DecisionResult.REJECTED, 1, 4).state, table.decision.number) == (DecisionState.REJECTED, "")
    assert vote(table, DecisionResult.POSTPONED).state == DecisionState.POSTPONED
    assert adopt(table).number == "R-2026-001"


@pytest.mark.django_db
def test_an_adopted_decision_keeps_its_number_and_its_words() -> None:
    table = a_table()
    decision = adopt(table)

    with pytest.raises(AssemblyRefused, match="son numéro reste"):
        vote(table, DecisionResult.REJECTED, 0, 5)
    with pytest.raises(AssemblyRefused, match="garde ses mots"):
        write_decision(decision, decision.version, text=" ")
    with pytest.raises(AssemblyRefused, match="son numéro reste"):
        strike_decision(decision)
    assert vote(table, MAJORITY, 4, 1).number == "R-2026-001"


@pytest.mark.django_db
def test_named_votes_agree_with_the_counts() -> None:
    table = a_table()
    name_vote(table.decision, table.board[2], VoteOption.NO, at(10))

    with pytest.raises(AssemblyRefused, match="inscrire son vote contre"):
        vote(table, DecisionResult.UNANIMOUS)
    with pytest.raises(AssemblyRefused, match="Plus de personnes sont nommées"):
        vote(table, MAJORITY, 4, 0, 1)
    with pytest.raises(AssemblyRefused, match="Seules les personnes présentes"):
        name_vote(table.decision, table.board[5], VoteOption.NO, at(10))

    assert vote(table, MAJORITY, 4, 1).number == "R-2026-001"


@pytest.mark.django_db
def test_a_stale_vote_changes_nothing() -> None:
    table = a_table()
    seen = table.decision.version
    write_decision(table.decision, seen, text="Demander deux traverses.")

    with pytest.raises(StaleRecord):
        record_vote(table.decision, seen, Ballot(DecisionResult.UNANIMOUS, *table.board[:2]), at(10))

    assert (table.decision.text, table.decision.number) == ("Demander deux traverses.", "")


@pytest.mark.django_db
def test_a_second_decision_at_an_item_is_begun_once() -> None:
    table = a_table()

    another = propose_decision(table.item, "Remercier l’école")
    again = propose_decision(table.item, "Remercier l’école")

    assert (another == again, Decision.objects.count(), another.text) == (True, 2, "")
    strike_decision(another)
    strike_decision(another)
    assert Decision.objects.count() == 1


@pytest.mark.django_db
def test_the_agenda_is_proposed_as_it_stands_and_other_items_are_written() -> None:
    table = a_table()
    agenda, other = (AgendaItemFactory(assembly=table.assembly, kind=kind) for kind in ("agenda", "decision"))

    assert propose_decision(agenda).text == "D’adopter l’ordre du jour tel que proposé."
    assert propose_decision(other).text == ""


@pytest.mark.django_db
def test_a_vote_written_afterwards_is_that_of_the_last_moment() -> None:
    table = a_table()
    table.assembly.closed_at = at(120)

    assert (moment_of_vote(table.assembly, at(600)), moment_of_vote(table.assembly, at(60))) == (at(120), at(60))
