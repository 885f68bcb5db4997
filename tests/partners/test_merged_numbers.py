"""The number of a record that was merged still leads somewhere: in addresses, forms, choosers and files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from crm.accounts.policy import Role
from crm.partners.domain.merging import merge, numbers_before, undo_merger
from crm.partners.domain.popolo import popolo_document
from crm.partners.enums import RecordKind, Visibility
from crm.partners.models import Membership, Merger, Organization, Person
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, someone_of
from tests.partners.admin_pages import ORGANIZATIONS, PEOPLE, read, text
from tests.partners.desk_pages import CONTACTS, NOTE, called, lines
from tests.partners.networks import our_council, shared

pytestmark = pytest.mark.django_db

MODAL = {"x-requested-with": "XMLHttpRequest"}


def unite(kept: Any, lost: Any) -> tuple[Merger, int]:
    """The merger, and the number that was lost."""
    kind = RecordKind.PERSON if isinstance(kept, Person) else RecordKind.ORGANIZATION
    number = lost.pk
    return merge(kind, kept.pk, number, {}, by=None, now=timezone.now()), number


@pytest.fixture
def board(client: Client) -> Client:
    client.force_login(someone_of(Role.BOARD))
    return client


@pytest.fixture
def cafe() -> Organization:
    return OrganizationFactory(name="Café du Perron")


@pytest.mark.parametrize("view", ["inspect", "edit", "history"])
def test_each_page_of_a_lost_number_leads_to_that_of_the_kept(board: Client, cafe: Organization, view: str) -> None:
    _merger, lost = unite(cafe, OrganizationFactory(name="Café Perron"))

    answer = board.get(f"{ORGANIZATIONS}{view}/{lost}/")

    assert (answer.status_code, answer["Location"]) == (302, f"{ORGANIZATIONS}{view}/{cafe.pk}/")


@pytest.mark.parametrize("view", ["inspect", "edit", "history"])
def test_a_lost_number_says_nothing_of_a_kept_one_that_is_private(board: Client, view: str) -> None:
    _merger, lost = unite(PersonFactory(visibility=Visibility.PRIVATE), PersonFactory())
    assert board.get(f"{PEOPLE}{view}/{lost}/").status_code == 404


def test_contacts_of_a_lost_number_are_those_of_the_kept(board: Client, cafe: Organization) -> None:
    other = OrganizationFactory(name="Café Perron")
    called(other, summary="Avant la fusion")
    _merger, lost = unite(cafe, other)

    page = read(board, f"{CONTACTS}?organization={lost}")

    assert (lines(page), "Café du Perron" in text(page.select_one("header"))) == (["Avant la fusion"], True)
    assert [box["value"] for box in read(board, f"{NOTE}?organization={lost}").select("[name=who]")] == [f"o{cafe.pk}"]


def test_contacts_of_a_lost_person_too(board: Client) -> None:
    kept, other = PersonFactory(), PersonFactory()
    called(OrganizationFactory(), people=[other], summary="Avant la fusion")
    _merger, lost = unite(kept, other)
    assert lines(read(board, f"{CONTACTS}?person={lost}")) == ["Avant la fusion"]
    Person.objects.update(visibility=Visibility.PRIVATE)
    assert lines(read(board, f"{CONTACTS}?person={lost}")) == []


def test_an_address_of_who_sits_where_that_was_kept_still_answers(board: Client, cafe: Organization) -> None:
    council, other = our_council(), OrganizationFactory(name="Café Perron")
    shared(council, other, 2)
    _merger, lost = unite(cafe, other)
    for query in (f"organization={lost}", f"scope=between&organization={council.pk}&other={lost}"):
        sentence = text(read(board, f"/admin/qui-siege-ou/?{query}").select_one(".who-sits__sentence"))
        assert ("Café du Perron" in sentence, "2 membres" in sentence) == (True, True), sentence


def test_a_chooser_gives_the_kept_one_for_a_lost_number(board: Client, cafe: Organization) -> None:
    _merger, lost = unite(cafe, OrganizationFactory(name="Café Perron"))
    chosen = board.get(f"/admin/organization_chooser/chosen/{lost}/", headers=MODAL)
    assert json.loads(chosen.content)["result"]["id"] == str(cafe.pk)

    page = read(board, f"/admin/taches/ajouter/?organization={lost}")
    assert page.select_one("[name=organization]")["value"] == str(cafe.pk)

    sent = board.post("/admin/taches/ajouter/", {"title": "Rappeler", "organization": lost})
    again = BeautifulSoup(sent.content, "html.parser")
    assert (sent.status_code, again.select_one("[name=organization]")["value"]) == (200, str(cafe.pk))


def test_a_chooser_keeps_silent_about_a_kept_person_who_is_private(board: Client) -> None:
    _merger, lost = unite(PersonFactory(visibility=Visibility.PRIVATE), PersonFactory())
    assert board.get(f"/admin/person_chooser/chosen/{lost}/", headers=MODAL).status_code == 404


def test_a_file_names_the_numbers_that_earlier_files_knew() -> None:
    held = MembershipFactory(organization__name="Café du Perron")
    before = OrganizationFactory(name="Café Perron")
    earlier, lost = unite(before, OrganizationFactory(name="Cafe Perron"))
    _merger, lost_later = unite(held.organization, before)

    document = popolo_document(Membership.objects.select_related("person", "organization"), "https://conseil.example/")

    (organization,) = document["organizations"]
    assert organization["identifiers"] == [
        {"scheme": "parvis", "identifier": f"https://conseil.example/#organization-{pk}"}
        for pk in sorted([lost, lost_later])
    ]
    assert "identifiers" not in document["persons"][0]
    assert earlier.lost_pk == lost


def test_a_merger_undone_gives_the_number_back_to_its_own(board: Client, cafe: Organization) -> None:
    merger, lost = unite(cafe, OrganizationFactory(name="Café Perron"))
    undo_merger(merger, now=timezone.now())
    assert numbers_before(RecordKind.ORGANIZATION, [cafe.pk]) == {}
    assert board.get(f"{ORGANIZATIONS}inspect/{lost}/").status_code == 200
