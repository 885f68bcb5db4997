"""The quorum, moment by moment: the spans say what counting everyone in the room would say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.assemblies.domain.electors import Arrival, strike_elector, welcome_elector
from crm.assemblies.domain.forgetting_electors import forget_electors
from crm.assemblies.domain.minutes_words import quorum_sentence
from crm.assemblies.domain.presences import leave
from crm.assemblies.domain.quorum import quorum_of
from crm.assemblies.domain.quorum_spans import Stay, count_at, spans, turns
from crm.assemblies.enums import BylawBasis, ElectorKind
from crm.assemblies.models import Assembly, Bylaw
from crm.events.enums import EventKind
from tests.assemblies.tables import SEVEN, a_table, an_assembly, at, our_council
from tests.factories import BylawFactory, board_of, gathered
from tests.factories.elections import HELD, annual_election

DORIS = Arrival("Doris Fictive", ElectorKind.RESIDENT, "12, rue des Ormes", "Bail")
MINUTES = st.integers(min_value=0, max_value=180)


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    arrived = draw(MINUTES)
    stayed = draw(st.none() | st.integers(min_value=0, max_value=120))
    return Stay(draw(st.integers(1, 7)), at(arrived), None if stayed is None else at(arrived + stayed))


@given(st.lists(stays(), max_size=20), MINUTES)
def test_a_count_at_any_moment_is_that_of_the_people_in_the_room(known: list[Stay], minute: int) -> None:
    moment = at(minute)
    there = {one.person for one in known if one.arrived_at <= moment and (not one.left_at or moment < one.left_at)}

    assert count_at(spans(known), moment) == len(there)


@given(st.lists(stays(), max_size=20), st.integers(0, 7), MINUTES)
def test_the_last_turn_says_whether_there_is_a_quorum(known: list[Stay], needed: int, minute: int) -> None:
    moment = at(minute)
    told = [turn.is_met for turn in turns(spans(known), needed) if turn.at <= moment]

    assert (told[-1] if told else needed <= 0) is (count_at(spans(known), moment) >= needed)


@given(st.lists(stays(), max_size=20), st.integers(1, 7))
def test_turns_alternate(known: list[Stay], needed: int) -> None:
    told = [turn.is_met for turn in turns(spans(known), needed)]

    assert told == [rank % 2 == 0 for rank in range(len(told))]


@pytest.mark.django_db
def test_the_quorum_is_lost_when_too_many_leave_and_says_since_when() -> None:
    table = a_table()
    for presence, minute in zip(table.presences[:3], (20, 30, 40), strict=True):
        leave(presence, at(minute))

    quorum = quorum_of(table.assembly)

    assert (quorum.needed, quorum.seats_held) == (3, 5)
    assert [(turn.at, turn.count, turn.is_met) for turn in quorum.turns] == [(SEVEN, 5, True), (at(40), 2, False)]
    assert (quorum.is_met_at(at(39)), quorum.is_met_at(at(40))) == (True, False)
    assert quorum.since(at(60)) == at(40)


@pytest.mark.django_db
def test_a_member_without_a_vote_is_not_counted() -> None:
    assert quorum_of(a_table().assembly).count_at(at(1)) == 5


@pytest.mark.django_db
def test_the_rule_is_that_of_the_day_of_the_assembly() -> None:
    board_of(our_council(), 5)
    Bylaw.objects.create(kind="quorum", basis=BylawBasis.COUNT, amount=2, in_force_from=SEVEN.date())
    Bylaw.objects.create(
        kind="quorum", basis=BylawBasis.COUNT, amount=9, in_force_from=SEVEN.date() + timedelta(days=1)
    )

    assert quorum_of(an_assembly()).needed == 2


@pytest.mark.django_db
def test_without_a_rule_nobody_says_that_there_is_a_quorum() -> None:
    quorum = quorum_of(an_assembly())

    assert (quorum.needed, quorum.is_met_at(at(1)), quorum.turns) == (None, None, [])


@pytest.mark.django_db
def test_an_annual_assembly_counts_electors_where_the_rule_says_so() -> None:
    election = annual_election()
    assembly = election.assembly
    BylawFactory(assembly_kind=EventKind.ANNUAL_ASSEMBLY, basis=BylawBasis.ELECTORS, amount=2)
    gathered(board_of(our_council(), 5), assembly)
    arrived = HELD
    welcome_elector(election, DORIS, None, arrived)
    version = Assembly.objects.get().version
    assert quorum_of(assembly).is_met_at(arrived) is False

    later = arrived + timedelta(minutes=9)
    last = welcome_elector(election, replace(DORIS, name="Isaure Fictive"), None, later)
    quorum = quorum_of(assembly)

    assert [(turn.at, turn.count, turn.is_met) for turn in quorum.turns] == [(later, 2, True)]
    assert quorum_sentence(quorum, later).replace("\xa0", " ") == (
        "IL Y A QUORUM : 2 électrices et électeurs sont présents, quorum de 2 (Règlement intérieur fictif, article 12)."
    )
    assert Assembly.objects.get().version == version + 1
    strike_elector(last.elector)
    assert quorum_of(assembly).is_met_at(later) is False


@pytest.mark.django_db
def test_once_the_names_are_gone_the_count_of_electors_stays() -> None:
    election = annual_election()
    BylawFactory(assembly_kind=EventKind.ANNUAL_ASSEMBLY, basis=BylawBasis.ELECTORS, amount=1)
    welcome_elector(election, DORIS, None, HELD)
    assembly = election.assembly
    assembly.opened_at = HELD
    assembly.save()

    forget_electors(HELD + timedelta(days=60))

    assert (election.electors.count(), quorum_of(assembly).count_at(HELD)) == (0, 1)


@pytest.mark.django_db
def test_without_an_election_nobody_is_counted_as_an_elector() -> None:
    BylawFactory(basis=BylawBasis.ELECTORS, amount=1)

    assert quorum_of(an_assembly()).spans == ()
