"""What prevents undoing a list or a merger leads to the records that must be mended first."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.accounts.policy import Role
from crm.partners.domain.merging import Side, merge
from crm.partners.enums import RecordKind, Visibility
from crm.partners.models import Merger, Organization, PartnerImport, Person, PersonContact, Task
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    UserFactory,
    someone_of,
)
from tests.partners.admin_pages import MEMBERSHIPS, ORGANIZATIONS, PEOPLE, read, text
from tests.partners.desk_pages import called

pytestmark = pytest.mark.django_db

LISTS, DUPLICATES = "/admin/partenaires/listes/", "/admin/partenaires/doublons/"
LIST = "Prénom;Nom;Organisme;Courriel\nAna;Un;Comité des Tailleurs;ana@example.org\nBo;Deux;;\n"


@pytest.fixture
def board(client: Client) -> Client:
    client.force_login(someone_of(Role.BOARD))
    return client


@pytest.fixture
def imported(board: Client) -> str:
    """The address of a list that was imported: « Ana Un », of the « Comité des Tailleurs », and « Bo Deux »."""
    board.post(LISTS, {"file": SimpleUploadedFile("liste.csv", LIST.encode())})
    batch = PartnerImport.objects.get()
    board.post(f"{LISTS}{batch.pk}/colonnes/", batch.mapping)
    board.post(f"{LISTS}{batch.pk}/", {"act": "import"})
    return f"{LISTS}{batch.pk}/"


def obstacles(client: Client, address: str) -> list[tuple[str, str]]:
    """Each line that prevents undoing, with where it leads."""
    client.post(address, {"act": "undo"})
    lines = read(client, f"{address}?undo").select(".tidy > ul.w-list-disc li")
    return [(text(line), line.a["href"] if line.a else "") for line in lines]


def test_each_obstacle_to_undoing_a_list_leads_to_its_record(board: Client, imported: str) -> None:
    ana, table = Person.objects.get(family_name="Un"), Organization.objects.get()
    detail = PersonContact.objects.get()
    detail.value = "ana.un@example.org"
    detail.save()
    seat = MembershipFactory(person=ana)
    noted = called(table, people=[ana])
    task = Task.objects.create(title="Rappeler", organization=table)
    agreed = PartnershipFactory(organization=table)

    found = obstacles(board, imported)

    assert {address for _words, address in found} == {
        f"{PEOPLE}inspect/{ana.pk}/",
        f"{MEMBERSHIPS}inspect/{seat.pk}/",
        f"/admin/contacts/{noted.pk}/",
        f"/admin/taches/{task.pk}/",
        f"/admin/partenariats/inspect/{agreed.pk}/",
    }
    built = "Comité des Tailleurs : quelque chose y a été ajouté depuis (partenariat)"
    assert (built, f"/admin/partenariats/inspect/{agreed.pk}/") in found
    assert ("ana.un@example.org : changé depuis", f"{PEOPLE}inspect/{ana.pk}/") in found


def test_a_record_merged_since_leads_to_the_one_that_was_kept(board: Client, imported: str) -> None:
    kept = PersonFactory()
    merge(RecordKind.PERSON, kept.pk, Person.objects.get(family_name="Deux").pk, {}, by=None, now=timezone.now())

    (one,) = obstacles(board, imported)

    assert one[1] == f"{PEOPLE}inspect/{kept.pk}/"


def test_what_one_may_not_open_has_no_link(board: Client, imported: str) -> None:
    called(Organization.objects.get(), summary="Un aveu", visibility=Visibility.PRIVATE)

    ((words, address),) = obstacles(board, imported)

    assert "aveu" not in words
    assert address == f"{ORGANIZATIONS}inspect/{Organization.objects.get().pk}/"


@pytest.mark.parametrize("number", [1, 3])
def test_obstacles_cost_the_same_whatever_their_number(board: Client, imported: str, number: int) -> None:
    for _ in range(number):
        MembershipFactory(person=Person.objects.get(family_name="Un"))
    read(board, f"{imported}?undo")

    with CaptureQueriesContext(connection) as queries:
        read(board, f"{imported}?undo")

    assert len(queries) == 68


def unite(kept: Any, lost: Any) -> Merger:
    return merge(RecordKind.PERSON, kept.pk, lost.pk, {}, by=None, now=timezone.now())


def refusal(client: Client, merger: Merger) -> tuple[str, list[str], BeautifulSoup]:
    """What is said when undoing is asked, where it leads, and the page."""
    answer = client.post(DUPLICATES, {"merger": merger.pk}, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    (said,) = page.select(".messages li")
    return text(said), [link["href"] for link in said.select("a")], page


def test_a_later_merger_is_led_to(board: Client) -> None:
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    merger = unite(second, first)
    later = unite(third, second)

    words, links, page = refusal(board, merger)

    assert "annulez d’abord cette fusion-là. Voir cette fusion" in words
    assert links == [f"#merger-{later.pk}"]
    assert page.select_one(links[0]) is not None


def test_who_has_taken_the_place_is_led_to(board: Client) -> None:
    user = UserFactory()
    kept, lost = PersonFactory(), PersonFactory(user=user)
    merger = unite(kept, lost)
    Person.objects.filter(pk=kept.pk).update(user=None)
    taker = PersonFactory(given_name="Ada", family_name="Lys", user=user)

    words, links, _page = refusal(board, merger)

    assert "revenir en arrière. Ada Lys" in words
    assert links == [f"{PEOPLE}inspect/{taker.pk}/"]


def test_who_has_taken_the_place_and_may_not_be_seen_is_not_named(board: Client) -> None:
    user = UserFactory()
    kept, lost = PersonFactory(), PersonFactory(user=user)
    merger = unite(kept, lost)
    Person.objects.filter(pk=kept.pk).update(user=None)
    PersonFactory(given_name="Ada", family_name="Lys", user=user, visibility=Visibility.PRIVATE)

    words, links, _page = refusal(board, merger)

    assert ("Ada" in words, links) == (False, [])


def test_the_history_of_the_lost_record_is_told_with_the_kept_one(board: Client) -> None:
    kept, lost = PersonFactory(given_name="Ana"), PersonFactory(given_name="Anna")
    lost.given_name = "Annie"
    lost.save()
    table = OrganizationFactory(name="Table de concertation")
    MembershipFactory(person=lost, organization=table)
    unite(kept, lost)

    told = text(read(board, f"{PEOPLE}history/{kept.pk}/").select_one(".changes"))
    at_table = text(read(board, f"{ORGANIZATIONS}history/{table.pk}/").select_one(".changes"))

    assert "Anna → Annie" in told
    assert "Ajout : participation" in at_table


def test_the_history_of_a_lost_record_that_was_private_stays_private(board: Client) -> None:
    kept, lost = PersonFactory(biography="Voisine."), PersonFactory(visibility=Visibility.PRIVATE)
    lost.biography = "Un secret."
    lost.save()
    chosen = {"visibility": Side.KEPT}
    merge(RecordKind.PERSON, kept.pk, lost.pk, chosen, by=None, now=timezone.now())

    told = text(read(board, f"{PEOPLE}history/{kept.pk}/").select_one(".record"))

    assert "Voisine." in told
    assert "secret" not in told
    assert "Person rien" not in told
