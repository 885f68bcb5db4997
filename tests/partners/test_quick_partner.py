"""« Add a partner »: one screen writes everything, and never the same organization twice."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Membership, Organization, OrganizationName, Person, Post
from tests.factories import OrganizationFactory, someone_of
from tests.partners.admin_pages import QUICK, errors, read, text

pytestmark = pytest.mark.django_db

CALL = {
    "name": "Café du Très-Saint-Sacrement",
    "kind": "cooperative",
    "given_name": "Zénobie",
    "family_name": "Laflèche",
    "role": "coordonnatrice",
    "email": "zenobie@cafe.example",
    "telephone": "418 555-0142",
    "our_seat": "Administratrice",
}


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


def test_one_screen_writes_the_organization_its_contact_and_our_seat(client: Client, keeper: User) -> None:
    ours = OrganizationFactory(name="Conseil de quartier", is_our_council=True)

    answer = client.post(QUICK, CALL)

    cafe = Organization.objects.get(name=CALL["name"])
    assert answer.url == f"/admin/organismes/inspect/{cafe.pk}/"
    held = Membership.objects.get()
    assert (str(held.person), held.organization, held.role) == ("Zénobie Laflèche", cafe, "coordonnatrice")
    assert held.last_verified_on == timezone.localdate()
    details = held.person.contact_details.values_list("kind", "value", "visibility")
    assert list(details) == [("email", CALL["email"], "board"), ("voice", CALL["telephone"], "board")]
    seat = Post.objects.get()
    assert (seat.organization, seat.held_for, seat.title) == (cafe, ours, "Administratrice")
    button = read(client, answer.url).select_one(f'.messages a[href="/admin/sieges/seat/{seat.pk}/"]')
    assert text(button) == "Nommer quelqu’un à notre siège"


def test_the_name_alone_is_enough(client: Client, keeper: User) -> None:
    client.post(QUICK, {"name": "La Halte", "kind": "community", "email": "bonjour@halte.example"})

    halte = Organization.objects.get()
    assert [str(detail) for detail in halte.contact_details.all()] == ["bonjour@halte.example"]
    assert (Person.objects.count(), Post.objects.count()) == (0, 0)


@pytest.mark.parametrize("typed", ["cafe du tres saint sacrement", "Petit Perron", "CTSS"])
def test_an_organization_alike_is_shown_before_it_is_written_twice(client: Client, keeper: User, typed: str) -> None:
    cafe = OrganizationFactory(name=CALL["name"])
    OrganizationName.objects.create(organization=cafe, name="Le Petit Perron")
    cafe.index_for_search()
    OrganizationFactory(name="Café du Coin")

    answer = client.post(QUICK, {**CALL, "name": typed})

    assert [organization.pk for organization in answer.context["alike"]] == [cafe.pk]
    assert f"/admin/organismes/inspect/{cafe.pk}/" in answer.content.decode()
    assert Organization.objects.count() == 2
    client.post(QUICK, {**CALL, "name": typed, "seen": str(cafe.pk)})
    assert Organization.objects.count() == 3


def test_the_second_press_writes_nothing_more(client: Client, keeper: User) -> None:
    for _ in range(2):
        client.post(QUICK, CALL)

    assert (Organization.objects.count(), Person.objects.count(), Post.objects.count()) == (1, 1, 1)


def test_a_role_without_anyone_is_refused(client: Client, keeper: User) -> None:
    answer = client.post(QUICK, {"name": "La Halte", "kind": "community", "role": "coordonnatrice"})

    assert errors(answer) == ["De qui est-ce le rôle? Écrivez au moins un nom."]
    assert Organization.objects.count() == 0


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.READING, Role.ARCHIVES])
def test_who_only_looks_adds_nothing(client: Client, role: Role) -> None:
    client.force_login(someone_of(role))

    assert client.get(QUICK).status_code in {302, 403}
    assert client.post(QUICK, CALL).status_code in {302, 403}
    assert Organization.objects.count() == 0
