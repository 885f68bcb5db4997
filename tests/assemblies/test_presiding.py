"""Who chairs an assembly and takes its minutes, where nobody wrote it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from crm.accounts.policy import Role
from crm.assemblies.domain.presiding import Presiding, usual_presiding
from crm.assemblies.domain.sitting import open_assembly
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly
from crm.partners.domain.mandates import end_term
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import Visibility
from crm.partners.models import Membership, Person
from tests.assemblies.desk import page_of, page_url, sign_in, words
from tests.assemblies.tables import SEVEN, Table, a_table, an_assembly
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    """The first of the board presides, the second takes the minutes and keeps the money; five are in the room."""
    table = a_table(is_open=False, here=5)
    for person, role in zip(table.board, ("Présidente", "Secrétariat et trésorerie", "Jardin"), strict=False):
        Membership.objects.filter(person=person).update(role=role)
    return table


def held_before(chair: Person | None, secretary: Person | None) -> Assembly:
    """An assembly of a month ago, closed."""
    last = an_assembly(SEVEN - timedelta(days=28))
    last.chair, last.secretary, last.state = chair, secretary, AssemblyState.CLOSED
    last.opened_at = last.closed_at = last.event.starts_at
    last.save()
    return last


def test_those_who_hold_the_offices_that_day(table: Table) -> None:
    held_before(table.board[3], table.board[2])

    assert usual_presiding(table.assembly) == Presiding(table.board[0], table.board[1])


def test_someone_from_outside_the_board_does_it_again(table: Table) -> None:
    writer = PersonFactory(given_name="Aldéa")
    held_before(table.board[0], writer)

    assert usual_presiding(table.assembly) == Presiding(table.board[0], writer)


def test_without_an_office_whoever_did_it_and_still_sits(table: Table) -> None:
    Membership.objects.update(role="")
    held_before(table.board[2], table.board[1])
    end_term(Membership.objects.get(person=table.board[1]), PartialDate(2026, 3, 31))

    assert usual_presiding(table.assembly) == Presiding(table.board[2], None)


def test_nobody_is_made_up(table: Table) -> None:
    Membership.objects.update(role="")

    assert usual_presiding(table.assembly) == Presiding(None, None)


def test_opening_writes_those_who_are_in_the_room(table: Table) -> None:
    table.presences[1].delete()

    opened = open_assembly(table.assembly, SEVEN)

    assert (opened.chair, opened.secretary) == (table.board[0], None)


def test_opening_keeps_who_was_written(table: Table) -> None:
    table.assembly.chair = table.board[3]
    table.assembly.save()

    opened = open_assembly(table.assembly, SEVEN)

    assert (opened.chair, opened.secretary) == (table.board[3], table.board[1])


def test_page_and_form_propose_them_until_it_opens(client: Client, table: Table) -> None:
    sign_in(client, Role.SECRETARIAT)
    form = reverse("assembly:edit", args=[table.assembly.pk])

    page, written = page_of(client, page_url(table.assembly)), page_of(client, form)

    assert [words(line) for line in page.select(".assembly__people div")] == [
        f"Présidence {table.board[0]} comme d’habitude, sauf si vous nommez quelqu’un d’autre",
        f"Secrétariat {table.board[1]} comme d’habitude, sauf si vous nommez quelqu’un d’autre",
    ]
    assert [written.select_one(f"input[name={name}]")["value"] for name in ("chair", "secretary")] == [
        str(person.pk) for person in table.board[:2]
    ]

    Membership.objects.filter(person=table.board[1]).update(role="")
    open_assembly(table.assembly, SEVEN)

    assert [words(line) for line in page_of(client, page_url(table.assembly)).select(".assembly__people div")] == [
        f"Présidence {table.board[0]}",
        "Secrétariat Personne encore",
    ]


def test_a_private_person_is_proposed_to_nobody_who_may_not_see_them(client: Client, table: Table) -> None:
    Person.objects.filter(pk=table.board[0].pk).update(visibility=Visibility.PRIVATE)
    sign_in(client, Role.READING)

    page = page_of(client, page_url(table.assembly))

    assert table.board[0].family_name not in page.get_text()
