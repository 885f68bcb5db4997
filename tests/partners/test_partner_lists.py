"""The lists of organizations, people, seats and memberships: what they show, how they are searched and narrowed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import OrganizationKind
from crm.partners.models import OrganizationName, Sector
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, edtf, someone_of
from tests.partners.admin_pages import MEMBERSHIPS, ORGANIZATIONS, PEOPLE, SEATS, cells, read, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


def test_organizations_are_found_without_accents_by_name_alias_and_acronym(client: Client, keeper: User) -> None:
    cafe = OrganizationFactory(name="Café du Très-Saint-Sacrement")
    OrganizationName.objects.create(organization=cafe, name="Le Petit Perron")
    cafe.index_for_search()
    OrganizationFactory(name="Conseil de quartier des Trois-Ormes")

    assert titles(read(client, ORGANIZATIONS, q="cafe st sacrement")) == ["Café du Très-Saint-Sacrement"]
    assert titles(read(client, ORGANIZATIONS, q="petit perron")) == ["Café du Très-Saint-Sacrement"]
    assert titles(read(client, ORGANIZATIONS, q="CQTO")) == ["Conseil de quartier des Trois-Ormes"]
    assert titles(read(client, f"{ORGANIZATIONS}results/", q="cqto")) == ["Conseil de quartier des Trois-Ormes"]


def test_organizations_are_narrowed_by_kind_sector_follower_and_listing(client: Client, keeper: User) -> None:
    seniors = Sector.objects.create(name="Personnes aînées")
    mine = OrganizationFactory(name="A", kind=OrganizationKind.SCHOOL, followed_by=keeper)
    mine.sectors.add(seniors)
    mine.save()
    OrganizationFactory(name="B", is_listed=True)

    assert titles(read(client, ORGANIZATIONS, kind="school")) == ["A"]
    assert titles(read(client, ORGANIZATIONS, sectors=seniors.pk)) == ["A"]
    assert titles(read(client, ORGANIZATIONS, followed="mine")) == ["A"]
    assert titles(read(client, ORGANIZATIONS, followed="nobody")) == ["B"]
    assert titles(read(client, ORGANIZATIONS, is_listed="True")) == ["B"]
    assert cells(read(client, ORGANIZATIONS, kind="school")) == [
        ["A", "École ou service de garde", "Personnes aînées", "Camille Desruisseaux"]
    ]


def test_people_are_narrowed_by_organization_and_say_what_they_do_today(client: Client, keeper: User) -> None:
    oriane = PersonFactory(given_name="Oriane", family_name="Fictive")
    PersonFactory(given_name="Théo", family_name="Ailleurs")
    here = OrganizationFactory(name="La Halte")
    MembershipFactory(person=oriane, organization=here, role="présidente")
    MembershipFactory(person=oriane, role="élève", starts_on=edtf("2001"), ends_on=edtf("2002"))

    assert cells(read(client, PEOPLE, organization=here.pk)) == [["Oriane Fictive", "présidente, La Halte", ""]]
    assert titles(read(client, PEOPLE, q="theo")) == ["Théo Ailleurs"]


def test_seats_say_who_holds_them_and_which_are_vacant(client: Client, keeper: User) -> None:
    board = OrganizationFactory(name="Table de concertation")
    held = PostFactory(organization=board, title="Présidence", position=1)
    PostFactory(organization=board, title="Trésorerie", position=2)
    doubtful = PostFactory(organization=board, title="Secrétariat", position=3)
    PostFactory(organization=board, title="Aboli", ends_on=PartialDate(2001))
    zenobie = PersonFactory(given_name="Zénobie", family_name="Fictive")
    MembershipFactory(person=zenobie, organization=board, post=held, term_ends_on=PartialDate(9000, 4))
    MembershipFactory(organization=board, post=doubtful, end_is_unknown=True)

    assert [line[0] for line in cells(read(client, SEATS))] == ["Présidence", "Trésorerie", "Secrétariat"]
    assert cells(read(client, SEATS, state="yes")) == [
        ["Présidence", "Table de concertation", "Zénobie Fictive", "Occupé", "avril 9000"]
    ]
    assert cells(read(client, SEATS, state="no")) == [["Trésorerie", "Table de concertation", "", "Vacant", ""]]
    assert titles(read(client, SEATS, state="unknown")) == ["Secrétariat"]
    assert titles(read(client, SEATS, q="zenobie concertation")) == ["Présidence"]


def test_memberships_answer_yes_no_or_unknown_on_a_day(client: Client, keeper: User) -> None:
    here = OrganizationFactory(name="La Halte")
    for name, fields in {
        "Avant": {"starts_on": edtf("2019-05"), "ends_on": edtf("2021")},
        "Encore": {"starts_on": edtf("2019-05-14")},
        "Douteux": {"starts_on": edtf("2019"), "end_is_unknown": True},
    }.items():
        person = PersonFactory(given_name="", family_name=name)
        MembershipFactory(person=person, organization=here, role="membre", **fields)

    assert cells(read(client, MEMBERSHIPS, state="yes")) == [
        ["Encore", "membre", "La Halte", "depuis le 14 mai 2019", "en cours"]
    ]
    assert cells(read(client, MEMBERSHIPS, state="no")) == [
        ["Avant", "membre", "La Halte", "mai 2019 – 2021", "terminé"]
    ]
    assert cells(read(client, MEMBERSHIPS, state="unknown")) == [
        ["Douteux", "membre", "La Halte", "depuis 2019, fin inconnue", "on ne sait pas"]
    ]
    assert sorted(titles(read(client, MEMBERSHIPS, state="yes", on="2020-06-01"))) == ["Avant", "Encore"]
    assert sorted(titles(read(client, MEMBERSHIPS, on="2019-03-01"))) == ["Douteux"]
    assert titles(read(client, MEMBERSHIPS, q="halte encore")) == ["Encore"]


@pytest.mark.parametrize("address", [PEOPLE, SEATS, MEMBERSHIPS])
def test_a_list_is_narrowed_by_the_words_of_an_organization(client: Client, keeper: User, address: str) -> None:
    cafe = OrganizationFactory(name="Café du Très-Saint-Sacrement")
    OrganizationName.objects.create(organization=cafe, name="La Cafetière")
    cafe.index_for_search()
    for place in (cafe, OrganizationFactory(name="La Halte")):
        MembershipFactory(organization=place, post=PostFactory(organization=place))

    narrowed = [
        len(cells(read(client, address, organization=words)))
        for words in ("cafe st sacrement", "cafetiere", str(cafe.pk), "introuvable", "999999")
    ]

    assert narrowed == [1, 1, 1, 0, 0]
    assert read(client, address).select("select[name=organization]") == []


LISTS = {ORGANIZATIONS: 13, PEOPLE: 13, SEATS: 12, MEMBERSHIPS: 11}


@pytest.mark.parametrize("number", [1, 3, 50])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_whatever_it_holds(client: Client, keeper: User, address: str, number: int) -> None:
    sector = Sector.objects.create(name="Verdissement")
    for _ in range(number):
        _one_of_each(sector, keeper)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)

    assert len(page.context["object_list"]) == number
    assert len(queries) == LISTS[address]


def _one_of_each(sector: Sector, keeper: User) -> Any:
    organization = OrganizationFactory(followed_by=keeper)
    organization.sectors.add(sector)
    organization.save()
    post = PostFactory(organization=organization, held_for=organization)
    today = timezone.localdate()
    return MembershipFactory(
        organization=organization, post=post, on_behalf_of=organization, last_verified_on=today - timedelta(days=1)
    )
