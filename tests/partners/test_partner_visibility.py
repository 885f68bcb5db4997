"""What is for the board or private never reaches who may not see it, by any road (T23), with data that could leak."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, ReferenceIndex

from crm.accounts.policy import Role
from crm.partners.audit import CONSULT, EXPORT
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import (
    Membership,
    Organization,
    OrganizationContact,
    Person,
    PersonContact,
    Post,
)
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    edtf,
    make_picture,
    someone_of,
)
from tests.partners.admin_pages import MEMBERSHIPS, ORGANIZATIONS, PEOPLE, SEATS, errors, read, said, text, titles

pytestmark = pytest.mark.django_db

HIDDEN = ("Zénobie", "Laflèche", "zenobie@", "Réserve interne", "Siège discret", "bureau@", "418 555-0199")


@dataclass
class Secrets:
    """A public organization around which almost everything is for the board."""

    organization: Organization
    person: Person
    membership: Membership
    post: Post
    public_seat: Post


@pytest.fixture
def secrets() -> Secrets:
    portrait = make_picture()
    organization = OrganizationFactory(name="Table de concertation", board_notes="Réserve interne")
    organization.contact_details.add(OrganizationContact(kind=ContactKind.EMAIL, value="bureau@table.example"))
    organization.contact_details.add(
        OrganizationContact(kind=ContactKind.EMAIL, value="bonjour@table.example", visibility=Visibility.PUBLIC)
    )
    organization.save()
    person = PersonFactory(
        given_name="Zénobie", family_name="Laflèche", board_notes="Réserve interne", portrait=portrait
    )
    person.contact_details.add(PersonContact(kind=ContactKind.EMAIL, value="zenobie@exemple.example"))
    private = PersonContact(kind=ContactKind.CELL, value="418 555-0199", visibility=Visibility.PRIVATE)
    person.contact_details.add(private)
    person.save()
    seat = PostFactory(organization=organization, title="Présidence", notes="Réserve interne")
    hidden_seat = PostFactory(organization=organization, title="Siège discret", visibility=Visibility.BOARD)
    membership = MembershipFactory(person=person, organization=organization, post=seat, starts_on=edtf("2024"))
    known = PersonFactory(given_name="Théo", family_name="Public", visibility=Visibility.PUBLIC)
    MembershipFactory(
        person=known, organization=organization, post=hidden_seat, visibility=Visibility.PUBLIC, role="membre"
    )
    for record in (organization, person, membership, seat, hidden_seat):
        ReferenceIndex.create_or_update_for_object(record)
    return Secrets(organization, person, membership, hidden_seat, seat)


ADDRESSES = [
    ORGANIZATIONS,
    PEOPLE,
    SEATS,
    MEMBERSHIPS,
    f"{ORGANIZATIONS}results/?q=bureau",
    f"{PEOPLE}results/?q=zenobie",
    f"{PEOPLE}?q=4185550199",
    f"{PEOPLE}?organization={{organization.pk}}",
    f"{SEATS}results/?q=zenobie",
    f"{SEATS}?q=discret",
    f"{MEMBERSHIPS}results/?q=lafleche",
    f"{ORGANIZATIONS}inspect/{{organization.pk}}/",
    f"{PEOPLE}inspect/{{person.pk}}/",
    f"{SEATS}inspect/{{post.pk}}/",
    f"{SEATS}inspect/{{public_seat.pk}}/",
    f"{MEMBERSHIPS}inspect/{{membership.pk}}/",
    f"{PEOPLE}edit/{{person.pk}}/",
    f"{ORGANIZATIONS}edit/{{organization.pk}}/",
    f"{PEOPLE}history/{{person.pk}}/",
    f"{PEOPLE}usage/{{person.pk}}/",
    f"{ORGANIZATIONS}usage/{{organization.pk}}/",
    f"{ORGANIZATIONS}history/{{organization.pk}}/",
    f"{PEOPLE}delete/{{person.pk}}/",
    f"{PEOPLE}seat/{{person.pk}}/",
    f"{MEMBERSHIPS}end/{{membership.pk}}/",
    "/admin/images/usage/{person.portrait_id}/",
    "/admin/reports/site-history/",
    "/admin/organization_chooser/",
    "/admin/organization_chooser/chosen/{organization.pk}/",
    "/admin/person_chooser/",
    "/admin/person_chooser/results/?q=zenobie",
    "/admin/person_chooser/chosen/{person.pk}/",
    "/admin/person_chooser/chosen-multiple/?id={person.pk}",
    "/admin/post_chooser/",
    "/admin/post_chooser/results/?q=discret",
    "/admin/post_chooser/chosen/{post.pk}/",
]


def leaks(client: Client, secrets: Secrets, hidden: tuple[str, ...]) -> dict[str, list[str]]:
    """Where something hidden is answered, whether a browser or a chooser asks; what was searched is said back."""
    found = {}
    for address in ADDRESSES:
        place = address.format(**vars(secrets))
        answers = [client.get(place, headers=headers) for headers in ({}, {"x-requested-with": "XMLHttpRequest"})]
        words = "".join(answer.content.decode() for answer in answers)
        found[address] = [secret for secret in hidden if secret in words]
    return {address: secrets for address, secrets in found.items() if secrets}


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES])
def test_what_is_for_the_board_reaches_no_one_else(client: Client, secrets: Secrets, role: Role) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    client.get(f"{PEOPLE}inspect/{secrets.person.pk}/")  # leaves a line in the log, which is not to leak either
    client.force_login(someone_of(role))

    assert leaks(client, secrets, HIDDEN) == {}


def test_the_secretariat_finds_all_of_it(client: Client, secrets: Secrets) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))

    found = leaks(client, secrets, HIDDEN)

    assert {secret for seen in found.values() for secret in seen} == set(HIDDEN)


def test_what_is_private_reaches_only_the_secretariat(client: Client, secrets: Secrets) -> None:
    Person.objects.filter(pk=secrets.person.pk).update(visibility=Visibility.PRIVATE)
    client.force_login(someone_of(Role.BOARD))

    assert leaks(client, secrets, ("Zénobie", "Laflèche", "zenobie@", "418 555-0199")) == {}


@pytest.mark.parametrize("kind", ["organization", "person", "post"])
def test_a_stranger_asks_the_choosers_in_vain(client: Client, secrets: Secrets, kind: str) -> None:
    stranger = someone_of(Role.COMMUNICATIONS)
    stranger.groups.clear()
    from django.contrib.auth.models import Permission

    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    base, record = f"/admin/{kind}_chooser/", getattr(secrets, kind)

    for address in ("", "results/?q=e", f"chosen/{record.pk}/", f"chosen-multiple/?id={record.pk}", "create/"):
        answer = client.get(base + address, headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.status_code == 403
        assert client.post(f"{base}create/", {}, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


@pytest.mark.parametrize("address", [f"{PEOPLE}inspect/", f"{PEOPLE}edit/", f"{PEOPLE}history/", f"{PEOPLE}usage/"])
def test_a_direct_address_to_a_private_person_is_not_found(client: Client, secrets: Secrets, address: str) -> None:
    Person.objects.filter(pk=secrets.person.pk).update(visibility=Visibility.PRIVATE)
    client.force_login(someone_of(Role.BOARD))

    assert client.get(f"{address}{secrets.person.pk}/").status_code == 404


def test_a_public_seat_is_never_said_vacant_because_its_holder_is_hidden(client: Client, secrets: Secrets) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))

    assert titles(read(client, SEATS, state="no")) == []
    assert titles(read(client, SEATS, state="yes")) == ["Présidence"]
    page = read(client, f"{SEATS}inspect/{secrets.public_seat.pk}/")
    assert text(page.select_one(".roles")) == "Occupé par une personne dont le nom ne vous est pas montré."


def filled(page: BeautifulSoup) -> dict[str, str]:
    """What the browser would send back, untouched."""
    fields = {item["name"]: item.get("value", "") for item in page.select("form input[name]")}
    fields |= {item["name"]: item.text.strip() for item in page.select("form textarea[name]")}
    for item in page.select("form select[name]"):
        chosen = item.select_one("option[selected]")
        fields[item["name"]] = chosen["value"] if chosen else ""
    return fields


def test_a_form_neither_shows_nor_loses_the_private_contact_detail(client: Client, secrets: Secrets) -> None:
    client.force_login(someone_of(Role.BOARD))
    address = f"{PEOPLE}edit/{secrets.person.pk}/"
    page = read(client, address)
    assert "418 555-0199" not in str(page)
    assert [option["value"] for option in page.select("#id_visibility option")] == ["public", "board"]
    assert {option["value"] for option in page.select("select[name^=contact_details] option")} >= {"board"}
    assert "private" not in {option["value"] for option in page.select("select[name$=visibility] option")}

    fields = filled(page)
    answer = client.post(address, {**fields, "given_name": "Zoé"})

    assert answer.status_code == 302
    secrets.person.refresh_from_db()
    assert secrets.person.given_name == "Zoé"
    assert sorted(secrets.person.contact_details.values_list("value", flat=True)) == [
        "418 555-0199",
        "zenobie@exemple.example",
    ]
    assert "4185550199" in Person.objects.get(pk=secrets.person.pk).search_private.replace(" ", "").replace("-", "")


def test_a_forged_choice_of_a_hidden_person_is_refused(client: Client, secrets: Secrets) -> None:
    Person.objects.filter(pk=secrets.person.pk).update(visibility=Visibility.PRIVATE)
    client.force_login(someone_of(Role.BOARD))
    vacant = PostFactory()

    answer = client.post(
        f"{SEATS}seat/{vacant.pk}/", {"person": secrets.person.pk, "capacity": "own_name", "visibility": "board"}
    )

    assert len(errors(answer)) == 1
    assert "Zénobie" not in answer.content.decode()
    assert vacant.memberships.count() == 0
    for number in (secrets.person.pk, "x"):
        assert "Zénobie" not in str(read(client, f"{MEMBERSHIPS}new/", person=number))


def test_a_look_at_a_file_and_a_file_taken_are_noted_with_numbers(
    client: Client, secrets: Secrets, caplog: Any
) -> None:
    keeper = someone_of(Role.BOARD)
    client.force_login(keeper)
    caplog.set_level("INFO", logger="parvis.partners")

    client.get(f"{PEOPLE}inspect/{secrets.person.pk}/")
    b"".join(client.get(f"{PEOPLE}?export=csv").streaming_content)

    looked, taken = ModelLogEntry.objects.filter(action__in=[CONSULT, EXPORT]).order_by("pk")
    assert (looked.label, looked.user, taken.user) == (f"#{secrets.person.pk}", keeper, keeper)
    assert secrets.person.pk in taken.data["records"]
    said_in_log = [record.getMessage() for record in caplog.records if record.name == "parvis.partners"]
    assert said_in_log == ["person file opened", "partners exported"]


def test_a_file_holds_labels_and_what_one_may_see_and_runs_nothing(client: Client, secrets: Secrets) -> None:
    OrganizationFactory(name="=1+1", kind="school")
    client.force_login(someone_of(Role.BOARD))

    answer = client.get(f"{ORGANIZATIONS}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))

    assert rows[0] == [
        "Organisme", "Genre d’organisme", "Autres noms", "Secteurs", "Courriel", "Téléphone", "Cellulaire", "Site web",
        "Réseau social", "Adresse", "Ville", "Code postal", "Suivi par", "Dans le répertoire public",
    ]  # fmt: skip
    assert rows[1][:2] == ["'=1+1", "École ou service de garde"]
    assert rows[2][4] == "bureau@table.example; bonjour@table.example"

    people = client.get(f"{PEOPLE}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(people.streaming_content))).active
    found = [[cell.value for cell in row] for row in sheet.rows]
    assert [cell for cell in found[1] if cell][:6] == [
        "Zénobie",
        "Laflèche",
        "Table de concertation",
        "Présidence",
        "2024",
        "zenobie@exemple.example",
    ]
    assert "418 555-0199" not in str(found)


def test_what_others_are_built_on_is_not_deleted(client: Client, secrets: Secrets) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    before = (Organization.objects.count(), Person.objects.count(), Membership.objects.count(), Post.objects.count())

    for address in (
        f"{ORGANIZATIONS}delete/{secrets.organization.pk}/",
        f"{PEOPLE}delete/{secrets.person.pk}/",
        f"{SEATS}delete/{secrets.public_seat.pk}/",
    ):
        assert client.post(address).status_code == 302
        assert said(client, ORGANIZATIONS)[0].startswith("Rien n’a été supprimé")
    page = read(client, f"{ORGANIZATIONS}delete/{secrets.organization.pk}/")
    assert [text(line) for line in page.select(".record li")] == ["2 sièges", "2 participations"]
    assert page.select(".record form") == []

    after = (Organization.objects.count(), Person.objects.count(), Membership.objects.count(), Post.objects.count())
    assert after == before


def test_who_has_no_role_sees_no_list(client: Client, secrets: Secrets) -> None:
    client.force_login(UserFactory.create())

    for address in (ORGANIZATIONS, PEOPLE, SEATS, MEMBERSHIPS):
        assert client.get(address).status_code in {302, 403}


def test_nobody_seen_is_not_said_to_be_nobody(client: Client) -> None:
    table = OrganizationFactory()
    MembershipFactory(organization=table, person__visibility=Visibility.PRIVATE)
    for role, words in (
        (Role.COMMUNICATIONS, "Personne que vous puissiez voir, en dehors des sièges."),
        (Role.BOARD, "Personne que vous puissiez voir, en dehors des sièges."),
    ):
        client.force_login(someone_of(role))
        assert words in text(read(client, f"{ORGANIZATIONS}inspect/{table.pk}/"))
    Membership.objects.all().delete()
    client.force_login(someone_of(Role.SECRETARIAT))
    assert "Personne en dehors des sièges." in text(read(client, f"{ORGANIZATIONS}inspect/{table.pk}/"))
