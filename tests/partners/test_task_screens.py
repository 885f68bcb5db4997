"""The list of tasks, and the button that closes one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.due_words import due_words
from crm.partners.models import Task
from tests.factories import OrganizationFactory, UserFactory, someone_of
from tests.partners.desk_pages import lines, read, text

pytestmark = pytest.mark.django_db

TASKS = "/admin/taches/"


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-92, "en retard de 3 mois"),
        (-60, "en retard de 60 jours"),
        (-1, "en retard de 1 jour"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (5, "dans 5 jours"),
    ],
)
def test_a_day_is_said_from_today(days: int, words: str) -> None:
    today = timezone.localdate()
    assert due_words(today + timedelta(days=days), today).replace("\u00a0", " ") == words
    assert due_words(None, today) == ""


def test_mine_then_everyones_the_soonest_first(client: Client, keeper: User) -> None:
    today = timezone.localdate()
    Task.objects.create(title="À une autre", assignee=UserFactory(), due_on=today)
    Task.objects.create(title="Un jour", assignee=keeper)
    Task.objects.create(title="À personne", due_on=today + timedelta(days=9))
    Task.objects.create(title="À moi", assignee=keeper, due_on=today - timedelta(days=3))
    Task.objects.create(title="Faite", assignee=keeper, done_at=timezone.now(), done_by=keeper)

    page = read(client, TASKS)

    assert lines(page) == ["À moi", "À personne", "Un jour"]
    assert text(page.select_one(".desk__near")) == "En retard de 3 jours"
    assert lines(read(client, TASKS, whose="all")) == ["À moi", "À une autre", "À personne", "Un jour"]
    assert lines(read(client, TASKS, state="done")) == ["Faite"]


def test_one_press_does_it_and_another_undoes_it(client: Client, keeper: User) -> None:
    task = Task.objects.create(title="Rappeler", assignee=keeper)
    button = read(client, TASKS).select_one(".desk__item form")

    assert client.get(button["action"]).status_code == 405
    answer = client.post(button["action"], {"next": f"{TASKS}?whose=all"})

    task.refresh_from_db()
    assert (answer["Location"], task.done_by) == (f"{TASKS}?whose=all", keeper)
    undo = read(client, TASKS).select_one(".messages form")
    client.post(undo["action"])
    assert list(Task.objects.to_do()) == [task]


def test_a_task_done_twice_says_so(client: Client, keeper: User) -> None:
    task = Task.objects.create(title="Rappeler", done_at=timezone.now())

    client.post(f"{TASKS}{task.pk}/faite/")

    assert "était déjà faite" in text(read(client, TASKS).select_one(".messages"))


def test_a_task_is_added_corrected_and_deleted(client: Client, keeper: User) -> None:
    partner = OrganizationFactory()
    page = read(client, f"{TASKS}ajouter/", organization=partner.pk)
    assert page.select_one("[name=organization]")["value"] == str(partner.pk)
    assert partner.name in text(page.select_one("[data-chooser-title]"))
    assert page.select_one("[name=assignee] [selected]")["value"] == str(keeper.pk)

    client.post(f"{TASKS}ajouter/", {"title": "Écrire", "due_on": "2030-01-07", "organization": partner.pk})
    task = Task.objects.get()
    assert (task.title, task.assignee, task.created_by, task.organization) == ("Écrire", None, keeper, partner)

    client.post(f"{TASKS}{task.pk}/", {"title": "Écrire encore"})
    task.refresh_from_db()
    assert (task.title, task.due_on, task.created_by) == ("Écrire encore", None, keeper)

    client.get(f"{TASKS}{task.pk}/supprimer/")
    assert Task.objects.count() == 1
    client.post(f"{TASKS}{task.pk}/supprimer/")
    assert Task.objects.count() == 0


@pytest.mark.parametrize("number", [1, 50])
def test_a_partner_is_chosen_in_a_window_and_never_in_a_long_list(client: Client, keeper: User, number: int) -> None:
    for _ in range(number):
        OrganizationFactory()

    field = read(client, f"{TASKS}ajouter/").select_one("[name=organization]")

    assert (field.name, field["type"], field.has_attr("value")) == ("input", "hidden", False)


@pytest.mark.parametrize("forged", ["999999", "un", ""])
def test_a_partner_that_does_not_exist_is_not_proposed(client: Client, keeper: User, forged: str) -> None:
    page = read(client, f"{TASKS}ajouter/", organization=forged)

    assert not page.select_one("[name=organization]").get("value")
    answer = client.post(f"{TASKS}ajouter/", {"title": "Écrire", "organization": forged})
    assert (answer.status_code, Task.objects.count()) == ((302, 1) if forged == "" else (200, 0))


def test_who_reads_presses_nothing(client: Client) -> None:
    reader = someone_of(Role.READING)
    task = Task.objects.create(title="Rappeler", assignee=reader)
    client.force_login(reader)

    page = read(client, TASKS)

    assert (lines(page), page.select("form[method=post]")) == (["Rappeler"], [])
    for tail in ("faite/", "a-refaire/", "", "supprimer/"):
        assert client.post(f"{TASKS}{task.pk}/{tail}").status_code == 302
    assert Task.objects.to_do().count() == 1


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES])
def test_whoever_is_given_a_task_sees_it_and_closes_it_whatever_the_role(client: Client, role: Role) -> None:
    helper = someone_of(role)
    client.force_login(helper)
    other = Task.objects.create(title="À une autre", assignee=UserFactory())
    Task.objects.create(title="À personne")
    assert client.get(TASKS).status_code == 302
    task = Task.objects.create(title="Envoyer les photos", assignee=helper)

    page = read(client, TASKS, whose="all")
    client.post(page.select_one(".desk__item form")["action"])

    assert (lines(page), page.select(".desk__item a"), page.select("a[href*=whose]")) == (
        ["Envoyer les photos"],
        [],
        [],
    )
    task.refresh_from_db()
    assert task.done_by == helper
    client.post(read(client, TASKS).select_one(".messages form")["action"])
    task.refresh_from_db()
    assert task.done_at is None
    for tail in ("faite/", "a-refaire/", "", "supprimer/"):
        assert client.post(f"{TASKS}{other.pk}/{tail}").status_code in {302, 404}
    other.refresh_from_db()
    assert (other.done_at, client.post(f"{TASKS}{task.pk}/", {"title": "Autre"}).status_code) == (None, 302)


def test_who_only_reads_is_given_nothing_to_do(client: Client, keeper: User) -> None:
    reader, closed = someone_of(Role.READING), someone_of(Role.BOARD, is_active=False)
    helper, nobody = someone_of(Role.COMMUNICATIONS), UserFactory()
    task = Task.objects.create(title="Rappeler", assignee=reader)

    offered = [one.get("value") for one in read(client, f"{TASKS}ajouter/").select("[name=assignee] option")]

    assert {str(keeper.pk), str(helper.pk)} < set(offered)
    assert not {str(reader.pk), str(closed.pk), str(nobody.pk)} & set(offered)
    held = read(client, f"{TASKS}{task.pk}/").select_one("[name=assignee] [selected]")
    assert held["value"] == str(reader.pk)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_costs_the_same_whatever_it_holds(client: Client, keeper: User, number: int) -> None:
    for _ in range(number):
        Task.objects.create(title="Rappeler", assignee=keeper, organization=OrganizationFactory())
    client.get(TASKS)

    with CaptureQueriesContext(connection) as queries:
        assert len(lines(read(client, TASKS))) == number

    assert len(queries) == 11
