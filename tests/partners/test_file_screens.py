"""« Son dossier »: read, taken away, kept for a time, erased; each act noted with numbers alone."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.contacts import Contact, note_contact
from crm.partners.enums import Channel, PurgeReason, RequestKind, RequestOutcome, Visibility
from crm.partners.models import Person, PersonContact, PrivacyRequest, Purge
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, UserFactory, edtf, someone_of
from tests.partners.admin_pages import errors, read, said, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client: Client) -> User:
    user = someone_of(Role.SECRETARIAT)
    client.force_login(user)
    return user


@pytest.fixture
def person() -> Person:
    someone = PersonFactory(given_name="Anselme", family_name="Bellavance-Fictif", biography="=SOMME(A1)")
    PersonContact.objects.create(person=someone, value="anselme@exemple.example", visibility=Visibility.PRIVATE)
    neighbour = PersonFactory(given_name="Zénobie", family_name="Voisine-Fictive")
    contact = Contact(date(2026, 5, 1), Channel.PHONE, "On a parlé d’une clôture", people=[someone, neighbour])
    note_contact(contact, by=None)
    return someone


def acts() -> list[tuple[str, str, str]]:
    """What the log of the site keeps of a person's file."""
    kept = ModelLogEntry.objects.filter(action__startswith="partners.").order_by("pk")
    return [(one.action.removeprefix("partners."), one.object_id, one.label) for one in kept]


def address(act: str, person: Person) -> str:
    return f"/admin/personnes/{act}/{person.pk}/"


def erase(client: Client, person: Person, **typed: str) -> object:
    return client.post(address("effacer", person), {"reason": "request", "family_name": person.family_name, **typed})


def test_everything_is_on_one_page_and_the_look_is_noted(client: Client, secretary: User, person: Person) -> None:
    page = read(client, address("dossier", person))

    shown = {text(node) for node in page.select(".reach dd")}
    assert {"Anselme", "anselme@exemple.example", "Par téléphone"} <= shown
    assert "clôture" not in text(page)
    assert "Zénobie" not in text(page)
    assert acts() == [("open_file", str(person.pk), f"#{person.pk}")]


def test_the_page_of_a_person_leads_to_the_file_for_who_may_open_it(client: Client, person: Person) -> None:
    for role, is_led in ((Role.SECRETARIAT, True), (Role.BOARD, False), (Role.READING, False)):
        client.force_login(someone_of(role))
        page = client.get(f"/admin/personnes/inspect/{person.pk}/").content.decode()
        assert (address("dossier", person) in page) is is_led


def test_the_file_is_taken_away_without_formulas(client: Client, secretary: User, person: Person) -> None:
    answer = client.get(f"/admin/personnes/dossier/{person.pk}.csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Rubrique", "Quoi", "Valeur"]
    assert ["Personne", "en quelques phrases", "'=SOMME(A1)"] in rows
    assert answer["Content-Disposition"] == f'attachment; filename="dossier-{person.pk}.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert acts() == [("export_file", str(person.pk), f"#{person.pk}")]


def test_the_file_is_read_by_other_software(client: Client, secretary: User, person: Person) -> None:
    answer = client.get(f"/admin/personnes/dossier/{person.pk}.json")

    taken = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert {"what": "prénom", "value": "Anselme"} in taken["file"][0]["facts"]
    assert "clôture" not in answer.content.decode()
    assert client.get(f"/admin/personnes/dossier/{person.pk}.exe").status_code == 404


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.ARCHIVES, Role.READING])
def test_no_other_role_erases_or_takes_a_file(client: Client, person: Person, role: Role) -> None:
    client.force_login(someone_of(role))

    for path in (address("dossier", person), f"/admin/personnes/dossier/{person.pk}.csv", address("effacer", person)):
        assert client.get(path).status_code == 302
    erase(client, person)

    assert Person.objects.filter(pk=person.pk).exists()
    assert acts() == []


def test_the_page_says_what_goes_and_what_stays_and_changes_nothing(
    client: Client, secretary: User, person: Person
) -> None:
    Person.objects.filter(pk=person.pk).update(user=UserFactory())
    page = read(client, address("effacer", person))

    goes, stays = ([text(line) for line in found.select("li")] for found in page.select(".file ul"))
    assert goes == [
        "Toute la fiche : noms, présentation, notes, dates.",
        "Une coordonnée ou adresse.",
        "Le nom, dans un contact.",
        "L’historique de la fiche, et ce que les listes importées et les fusions en gardaient.",
    ]
    assert stays[:2] == [
        "Les contacts eux-mêmes, sans le nom : ils parlent aussi d’autres personnes.",
        "Le compte : passez le relais, fermez-le, puis supprimez-le parmi les personnes qui se connectent.",
    ]
    assert Person.objects.filter(pk=person.pk).exists()


