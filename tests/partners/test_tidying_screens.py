"""Lists are imported and duplicates merged in the admin, by those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.accounts.policy import Role
from crm.partners.enums import ImportState, Visibility
from crm.partners.models import Distinction, Merger, PartnerImport, Person, PersonContact
from crm.partners.views import lists
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, drawn_image, someone_of
from tests.partners.admin_pages import read, text

pytestmark = pytest.mark.django_db

LISTS, DUPLICATES = "/admin/partenaires/listes/", "/admin/partenaires/doublons/"
LIST = "Prénom;Nom;Organisme;Courriel\nAna;Un;Comité des Tailleurs;ana@example.org\nBo;Deux;;\nCy;Trois;;non\n"


@pytest.fixture
def board(client):
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


def send(client: Any, raw: bytes = LIST.encode()) -> Any:
    return client.post(LISTS, {"file": SimpleUploadedFile("liste.xlsx", raw)})


@pytest.fixture
def batch(client, board) -> PartnerImport:
    """Sent, its columns accepted; « Bo Deux » is known already."""
    PersonFactory(given_name="Bo", family_name="Deux")
    send(client)
    batch = PartnerImport.objects.get()
    client.post(f"{LISTS}{batch.pk}/colonnes/", batch.mapping)
    return batch


def test_a_list_is_looked_at_before_anything_is_written(client, batch) -> None:
    page = read(client, f"{LISTS}{batch.pk}/")

    lines = [[text(cell) for cell in line.select("td")][:4] for line in page.select("tbody tr")]
    assert lines == [
        ["2", "Ana Un", "Comité des Tailleurs", "Nouvelle"],
        ["3", "Bo Deux", "", "Douteuse : peut-être déjà connue"],
        ["4", "Cy Trois", "", "Refusée"],
    ]
    assert "Bo Deux (80 %)" in text(page.select("tbody tr")[1])
    assert Person.objects.count() == 1


def test_a_list_is_decided_imported_and_undone(client, batch) -> None:
    address = f"{LISTS}{batch.pk}/"
    client.post(address, {"act": "decide", "line-3": "new", "line-2": "same"})
    client.post(address, {"act": "import"})
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (ImportState.IMPORTED, 3)
    assert "Ana Un" in text(read(client, address))

    client.post(address, {"act": "undo"})
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (ImportState.UNDONE, 1)


def test_columns_that_nothing_reads_are_told_before_the_import(client, board) -> None:
    send(client, "Nom;Organisme;Personne-ressource;Couleur;Taille\n;Comité des Tailleurs;M. Jean Roy;bleu;M\n".encode())
    batch = PartnerImport.objects.get()
    assert batch.mapping == {"name": 2, "organization": 1, "family": 0}
    client.post(f"{LISTS}{batch.pk}/colonnes/", batch.mapping)

    page = read(client, f"{LISTS}{batch.pk}/")

    assert "Rien ne sera lu de ces colonnes : Couleur, Taille." in text(page)
    assert text(page.select("tbody td")[1]) == "Jean Roy"


def test_what_is_no_list_says_what_to_do(client, board) -> None:
    send(client, "Plan d’action\nRêver le quartier\nPlanter des arbres\n".encode())
    page = read(client, f"{LISTS}{PartnerImport.objects.get().pk}/colonnes/")

    assert "Nous n’avons reconnu aucune de ces colonnes." in text(page)
    assert page.select_one("a[href='/admin/partenaires/listes/']") is not None
    assert [one["name"] for one in page.select("form select") if one.find_parent("details") is None] == [
        "name",
        "given",
        "family",
        "organization",
    ]


@pytest.mark.parametrize(("ask", "may"), [("forget", True), ("undo", False), ("import", False)])
def test_what_takes_something_away_is_asked_first(client, batch, ask, may) -> None:
    page = read(client, f"{LISTS}{batch.pk}/?ask={ask}")

    asked = [button["value"] for button in page.select(".tidy__question button")]
    assert asked == ([ask] if may else [])
    assert PartnerImport.objects.get().state == ImportState.PREPARED


def test_what_prevents_undoing_is_told(client, batch) -> None:
    address = f"{LISTS}{batch.pk}/"
    client.post(address, {"act": "import"})
    Person.objects.filter(family_name="Un").update(given_name="Annie")

    answer = client.post(address, {"act": "undo"}, follow=True)

    assert "Annie Un&nbsp;: changé depuis" in answer.content.decode()
    assert Person.objects.filter(given_name="Annie").exists()


def test_a_long_list_is_a_workers_business_and_can_be_stopped(
    client, batch, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(lists, "A_HANDFUL", 1)
    address = f"{LISTS}{batch.pk}/"
    with django_capture_on_commit_callbacks() as called:
        client.post(address, {"act": "import"})
    batch.refresh_from_db()
    assert (batch.state, len(called), Person.objects.count()) == (ImportState.UNDER_WAY, 1, 1)
    progress = read(client, address).select_one("progress")
    assert progress["value"] == "66"

    client.post(address, {"act": "cancel"})
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (ImportState.CANCELLED, 1)
    lines = [text(line.select("td")[4]) for line in read(client, address).select("tbody tr")]
    assert lines == [
        "pas écrite : la liste a été arrêtée avant",
        "laissée de côté",
        "« non » n’est pas une adresse de courriel.",
    ]


def test_a_picture_is_no_list(client, board) -> None:
    answer = send(client, drawn_image("JPEG"))

    assert "enregistrez-le en .xlsx ou en CSV" in answer.content.decode()
    assert PartnerImport.objects.count() == 0


@pytest.fixture
def twins(board) -> tuple[Person, Person]:
    kept = PersonFactory(given_name="Oriane", family_name="Desormeaux")
    lost = PersonFactory(given_name="Orianne", family_name="Desormeaux", pronouns="elle")
    for person in (kept, lost):
        PersonContact.objects.create(person=person, value="o@example.org")
    MembershipFactory(person=lost)
    PersonFactory(given_name="Orianne", family_name="Desormeaux", visibility=Visibility.PRIVATE)
    return kept, lost


def test_duplicates_are_shown_merged_and_come_apart(client, twins) -> None:
    kept, lost = twins
    page = read(client, DUPLICATES)
    (pair,) = [item for item in page.select("#main li") if "même courriel" in item.get_text()]
    assert "noms presque pareils" in text(pair)
    compare = reverse("duplicates:merge", args=["person", kept.pk, lost.pk])
    assert pair.select_one("a")["href"] == compare
    assert "Participations : 1" in text(read(client, compare)).replace("\xa0", " ")

    client.post(compare, {"act": "merge", "given_name": "lost"})
    kept.refresh_from_db()
    assert (kept.given_name, kept.pronouns, kept.memberships.count()) == ("Orianne", "elle", 1)
    for name in ("inspect", "edit"):
        answer = client.get(reverse(f"person:{name}", args=[lost.pk]))
        assert answer.get("Location") == reverse(f"person:{name}", args=[kept.pk])

    client.post(DUPLICATES, {"merger": Merger.objects.get().pk})
    assert client.get(reverse("person:inspect", args=[lost.pk])).status_code == 200


def test_two_different_people_are_not_shown_again(client, twins) -> None:
    client.post(reverse("duplicates:merge", args=["person", twins[0].pk, twins[1].pk]), {"act": "apart"})

    assert Distinction.objects.count() == 1
    assert "Aucun doublon en vue." in text(read(client, DUPLICATES))


def test_nobody_merges_what_they_may_not_see(client, twins) -> None:
    hidden = Person.objects.get(visibility=Visibility.PRIVATE)
    for pks in ([twins[0].pk, hidden.pk], [hidden.pk, twins[0].pk]):
        address = reverse("duplicates:merge", args=["person", *pks])
        assert (client.get(address).status_code, client.post(address, {"act": "merge"}).status_code) == (404, 404)


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, Role.READING])
def test_those_who_may_not_see_no_list_and_no_duplicate(client, batch, twins, role) -> None:
    client.force_login(someone_of(role))
    merge = reverse("duplicates:merge", args=["person", twins[0].pk, twins[1].pk])
    for address in (LISTS, f"{LISTS}{batch.pk}/", f"{LISTS}{batch.pk}/colonnes/", DUPLICATES, merge):
        for answer in (client.get(address), client.post(address, {"act": "import"})):
            assert answer.status_code in (302, 403)
            assert "Desormeaux" not in answer.content.decode()
    assert (Person.objects.count(), Merger.objects.count()) == (4, 0)


def alike(number: int) -> None:
    """So many pairs, none like another."""
    for place in range(number):
        for _twin in range(2):
            OrganizationFactory(name=f"Atelier {chr(97 + place // 26) * 9} {chr(97 + place % 26) * 9}")


@pytest.mark.parametrize("number", [1, 3, 50])
def test_as_many_queries_however_many_pairs(client, board, number: int, django_assert_num_queries) -> None:
    alike(number)
    client.get(DUPLICATES)

    with django_assert_num_queries(16):
        pairs = client.get(f"{DUPLICATES}?kind=organization").context["pairs"]

    assert len(pairs) == number


def test_two_records_side_by_side_ask_as_much_whatever_they_hold(client, twins) -> None:
    """One question for each kind of record that may point to them: no figure here, every new room adds to it."""
    kept, lost = twins
    compare = reverse("duplicates:merge", args=["person", kept.pk, lost.pk])
    client.get(compare)
    counts = []
    for number in (1, 3, 50):
        MembershipFactory.create_batch(number, person=lost)
        with CaptureQueriesContext(connection) as queries:
            client.get(compare)
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


def long_list(number: int) -> bytes:
    """Known, new, repeated or refused, in organizations that are known or not."""
    for place in range(1, number, 2):
        PersonFactory(given_name="Ana", family_name=f"{LETTERS[place % 26]}{LETTERS[place // 26]}ier")
        OrganizationFactory(name=f"Comité {place}")
    lines = [f"Ana;{LETTERS[n % 26]}{LETTERS[n // 26]}ier;Comité {n};" for n in range(number)]
    return "\n".join(["Prénom;Nom;Organisme;Courriel", *lines]).encode()


LETTERS = ["".join(letter * 3) for letter in "abcdefghijklmnopqrstuvwxyz"]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_screens_of_a_list_ask_as_much_whatever_it_holds(
    client, board, number: int, django_assert_num_queries
) -> None:
    send(client, long_list(number))
    batch = PartnerImport.objects.get()
    columns, preview = f"{LISTS}{batch.pk}/colonnes/", f"{LISTS}{batch.pk}/"
    client.get(columns)
    with django_assert_num_queries(11):
        client.get(columns)

    client.post(columns, batch.mapping)
    with django_assert_num_queries(16):
        assert len(client.get(preview).context["rows"]) == number


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_lists_brought_ask_as_much_however_many(client, board, number: int, django_assert_num_queries) -> None:
    for _ in range(number):
        PartnerImport.objects.create(filename="liste.csv", created_by=someone_of(Role.BOARD))
    client.get(LISTS)

    with django_assert_num_queries(11):
        client.get(LISTS)
