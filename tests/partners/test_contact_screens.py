"""The quick form, the list and the page of a contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.history import history_of
from crm.partners.enums import Visibility
from crm.partners.models import Interaction, Organization, Task
from tests.factories import OrganizationFactory, PersonFactory, UserFactory, board_document, someone_of
from tests.partners.desk_pages import CONTACTS, NOTE, called, lines, read, said, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


@pytest.fixture
def cafe() -> Organization:
    return OrganizationFactory(name="Café du Perron")


def test_who_how_when_and_one_line_are_enough(client: Client, keeper: User, cafe: Organization) -> None:
    person = PersonFactory()

    answer = client.post(NOTE, typed(who=[f"o{cafe.pk}", f"p{person.pk}"], summary="La salle est libre"))

    noted = Interaction.objects.get()
    assert answer["Location"] == CONTACTS
    assert (noted.summary, noted.happened_on, noted.recorded_by) == ("La salle est libre", timezone.localdate(), keeper)
    assert (list(noted.organizations.all()), list(noted.people.all())) == ([cafe], [person])
    assert Task.objects.count() == 0
    assert said(client) == [f"C’est noté : La salle est libre ({person.name}, Café du Perron). En noter un autre"]


def test_what_follows_is_folded_and_noted_with_it(client: Client, keeper: User, cafe: Organization) -> None:
    other = someone_of(Role.COMMUNICATIONS)
    task = {"task-0-title": "Rappeler", "task-0-assignee": other.pk, "task-0-due_on": "2030-01-07"}

    client.post(NOTE, typed(who=[f"o{cafe.pk}"], notes="Deux clés.", **task))

    told = Task.objects.get()
    assert (told.title, told.assignee, told.due_on, told.organization) == (
        "Rappeler",
        other,
        date(2030, 1, 7),
        cafe,
    )
    assert Interaction.objects.get().notes == "Deux clés."


def tasks_shown(page: BeautifulSoup) -> list[tuple[str, bool]]:
    """What each line says, and whether they are unfolded."""
    titles = page.select("input[name^=task-][name$=-title]")
    return [(title.get("value", ""), page.select_one("#suite").has_attr("open")) for title in titles]


def test_several_things_follow_from_one_contact(client: Client, keeper: User, cafe: Organization) -> None:
    assert tasks_shown(read(client, NOTE)) == [("", False)]

    first = {"task-0-title": "Rappeler", "another_task": "1"}
    shown = read_answer(client.post(NOTE, typed(who=[f"o{cafe.pk}"], **first)))
    assert tasks_shown(shown) == [("Rappeler", True), ("", True)]
    assert [box["value"] for box in shown.select("[name=who][checked]")] == [f"o{cafe.pk}"]
    assert Interaction.objects.count() == 0

    lines = {"task-TOTAL_FORMS": "3", "task-INITIAL_FORMS": "1"}
    titles = {"task-0-title": "Rappeler", "task-1-title": "", "task-2-title": "Écrire", "task-2-assignee": keeper.pk}
    client.post(NOTE, typed(who=[f"o{cafe.pk}"], **lines, **titles))

    assert [(task.title, task.assignee) for task in Task.objects.order_by("pk")] == [
        ("Rappeler", None),
        ("Écrire", keeper),
    ]


def test_a_line_of_what_follows_says_what_is_to_be_done(client: Client, keeper: User, cafe: Organization) -> None:
    lines = {"task-TOTAL_FORMS": "2", "task-0-title": "Rappeler", "task-1-due_on": "2030-01-01"}

    answer = client.post(NOTE, typed(who=[f"o{cafe.pk}"], **lines))

    assert answer.context["form"].tasks.errors == [{}, {"title": ["Dites ce qui est à faire."]}]
    assert Interaction.objects.count() == 0


def test_ten_things_at_most_follow_from_one_contact(client: Client, keeper: User, cafe: Organization) -> None:
    many = {f"task-{number}-title": f"Tâche {number}" for number in range(10)}

    full = read_answer(client.post(NOTE, typed(**{"task-TOTAL_FORMS": "10", "another_task": "1"}, **many)))
    assert len(tasks_shown(full)) == 10
    assert full.select("[name=another_task]") == []
    client.post(NOTE, typed(who=[f"o{cafe.pk}"], **{"task-TOTAL_FORMS": "900"}, **many))

    assert Interaction.objects.count() == 0


def test_today_and_the_telephone_are_there_already(client: Client, keeper: User, cafe: Organization) -> None:
    page = read(client, NOTE, organization=cafe.pk)

    assert page.select_one("[name=happened_on]")["value"] == timezone.localdate().isoformat()
    assert page.select_one("[name=channel][checked]")["value"] == "phone"
    assert [box["value"] for box in page.select("[name=who][checked]")] == [f"o{cafe.pk}"]
    assert [option["value"] for option in page.select("[name=visibility] option")] == ["board"]


def test_a_link_names_a_person_that_one_may_see(client: Client, keeper: User) -> None:
    seen, hidden = PersonFactory(), PersonFactory(visibility=Visibility.PRIVATE)

    assert len(read(client, NOTE, person=seen.pk).select("[name=who]")) == 1
    assert read(client, NOTE, person=hidden.pk).select("[name=who]") == []


def test_without_javascript_one_searches_then_ticks(client: Client, keeper: User, cafe: Organization) -> None:
    OrganizationFactory(name="Café de la Gare")

    found = client.post(NOTE, typed(**{"who-words": "cafe", "who-look": "1", "summary": "Déjà écrit"}))
    page = read_answer(found)

    assert [text(label) for label in page.select(".who__found label")] == [
        "Café de la Gare Organisme communautaire",
        "Café du Perron Organisme communautaire",
    ]
    assert page.select("[name=who][checked]") == []
    assert page.select_one("[name=summary]")["value"] == "Déjà écrit"
    assert page.select(".error-message") == []
    assert Interaction.objects.count() == 0


def test_words_that_were_answered_are_words_no_more(client: Client, keeper: User, cafe: Organization) -> None:
    answered = {"who-words": "cafe", "who-asked": "cafe"}

    client.post(NOTE, typed(**answered, who=[f"o{cafe.pk}"]))
    client.post(NOTE, typed(**answered, who=[f"o{cafe.pk}"], **{"who-look": "1"}))
    assert Interaction.objects.count() == 2

    page = read_answer(client.post(NOTE, typed(**{**answered, "who-words": "binette"}, who=[f"o{cafe.pk}"])))
    assert "Choisissez parmi les réponses ci-dessous" in text(page.select_one(".error-message"))
    assert Interaction.objects.count() == 2


def test_the_only_answer_is_ticked_already(client: Client, keeper: User, cafe: Organization) -> None:
    page = read_answer(client.post(NOTE, typed(**{"who-words": "perron", "who-look": "1"})))

    assert [box["value"] for box in page.select("[name=who][checked]")] == [f"o{cafe.pk}"]


def read_answer(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"who": []}, "who"),
        ({"who": ["o999999"]}, "who"),
        ({"who-words": "cafe"}, "who"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"summary": ""}, "summary"),
        ({"channel": "pigeon"}, "channel"),
        ({"visibility": "private"}, "visibility"),
    ],
)
def test_what_is_refused_is_said_beside_its_field(
    client: Client, keeper: User, cafe: Organization, wrong: dict[str, str], field: str
) -> None:
    answer = client.post(NOTE, {**typed(who=[f"o{cafe.pk}"]), **wrong})

    assert list(answer.context["form"].errors) == [field]
    assert Interaction.objects.count() == 0


def test_after_a_link_one_comes_back_and_only_inside_the_site(client: Client, keeper: User, cafe: Organization) -> None:
    there = client.post(NOTE, typed(who=[f"o{cafe.pk}"], next="/admin/nouvelles/"))
    elsewhere = client.post(NOTE, typed(who=[f"o{cafe.pk}"], next="https://ailleurs.example/"))

    assert (there["Location"], elsewhere["Location"]) == ("/admin/nouvelles/", CONTACTS)


def test_to_correct_keeps_who_is_out_of_sight_and_what_is_attached(
    client: Client, keeper: User, cafe: Organization
) -> None:
    hidden = PersonFactory(visibility=Visibility.PRIVATE)
    document = get_document_model()(title="La lettre")
    document.file.save("lettre.txt", ContentFile(b"Bonjour"))
    noted = called(cafe, people=[hidden], documents=[document])
    address = f"{CONTACTS}{noted.pk}/corriger/"

    assert [box["value"] for box in read(client, address).select("[name=who]")] == [f"o{cafe.pk}"]
    client.post(address, typed(who=[f"o{cafe.pk}"], summary="Corrigé", kept_documents=[document.pk]))

    noted.refresh_from_db()
    assert (noted.summary, list(noted.people.all()), list(noted.documents.all())) == ("Corrigé", [hidden], [document])


def attached(page: BeautifulSoup) -> list[tuple[str, bool]]:
    boxes = page.select("[name=kept_documents]")
    return [(box["value"], box.has_attr("checked")) for box in boxes]


def test_documents_are_attached_one_after_the_other(client: Client, keeper: User, cafe: Organization) -> None:
    plan, letter, budget = (board_document(title) for title in ("Le plan", "La lettre", "Le budget"))
    assert attached(read(client, NOTE)) == []

    once = read_answer(client.post(NOTE, typed(who=[f"o{cafe.pk}"], document=plan.pk, attach="1")))
    assert attached(once) == [(str(plan.pk), True)]
    assert not once.select_one("[name=document]").get("value")
    assert [box["value"] for box in once.select("[name=who][checked]")] == [f"o{cafe.pk}"]
    twice = read_answer(client.post(NOTE, typed(kept_documents=[plan.pk], document=letter.pk, attach="1")))
    assert attached(twice) == [(str(plan.pk), True), (str(letter.pk), True)]
    assert Interaction.objects.count() == 0

    client.post(NOTE, typed(who=[f"o{cafe.pk}"], kept_documents=[plan.pk, letter.pk], document=budget.pk))

    assert set(Interaction.objects.get().documents.all()) == {plan, letter, budget}


def test_one_document_is_taken_away_and_another_added(client: Client, keeper: User, cafe: Organization) -> None:
    plan, letter, budget = (board_document(title) for title in ("Le plan", "La lettre", "Le budget"))
    noted = called(cafe, documents=[plan, letter])
    address = f"{CONTACTS}{noted.pk}/corriger/"
    assert [is_kept for _pk, is_kept in attached(read(client, address))] == [True, True]

    again = typed(who=[f"o{cafe.pk}"], kept_documents=[plan.pk], document=budget.pk, attach="1")
    shown = dict(attached(read_answer(client.post(address, again))))
    assert shown == {str(plan.pk): True, str(letter.pk): False, str(budget.pk): True}
    client.post(address, typed(who=[f"o{cafe.pk}"], kept_documents=[plan.pk, budget.pk]))

    assert set(noted.documents.all()) == {plan, budget}
    told = [field for change in history_of(noted, {"public", "board"}) for field in change.fields]
    assert [(field.before, field.after) for field in told if field.label == "documents"] == [
        ("", "Le budget"),
        ("La lettre", ""),
        ("", "Le plan, La lettre"),
    ]


def test_only_files_of_the_board_are_attached_to_what_the_board_alone_reads(
    client: Client, keeper: User, cafe: Organization
) -> None:
    public = get_document_model()(title="Affiche publique")
    public.file.save("affiche.txt", ContentFile(b"Bonjour"))

    refused = client.post(NOTE, typed(who=[f"o{cafe.pk}"], document=public.pk))
    forged = client.post(NOTE, typed(who=[f"o{cafe.pk}"], kept_documents=[public.pk, "1 OR 1"]))

    assert list(refused.context["form"].errors) == ["document"]
    assert forged.status_code == 302
    assert list(Interaction.objects.get().documents.all()) == []


def test_to_delete_a_contact_leaves_its_tasks(client: Client, keeper: User, cafe: Organization) -> None:
    noted = called(cafe, task="Rappeler")
    address = f"{CONTACTS}{noted.pk}/supprimer/"

    assert "Les tâches qui en découlent restent." in text(read(client, address))
    assert Interaction.objects.count() == 1
    client.post(address)

    assert (Interaction.objects.count(), Task.objects.get().interaction) == (0, None)


def test_the_list_is_found_by_its_words_or_by_whom_it_names(client: Client, keeper: User, cafe: Organization) -> None:
    person = PersonFactory(given_name="Zoé", family_name="Hébert-Fictive")
    called(cafe, summary="Fête de l’été", on=timezone.localdate() - timedelta(days=2))
    called(OrganizationFactory(), summary="Verdissement", people=[person], notes="Des érables, cinq.")

    assert lines(read(client, CONTACTS)) == ["Verdissement", "Fête de l’été"]
    assert lines(read(client, CONTACTS, q="ete")) == ["Fête de l’été"]
    assert lines(read(client, CONTACTS, q="cafe fete")) == ["Fête de l’été"]
    assert lines(read(client, CONTACTS, q="hebert")) == ["Verdissement"]
    assert lines(read(client, CONTACTS, q="erables")) == ["Verdissement"]
    assert lines(read(client, CONTACTS, q="cafe hebert")) == []
    assert lines(read(client, CONTACTS, organization=cafe.pk)) == ["Fête de l’été"]
    assert lines(read(client, CONTACTS, person=person.pk)) == ["Verdissement"]
    assert lines(read(client, CONTACTS, channel="online")) == []
    assert lines(read(client, CONTACTS, happened_on_from=timezone.localdate())) == ["Verdissement"]
    assert lines(read(client, CONTACTS, mine="1")) == []


def test_what_is_private_is_in_no_list_search_or_page(client: Client, keeper: User, cafe: Organization) -> None:
    hidden = PersonFactory(family_name="Secrète-Fictive", visibility=Visibility.PRIVATE)
    private = called(cafe, summary="Confidence", visibility=Visibility.PRIVATE, task="Suite de la confidence")
    called(cafe, summary="Appel ordinaire", people=[hidden])

    page = read(client, CONTACTS)
    assert lines(page) == ["Appel ordinaire"]
    assert "Secrète" not in text(page)
    assert lines(read(client, CONTACTS, q="confidence")) == lines(read(client, CONTACTS, q="secrete")) == []
    assert lines(read(client, CONTACTS, person=hidden.pk)) == []
    for tail in ("", "corriger/", "supprimer/"):
        assert client.get(f"{CONTACTS}{private.pk}/{tail}").status_code == 404
    assert lines(read(client, "/admin/taches/", whose="all")) == []

    client.force_login(someone_of(Role.SECRETARIAT))
    assert lines(read(client, CONTACTS, q="confidence")) == ["Confidence"]
    assert lines(read(client, "/admin/taches/", whose="all")) == ["Suite de la confidence"]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_costs_the_same_whatever_it_holds(
    client: Client, keeper: User, cafe: Organization, number: int
) -> None:
    for _ in range(number):
        called(cafe, people=[PersonFactory()])
    client.get(CONTACTS)

    with CaptureQueriesContext(connection) as queries:
        assert len(lines(read(client, CONTACTS))) == number

    assert len(queries) == 13


def test_the_page_says_what_was_said_and_what_follows(client: Client, keeper: User, cafe: Organization) -> None:
    noted = called(cafe, on=date(2026, 5, 1), notes="Deux clés.", task="Rappeler")

    page = text(read(client, f"{CONTACTS}{noted.pk}/"))

    for sentence in ("1er mai 2026, par téléphone.", "Café du Perron", "Deux clés.", "Rappeler"):
        assert sentence in page.replace("\u00a0", " ")


def test_who_reads_sees_and_changes_nothing(client: Client, cafe: Organization) -> None:
    noted = called(cafe)
    client.force_login(someone_of(Role.READING))

    assert lines(read(client, CONTACTS)) == ["Appel"]
    assert read(client, f"{CONTACTS}{noted.pk}/").select("form[method=post], a[href$='/corriger/']") == []
    for address in (NOTE, f"{CONTACTS}{noted.pk}/corriger/", f"{CONTACTS}{noted.pk}/supprimer/"):
        assert client.get(address).status_code == client.post(address, typed(who=[f"o{cafe.pk}"])).status_code == 302
    assert Interaction.objects.count() == 1
    assert client.get(f"{CONTACTS}qui/", {"q": "cafe"}).status_code == 403


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, None])
def test_who_is_not_of_the_board_sees_none_of_it(client: Client, cafe: Organization, role: Role | None) -> None:
    noted = called(cafe)
    client.force_login(someone_of(role) if role else UserFactory())

    for address in (
        CONTACTS,
        f"{CONTACTS}{noted.pk}/",
        NOTE,
        "/admin/taches/",
        "/admin/nouvelles/",
        "/admin/cadences/",
    ):
        assert client.get(address).status_code == 302
    if role:
        assert client.get(f"{CONTACTS}qui/", {"q": "cafe"}).status_code == 403
        assert "Suivi" not in client.get("/admin/").content.decode()


def test_the_search_box_is_completed_with_what_one_may_see(client: Client, keeper: User, cafe: Organization) -> None:
    PersonFactory(family_name="Café-Fictive", visibility=Visibility.PRIVATE)

    answer = client.get(f"{CONTACTS}qui/", {"q": "cafe"})

    assert answer.json() == {
        "found": [{"token": f"o{cafe.pk}", "name": "Café du Perron", "detail": "Organisme communautaire"}]
    }