def test_why_the_name_stays_stands_under_it(client: Client, secretary: User, person: Person) -> None:
    council = OrganizationFactory(name="Conseil fictif", is_our_council=True)
    MembershipFactory(person=person, organization=council, role="Présidence", ends_on=edtf("2025"))

    page = read(client, address("effacer", person))

    (reasons,) = page.select(".file ul ul")
    assert [text(line).split(" (")[0] for line in reasons.select("li")] == ["Conseil fictif, Présidence"]
    assert text(reasons.find_parent("li")).startswith("Le prénom et le nom")


def test_the_page_that_keeps_someone_says_whom(client: Client, secretary: User, person: Person) -> None:
    assert text(read(client, address("garder", person)).select_one(".file__name")) == person.name


def test_only_the_last_name_typed_erases(client: Client, secretary: User, person: Person) -> None:
    for typed in ("", "Desormeaux"):
        answer = erase(client, person, family_name=typed)
        assert len(errors(answer)) == 1
    assert Person.objects.filter(pk=person.pk).exists()

    erase(client, person, family_name="bellavance-FICTIF ")

    assert not Person.objects.filter(pk=person.pk).exists()


def test_erased_once_and_the_list_of_it_has_no_name(client: Client, secretary: User, person: Person) -> None:
    asked = PrivacyRequest.objects.create(
        kind=RequestKind.ERASURE, person=person, asked_by="Anselme, rue des Tailleurs", received_on=date(2026, 5, 2)
    )
    number = person.pk

    erase(client, person)
    assert said(client, "/admin/a-effacer/") == ["C’est effacé. Il ne reste rien de cette personne ici."]
    erase(client, person)
    assert said(client, "/admin/a-effacer/") == ["Cette personne était déjà effacée. Rien n’a changé."]

    (purge,) = Purge.objects.all()
    assert (purge.person_number, purge.reason, purge.purged_by) == (number, PurgeReason.REQUEST, secretary)
    assert (purge.keeps_the_name, purge.contact_details, purge.interactions) == (False, 1, 1)
    asked.refresh_from_db()
    assert (asked.answered_on, asked.outcome) == (timezone.localdate(), RequestOutcome.DONE)
    assert (asked.asked_by, asked.person) == ("", None)
    assert acts() == [("erase_person", str(number), f"#{number}")]
    page = text(read(client, "/admin/a-effacer/"))
    assert f"fiche {number}" in page
    assert "Bellavance" not in page
    assert "Bellavance" not in str(list(LogEntry.objects.values_list("object_repr", "changes")))


def test_who_sat_on_our_board_keeps_a_name_and_is_erased_once(client: Client, secretary: User, person: Person) -> None:
    ours = OrganizationFactory(name="Conseil des Trois-Ormes", is_our_council=True)
    MembershipFactory(person=person, organization=ours, role="Trésorerie", ends_on=edtf("2025-04"))

    stays = [text(line) for line in read(client, address("effacer", person)).select(".file ul:last-of-type li")]
    assert stays[1] == (
        "Conseil des Trois-Ormes, Trésorerie (16 avril 2024 – avril 2025) : "
        "le quartier doit pouvoir savoir qui a décidé pour lui."
    )
    erase(client, person)
    erase(client, person)

    assert Purge.objects.get().keeps_the_name is True
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.biography, kept.contact_details.count()) == ("Anselme Bellavance-Fictif", "", 0)
    assert "Il ne reste rien à effacer" in text(read(client, address("dossier", person)))
    assert client.get(address("effacer", person)).status_code == 302


def test_a_number_that_nobody_ever_had_is_not_found(client: Client, secretary: User) -> None:
    for act in ("dossier", "effacer", "garder"):
        assert client.get(f"/admin/personnes/{act}/987654/").status_code == 404


def test_a_day_is_proposed_and_written(client: Client, secretary: User, person: Person) -> None:
    today = timezone.localdate()
    Person.objects.filter(pk=person.pk).update(created_at="2020-01-05T12:00Z")
    page = read(client, address("garder", person))
    assert page.select_one("[name=keep_until]")["value"] == "2029-05-01"

    answer = client.post(address("garder", person), {"keep_until": (today - timedelta(days=1)).isoformat()})
    assert errors(answer) == ["Ce jour est passé : choisissez-en un à venir."]
    client.post(address("garder", person), {"keep_until": "2031-03-01"})

    person.refresh_from_db()
    assert person.keep_until == date(2031, 3, 1)
    assert acts() == [("keep_person", str(person.pk), f"#{person.pk}")]
