"""Who comes in and leaves: once at a time, in the order of the clock."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from crm.assemblies.domain.presences import arrive, correct_presence, expected_members, leave, strike_presence
from crm.assemblies.errors import AssemblyRefused, StaleRecord
from crm.assemblies.models import Presence
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.models import Membership
from tests.assemblies.tables import a_table, adopt, an_assembly, at, our_council
from tests.factories import MembershipFactory, PersonFactory, PostFactory, board_of

TOGETHER = 6


@pytest.mark.django_db
def test_the_board_of_that_day_is_expected_those_with_a_vote_first() -> None:
    council = our_council()
    board = board_of(council, 2, non_voting=1)
    MembershipFactory(organization=council, post=PostFactory(organization=council, is_on_board=False))
    gone = MembershipFactory(organization=council, post=PostFactory(organization=council))
    Membership.objects.filter(pk=gone.pk).update(end_min=date(2026, 4, 13), end_max=date(2026, 4, 13))
    overdue = MembershipFactory(
        organization=council, post=PostFactory(organization=council, position=9), term_ends_on=PartialDate(2026, 3)
    )

    found = expected_members(an_assembly())

    assert [(one.person, one.is_voting, one.is_certain) for one in found] == [
        (board[0], True, True),
        (board[1], True, True),
        (overdue.person, True, False),
        (board[2], False, True),
    ]


@pytest.mark.django_db
def test_who_arrives_twice_is_there_once_and_may_come_back() -> None:
    table = a_table()
    presence = table.presences[0]

    assert arrive(table.assembly, table.board[0], at(5)) == presence
    leave(presence, at(30))
    assert leave(presence, at(50)).left_at == at(30)
    back = arrive(table.assembly, table.board[0], at(40))

    assert (back.arrived_at, Presence.objects.filter(person=table.board[0]).count()) == (at(40), 2)


@pytest.mark.django_db
def test_nobody_is_in_the_room_twice_or_leaves_before_coming() -> None:
    table = a_table()
    presence = leave(table.presences[0], at(30))

    with pytest.raises(AssemblyRefused, match="se trouvait déjà dans la salle"):
        arrive(table.assembly, table.board[0], at(20))
    with pytest.raises(AssemblyRefused, match="Le départ précède l’arrivée"):
        leave(table.presences[1], at(-5))
    arrive(table.assembly, table.board[0], at(40))
    with pytest.raises(AssemblyRefused, match="se trouvait déjà dans la salle"):
        correct_presence(presence, presence.version, at(0), at(45))


@pytest.mark.django_db
def test_a_corrected_time_is_not_overwritten() -> None:
    presence = a_table().presences[0]
    correct_presence(presence, 0, at(2), None)

    with pytest.raises(StaleRecord) as refusal:
        correct_presence(presence, 0, at(7), None)

    assert refusal.value.stored.arrived_at == at(2)


@pytest.mark.django_db
def test_an_arrival_is_taken_back_unless_that_person_acted() -> None:
    table = a_table()
    adopt(table)

    strike_presence(table.presences[4])
    with pytest.raises(AssemblyRefused, match="corrigez plutôt les heures"):
        strike_presence(table.presences[0])

    assert Presence.objects.count() == 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_written_at_the_same_instant_an_arrival_is_one() -> None:
    assembly, person = an_assembly(), PersonFactory()
    together = Barrier(TOGETHER)

    def come_in() -> None:
        together.wait()
        arrive(assembly, person, at(0))
        connection.close()

    threads = [Thread(target=come_in) for _each in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Presence.objects.count() == 1
