"""The page of a person, of an organization and of a seat: everything that is known, in words."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Organization, OrganizationName, Person, PersonContact, Sector
from tests.factories import (
    FundingFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    PostFactory,
    edtf,
    someone_of,
)
from tests.partners.admin_pages import MEMBERSHIPS, ORGANIZATIONS, PEOPLE, SEATS, read, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.SECRETARIAT)
    client.force_login(user)
    return user


def test_a_person_s_page_says_every_role_with_its_dates_and_its_source(client: Client, keeper: User) -> None:
    person = PersonFactory(given_name="Zénobie", family_name="Laflèche", board_notes="Jointe le soir.")
    person.contact_details.add(PersonContact(kind="cell", value="418 555-0199", visibility="private"))
    person.save()
    table, council = OrganizationFactory(name="Table"), OrganizationFactory(name="Conseil")
    MembershipFactory(
        person=person,
        organization=table,
        role="déléguée",
        on_behalf_of=council,
        starts_on=edtf("2025-05"),
        source="Procès-verbal",
        last_verified_on=date(2026, 9, 3),
    )
    MembershipFactory(person=person, organization=council, role="membre", starts_on=edtf("2019"), ends_on=edtf("2021"))
    MembershipFactory(person=person, role="amie", starts_on=None, end_is_unknown=True, organization=council)
    MembershipFactory(person=person, role="présidente", starts_on=edtf("9000"), organization=council)

    page = read(client, f"{PEOPLE}inspect/{person.pk}/")

    current, others = (
        [text(line.select_one(".role__who")) for line in part.select(".role")] for part in page.select(".roles")
    )
    assert sorted(current) == ["amie, Conseil on ne sait pas", "déléguée, Table en cours"]
    assert sorted(others) == ["membre, Conseil terminé", "présidente, Conseil à venir"]
    facts = {text(line) for line in page.select(".role__facts")}
    assert "depuis mai 2025, au nom de : Conseil. Source : Procès-verbal. Vérifié le 3 septembre 2026." in facts
    assert "2019 – 2021. Aucune source inscrite." in facts
    assert "début inconnu, fin inconnue. Aucune source inscrite." in facts
    assert text(page.select_one(".reach")) == "Cellulaire 418 555-0199 Privé : pour le secrétariat seulement"
    assert "Jointe le soir." in text(page.select_one(".record"))


def test_an_organization_s_page_shows_its_seats_its_people_and_its_parts(client: Client, keeper: User) -> None:
    table = OrganizationFactory(name="Table", kind="committee", board_notes="À rappeler.", followed_by=keeper)
    OrganizationName.objects.create(organization=table, name="TC", kind="acronym")
    OrganizationFactory(name="Comité de la table", parent=table)
    held, vacant = (
        PostFactory(organization=table, title="Présidence"),
        PostFactory(organization=table, title="Trésorerie"),
    )
    MembershipFactory(organization=table, post=held, person=PersonFactory(given_name="Ada", family_name="Lys"))
    MembershipFactory(organization=table, person=PersonFactory(given_name="Théo", family_name="Roc"), role="animateur")

    page = read(client, f"{ORGANIZATIONS}inspect/{table.pk}/")

    assert text(page.select_one(".record__state")) == (
        "Comité ou table de concertation. Aussi : TC (sigle). Suivi par Camille Desruisseaux."
    )
    assert [text(seat.select_one("h3")) for seat in page.select(".seat")] == ["Présidence", "Trésorerie Vacant"]
    assert [text(line) for line in page.select(".role__who")] == ["Ada Lys en cours", "Théo Roc , animateur en cours"]
    assert page.select_one(f'.seat a[href="/admin/sieges/seat/{vacant.pk}/"]') is not None
    record = text(page.select_one(".record"))
    assert "Comité de la table" in record
    assert "À rappeler." in record


PAGES = {PEOPLE: 17, ORGANIZATIONS: 23, SEATS: 11}


@pytest.mark.parametrize("number", [1, 3, 50])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_the_same_whatever_it_says(client: Client, keeper: User, address: str, number: int) -> None:
    person, organization = PersonFactory(), OrganizationFactory()
    seat = PostFactory(organization=organization)
    for year in range(1900, 1900 + number):
        MembershipFactory(person=person, organization=organization, starts_on=edtf(f"{year}"), role=f"rôle {year}")
        post = PostFactory(organization=organization, held_for=organization)
        MembershipFactory(organization=organization, post=post, on_behalf_of=organization, last_verified_by=keeper)
        ends = {"starts_on": edtf(f"{year}-02"), "ends_on": edtf(f"{year}-03")}
        MembershipFactory(organization=organization, post=seat, **ends)
        OrganizationFactory(parent=organization)
    pages = {PEOPLE: person.pk, ORGANIZATIONS: organization.pk, SEATS: seat.pk}
    client.get(f"{address}inspect/{pages[address]}/")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"{address}inspect/{pages[address]}/")

    assert len(queries) == PAGES[address]


def test_a_form_reads_a_partial_date_and_keeps_the_search_in_step(client: Client, keeper: User) -> None:
    sector = Sector.objects.create(name="Verdissement")
    parts = ("contact_details", "addresses", "other_names")
    empty = {f"{part}-{count}_FORMS": "0" for part in parts for count in ("TOTAL", "INITIAL")}
    alias = {"other_names-TOTAL_FORMS": "1", "other_names-0-name": "Le Perron", "other_names-0-kind": "alias"}
    fields = {"name": "Café du Coin", "kind": "cooperative", "sectors": [sector.pk], "founded_on": "mai 2019"}

    answer = client.post(f"{ORGANIZATIONS}new/", {**fields, **empty, **alias})

    cafe = Organization.objects.get()
    assert answer.url == f"{ORGANIZATIONS}inspect/{cafe.pk}/"
    assert cafe.founded_on == edtf("2019-05")
    assert Organization.objects.matching("perron", {"public"}).get() == cafe
    page = read(client, f"{ORGANIZATIONS}edit/{cafe.pk}/")
    assert page.select_one("[name=founded_on]")["value"] == "mai 2019"
    assert len(page.select("form [name=name], form [name=kind], form [name=followed_by]")) == 3


def test_a_person_is_added_from_a_chooser_without_leaving(client: Client, keeper: User) -> None:
    answer = client.post(
        "/admin/person_chooser/create/", {"given_name": "Ada", "family_name": "Lys", "visibility": "board"}
    )

    assert answer.json()["result"]["title"] == "Ada Lys"
    assert Person.objects.get().search_text == "ada lys"


def test_the_head_of_a_page_is_short_enough_to_be_read_whole(client: Client) -> None:
    client.force_login(someone_of(Role.BOARD))
    post = PostFactory(title="Présidence", organization__name="Table de concertation des organismes")
    held = MembershipFactory(post=post, organization=post.organization, person=PersonFactory(given_name="Ada"))

    assert text(read(client, f"{SEATS}inspect/{post.pk}/").select_one("h1")) == "Présidence"
    assert text(read(client, f"{MEMBERSHIPS}inspect/{held.pk}/").select_one("h1")) == held.person.name


@pytest.mark.parametrize(("kind", "heading"), [("person", "Nom"), ("organization", "Nom"), ("post", "Siège")])
def test_a_chooser_says_what_it_lists(client: Client, kind: str, heading: str) -> None:
    client.force_login(someone_of(Role.BOARD))
    MembershipFactory(post=PostFactory())

    page = BeautifulSoup(client.get(f"/admin/{kind}_chooser/results/").content, "html.parser")

    assert [text(one) for one in page.select("thead th")] == [heading]


def test_what_was_agreed_and_sought_leads_to_the_partner(client: Client) -> None:
    client.force_login(someone_of(Role.BOARD))
    agreed, sought = PartnershipFactory(), FundingFactory()

    for address, partner in (
        (f"/admin/partenariats/inspect/{agreed.pk}/", agreed.organization),
        (f"/admin/subventions/inspect/{sought.pk}/", sought.funder),
    ):
        links = [link["href"] for link in read(client, address).select(".facts a")]
        assert f"{ORGANIZATIONS}inspect/{partner.pk}/" in links
