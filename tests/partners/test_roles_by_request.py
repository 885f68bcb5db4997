"""The role matrix at the addresses of the ground floor: who communicates, who only reads, who has no role (T23)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponseBase
from django.test import Client

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.contacts import Contact, note_contact
from crm.partners.enums import Channel, Visibility
from crm.partners.models import Organization, Person, PersonContact, Task
from tests.factories import (
    FundingFactory,
    OrganizationFactory,
    PartnershipFactory,
    PostFactory,
    UserFactory,
    someone_of,
)
from tests.partners.networks import TODAY, our_council, person, sits

pytestmark = pytest.mark.django_db

HIDDEN = ("Zénobie", "zenobie@", "Appel discret", "Tâche discrète", "Entente discrète", "Programme discret")
PUBLIC = ("Théo Fictif", "Table des Ormes")
QUESTIONS = ("", "?scope=whole&when=ever", "?when=period&first=2019&last=2026", "?month=24240")
SCREENS = (
    *(f"/admin/qui-siege-ou/{question}" for question in QUESTIONS),
    "/admin/ou-siegeons-nous/",
    "/admin/notre-conseil/",
    "/admin/organismes/?q=zenobie",
    "/admin/personnes/?q=zenobie",
    "/admin/participations/?q=zenobie",
    "/admin/contacts/",
    "/admin/contacts/results/?q=appel",
    "/admin/contacts/qui/?q=zenobie",
    "/admin/taches/?whose=all",
    "/admin/nouvelles/",
    "/admin/partenariats/",
    "/admin/partenariats/tableau/",
    "/admin/subventions/",
    "/admin/subventions/calendrier/",
    "/admin/partenaires/listes/",
    "/admin/partenaires/doublons/",
    "/admin/",
)
LISTS = tuple(f"/admin/{name}/?export={{}}" for name in ("organismes", "personnes", "sieges", "participations"))
FILES = (
    *(address.format(kind) for address in LISTS for kind in ("csv", "xlsx")),
    *(f"/admin/qui-siege-ou/fichier.{kind}?scope=whole" for kind in ("csv", "svg", "png", "graphml", "json")),
)
CHOOSERS = ("", "results/?q=e", "chosen/{pk}/", "chosen-multiple/?id={pk}", "create/")


@pytest.fixture
def table() -> Organization:
    """Théo sits publicly with us and at the table; of Zénobie, who does too, and of the dealings, the board knows."""
    council, table = our_council(), OrganizationFactory(name="Table des Ormes")
    theo, zenobie = person("Théo"), person("Zénobie", visibility=Visibility.BOARD)
    PersonContact.objects.create(person=zenobie, value="zenobie@exemple.example")
    for someone in (theo, zenobie):
        sits(someone, council, "2020")
        seat = PostFactory(organization=table, title="Siège", held_for=council)
        sits(someone, table, "2020", post=seat, on_behalf_of=council)
    note_contact(Contact(TODAY, Channel.PHONE, "Appel discret", [table]), by=None)
    Task.objects.create(title="Tâche discrète", organization=table)
    PartnershipFactory(title="Entente discrète", organization=table)
    FundingFactory(programme="Programme discret", call_closes_on=TODAY)
    return table


def answers(client: Client, addresses: tuple[str, ...]) -> str:
    return "".join(client.get(address).content.decode() for address in addresses)


def test_communications_sees_what_is_public_of_the_partners_and_nothing_else(
    client: Client, table: Organization
) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))

    seen = answers(client, SCREENS)

    assert [word for word in HIDDEN if word in seen] == []
    assert [word for word in PUBLIC if word in seen] == list(PUBLIC)


def test_the_board_sees_all_of_it_there(client: Client, table: Organization) -> None:
    client.force_login(someone_of(Role.BOARD))

    seen = answers(client, (*SCREENS, *(f"/admin/personnes/inspect/{one.pk}/" for one in Person.objects.all())))

    assert [word for word in HIDDEN if word in seen] == list(HIDDEN)


READ_ONLY = "Avec votre rôle, les listes se lisent et ne s’emportent pas. Demandez au secrétariat."


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("role", [Role.READING, Role.COMMUNICATIONS, Role.ARCHIVES])
def test_who_only_looks_takes_no_file_away(client: Client, table: Organization, role: Role, address: str) -> None:
    client.force_login(someone_of(role))

    answer = client.get(address)

    is_list = "export=" in address
    assert answer.status_code == (403 if is_list else 302)
    assert not answer.has_header("Content-Disposition")
    assert answer.content.decode() == (READ_ONLY if is_list else "")


@pytest.mark.parametrize("role", [Role.READING, Role.BOARD])
@pytest.mark.parametrize("place", ["contacts", "partenariats", "subventions", "secteurs"])
def test_a_list_without_a_file_gives_none_to_who_writes_its_address(
    client: Client, table: Organization, role: Role, place: str
) -> None:
    client.force_login(someone_of(role))

    for kind in ("csv", "xlsx"):
        answer = client.get(f"/admin/{place}/", {"export": kind})
        assert answer.status_code == (403 if role == Role.READING else 302)
        assert answer.has_header("Content-Disposition") is False


@pytest.mark.parametrize("address", FILES)
def test_the_board_takes_the_same_files(client: Client, table: Organization, address: str) -> None:
    client.force_login(someone_of(Role.BOARD))

    assert client.get(address)["Content-Disposition"].startswith("attachment")


def test_reading_is_offered_no_file(client: Client, table: Organization) -> None:
    client.force_login(someone_of(Role.READING))
    page = answers(client, ("/admin/qui-siege-ou/", "/admin/personnes/", "/admin/organismes/"))
    assert ("fichier.csv" in page, "export=csv" in page) == (False, False)

    client.force_login(someone_of(Role.BOARD))
    page = answers(client, ("/admin/qui-siege-ou/", "/admin/personnes/", "/admin/organismes/"))
    assert ("fichier.csv" in page, "export=csv" in page) == (True, True)


def stranger() -> User:
    """Enters the administration, and may nothing there."""
    user = UserFactory.create()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.mark.parametrize("address", CHOOSERS)
@pytest.mark.parametrize("kind", ["organization", "person", "post"])
def test_a_strangers_request_of_a_chooser_is_forbidden(
    client: Client, table: Organization, kind: str, address: str
) -> None:
    record = {
        "organization": table,
        "person": Person.objects.get(given_name="Zénobie"),
        "post": table.posts.earliest("pk"),
    }[kind]
    place = f"/admin/{kind}_chooser/{address.format(pk=record.pk)}"

    def status(user: User) -> int:
        client.force_login(user)
        answer: HttpResponseBase = client.get(place, headers={"x-requested-with": "XMLHttpRequest"})
        return answer.status_code

    assert (status(stranger()), status(someone_of(Role.BOARD))) == (403, 200)


def test_the_search_of_a_contact_says_nothing_to_a_stranger(client: Client, table: Organization) -> None:
    client.force_login(stranger())

    answer = client.get("/admin/contacts/qui/?q=zenobie", headers={"x-requested-with": "XMLHttpRequest"})

    assert answer.status_code in {302, 403}
    assert "Zénobie" not in answer.content.decode()
