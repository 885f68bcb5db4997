"""The history of a record on its screen: in words, for who may read it, and nothing of what is hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from crm.accounts.policy import Role
from crm.partners.domain.contacts import Contact, FollowUp, note_contact
from crm.partners.domain.mandates import end_term
from crm.partners.enums import Channel, Visibility
from crm.partners.models import Exchange, Funding, Partnership, Person, PersonContact, Task
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, edtf, someone_of
from tests.partners.admin_pages import ORGANIZATIONS, PEOPLE, read, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(client: Client) -> Client:
    client.force_login(someone_of(Role.BOARD))
    return client


def lines(page: Any) -> list[str]:
    return [text(line).split(" · ", 1)[1] for line in page.select(".change")]


def test_each_change_is_told_from_what_to_what(board: Client) -> None:
    person = PersonFactory(given_name="Anselme", family_name="Bellavance-Fictif")
    held = MembershipFactory(person=person, organization__name="Table de concertation", role="Coordination")
    end_term(held, edtf("2025-06-01"))  # type: ignore[arg-type]

    told = lines(read(board, f"{PEOPLE}history/{person.pk}/"))

    assert told[0] == (
        "le système, ou quelqu’un dont le compte n’existe plus Correction : participation · Anselme Bellavance-Fictif, "
        "Coordination (Table de concertation) Jusqu’à rien → 1er juin 2025"
    )
    assert told[-1].startswith("le système, ou quelqu’un dont le compte n’existe plus Ajout : personne")


def test_the_history_says_whose_it_is(board: Client) -> None:
    person = PersonFactory(given_name="Anselme", family_name="Bellavance-Fictif")
    named = read(board, f"{PEOPLE}history/{person.pk}/").select_one(".record__whose")
    assert named.get_text() == "Anselme Bellavance-Fictif"


def test_the_day_of_a_task_is_told_in_words(board: Client) -> None:
    table = OrganizationFactory()
    Task.objects.create(title="Envoyer le plan", organization=table, due_on=date(2026, 12, 1))
    (told, *_created) = lines(read(board, f"{ORGANIZATIONS}history/{table.pk}/"))
    assert "À faire d’ici le rien → 1er décembre 2026" in told


def test_the_page_of_a_record_leads_to_its_history(board: Client) -> None:
    person = PersonFactory()
    links = [link["href"] for link in read(board, f"{PEOPLE}inspect/{person.pk}/").select("a[href]")]
    assert f"{PEOPLE}history/{person.pk}/" in links


@pytest.mark.parametrize(("role", "status"), [(Role.READING, 200), (Role.SECRETARIAT, 200), (Role.COMMUNICATIONS, 302)])
def test_who_may_not_see_what_is_for_the_board_reads_no_history(client: Client, role: Role, status: int) -> None:
    organization = OrganizationFactory()
    client.force_login(someone_of(role))
    assert client.get(f"{ORGANIZATIONS}history/{organization.pk}/").status_code == status
    page = read(client, f"{ORGANIZATIONS}inspect/{organization.pk}/")
    assert bool(page.select(f"a[href='{ORGANIZATIONS}history/{organization.pk}/']")) is (status == 200)


def test_a_private_person_is_not_named_in_the_history_of_where_they_sit(board: Client) -> None:
    organization, person = OrganizationFactory(), PersonFactory(family_name="Secrète-Fictive")
    MembershipFactory(organization=organization, person=person)
    PersonContact.objects.create(person=person, value="secrete@exemple.example", visibility=Visibility.BOARD)
    address = f"{ORGANIZATIONS}history/{organization.pk}/"
    assert "Secrète-Fictive" in read(board, address).text

    Person.objects.filter(pk=person.pk).update(visibility=Visibility.PRIVATE)

    assert "Secrète-Fictive" not in read(board, address).text
    board.force_login(someone_of(Role.SECRETARIAT))
    assert "Secrète-Fictive" in read(board, address).text


def test_a_task_that_follows_a_private_contact_is_not_told_either(board: Client) -> None:
    organization = OrganizationFactory()
    private = Contact(
        date(2026, 11, 1),
        Channel.PHONE,
        "Appel",
        organizations=[organization],
        visibility=Visibility.PRIVATE,
        follow_ups=[FollowUp("Une affaire délicate")],
    )
    note_contact(private, by=None)
    task = Task.objects.get()
    task.due_on = date(2026, 12, 1)
    task.save()
    Task.objects.create(title="Rappeler la table", organization=organization)

    page = read(board, f"{ORGANIZATIONS}history/{organization.pk}/").text
    assert ("Une affaire délicate" in page, "Rappeler la table" in page) == (False, True)


def test_what_each_side_gives_is_told_with_the_partnership(board: Client) -> None:
    partnership = Partnership.objects.create(organization=OrganizationFactory(), title="Salle")
    Exchange.objects.create(partnership=partnership, description="La grande salle")
    funding = Funding.objects.create(funder=OrganizationFactory(), programme="Quartiers verts")
    assert "La grande salle" in read(board, f"/admin/partenariats/history/{partnership.pk}/").text
    assert "Quartiers verts" in read(board, f"/admin/subventions/history/{funding.pk}/").text


@pytest.mark.parametrize("kind", ["partenariats", "subventions", "organismes", "personnes"])
def test_a_number_that_nobody_has_is_not_found(board: Client, kind: str) -> None:
    assert board.get(f"/admin/{kind}/history/999999/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_number_of_queries_does_not_grow(board: Client, django_assert_num_queries: Any, number: int) -> None:
    person = PersonFactory()
    for _ in range(number):
        MembershipFactory(person=person)
    address = f"{PEOPLE}history/{person.pk}/"
    board.get(address)
    with django_assert_num_queries(15):
        board.get(address)
