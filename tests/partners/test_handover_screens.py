"""« Passer le relais »: one list, given one by one or at once; pressed twice, done once; roles keep their limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.enums import Visibility
from crm.partners.models import Funding, HandedOver, Membership, Organization, Partnership, Task
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    someone_of,
)
from tests.factories.elections import our_council
from tests.partners.admin_pages import read, said, text

pytestmark = pytest.mark.django_db

RELAY = "/admin/relais/"


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD, first_name="Ismaël", last_name="Tanguay-Fictif")
    client.force_login(user)
    return user


@pytest.fixture
def leaver() -> User:
    return someone_of(Role.BOARD, first_name="Rosalie", last_name="Partante-Fictive")


def held_by(leaver: User, *, times: int = 1) -> None:
    person = PersonFactory(user=leaver)
    for number in range(times):
        partner = OrganizationFactory(name=f"Table {number}", followed_by=leaver)
        MembershipFactory(person=person, organization=partner, role="Délégation", on_behalf_of=our_council())
        Task.objects.create(title=f"Rappeler {number}", assignee=leaver)
        Partnership.objects.create(organization=partner, title=f"Salle {number}", followed_by=leaver)
        Funding.objects.create(funder=partner, programme=f"Quartiers verts {number}", followed_by=leaver)


def page_of(leaver: User) -> str:
    return f"{RELAY}{leaver.pk}/"


def give(client: Client, leaver: User, record: Any, taker: object) -> None:
    kind = record._meta.model_name
    client.post(f"{page_of(leaver)}remettre/", {"kind": kind, "number": record.pk, "taker": taker})


def progress(client: Client, leaver: User) -> str:
    return text(read(client, page_of(leaver)).select_one("label[for=handover-progress]"))


def test_one_list_of_everything_with_its_form(client: Client, keeper: User, leaver: User) -> None:
    held_by(leaver)

    page = read(client, page_of(leaver))

    lines = [
        (text(line.select_one(".desk__what")), text(line.select_one(".desk__meta")))
        for line in page.select(".handover__item")
    ]
    assert lines == [
        ("Délégation, Table 0", "Siège · depuis le 16 avril 2024"),
        ("Rappeler 0", "Tâche"),
        ("Table 0", "Partenaire suivi · Organisme communautaire"),
        ("Salle 0", "Partenariat · Table 0 · Prise de contact"),
        ("Quartiers verts 0", "Demande de subvention · Table 0 · À l’étude"),
    ]
    assert progress(client, leaver) == "0 sur 6 remis"
    chooser = [text(option) for option in page.select(".handover__item select")[0].select("option")]
    assert chooser == ["Choisir…", "Ismaël Tanguay-Fictif", "À personne pour l’instant"]


def test_each_thing_is_given_once_and_the_progress_says_it(client: Client, keeper: User, leaver: User) -> None:
    held_by(leaver)
    task = Task.objects.get()

    give(client, leaver, task, keeper.pk)
    assert said(client, RELAY) == ["« Rappeler 0 » passe à Ismaël Tanguay-Fictif."]
    give(client, leaver, task, "nobody")
    assert said(client, RELAY) == ["C’était déjà fait, ou ce n’est plus entre ses mains. Rien n’a changé."]

    task.refresh_from_db()
    assert task.assignee == keeper
    assert progress(client, leaver) == "1 sur 6 remis"
    assert "Tâche : Rappeler 0" in text(read(client, page_of(leaver)))
    (entry,) = ModelLogEntry.objects.filter(action="partners.hand_over")
    assert (entry.label, entry.data) == (f"#{leaver.pk}", {"kind": "task", "record": task.pk})


def test_the_rest_goes_to_one_person_and_seats_stay(client: Client, keeper: User, leaver: User) -> None:
    held_by(leaver, times=2)

    for _ in range(2):
        client.post(f"{page_of(leaver)}le-reste/", {"taker": keeper.pk})

    assert said(client, RELAY) == [
        "8 choses sont remises.",
        "C’était déjà fait, ou ce n’est plus entre ses mains. Rien n’a changé.",
    ]
    assert {one.followed_by for one in Organization.objects.filter(is_our_council=False)} == {keeper}
    assert Membership.objects.filter(ends_on=None).count() == 2
    assert progress(client, leaver) == "8 sur 11 remis"


def test_what_someone_may_not_see_stays_and_is_told(client: Client, keeper: User, leaver: User) -> None:
    held_by(leaver)
    stranger = someone_of(Role.COMMUNICATIONS, first_name="Basile", last_name="Fictif")

    client.post(f"{page_of(leaver)}le-reste/", {"taker": stranger.pk})

    assert said(client, RELAY) == [
        "Basile Fictif ne voit pas les contacts de « Table 0 » : choisissez quelqu’un d’autre.",
        "Basile Fictif ne peut pas voir « Salle 0 » : choisissez quelqu’un d’autre.",
        "Basile Fictif ne peut pas voir « Quartiers verts 0 » : choisissez quelqu’un d’autre.",
        "Une chose est remise.",
    ]
    assert (Partnership.objects.get().followed_by, Task.objects.get().assignee) == (leaver, stranger)


def test_a_seat_ends_on_its_day_and_bad_days_are_said(client: Client, keeper: User, leaver: User) -> None:
    held_by(leaver)
    seat = Membership.objects.get()
    end = f"{page_of(leaver)}siege/"

    for typed in ("", "hier", "2019"):
        client.post(end, {"number": seat.pk, "ends_on": typed})
    assert len(said(client, RELAY)) == 3
    for _ in range(2):
        client.post(end, {"number": seat.pk, "ends_on": "14 mai 2026", "ended_by": "Démission"})

    seat.refresh_from_db()
    assert (str(seat.ends_on), seat.ended_by) == ("2026-05-14", "Démission")
    assert HandedOver.objects.count() == 1
    assert "Siège : Délégation, Table 0" in text(read(client, page_of(leaver)))


def test_a_seat_that_ended_leads_to_its_page(client: Client, keeper: User, leaver: User) -> None:
    post = PostFactory(organization=our_council())
    seat = MembershipFactory(person=PersonFactory(user=leaver), organization=post.organization, post=post)

    client.post(f"{page_of(leaver)}siege/", {"number": seat.pk, "ends_on": "14 mai 2026"})

    page = read(client, page_of(leaver))
    assert f"/admin/sieges/inspect/{post.pk}/" in [link["href"] for link in page.select(".desk__item a")]


@pytest.mark.parametrize("taker", ["", "0", "x", "leaver", "closed", "reader"])
def test_bad_takers_change_nothing(client: Client, keeper: User, leaver: User, taker: str) -> None:
    task = Task.objects.create(title="Rappeler", assignee=leaver)
    known = {
        "leaver": leaver.pk,
        "closed": someone_of(Role.BOARD, is_active=False).pk,
        "reader": someone_of(Role.READING).pk,
    }

    give(client, leaver, task, known.get(taker, taker))
    client.post(f"{page_of(leaver)}remettre/", {"kind": "seat", "number": "x", "taker": keeper.pk})

    assert said(client, RELAY)[0] == "Choisissez à qui."
    task.refresh_from_db()
    assert (task.assignee, HandedOver.objects.count()) == (leaver, 0)


def test_what_is_private_is_counted_and_not_named_to_the_board(client: Client, keeper: User, leaver: User) -> None:
    held_by(leaver)
    Partnership.objects.update(title="Le secret", visibility=Visibility.PRIVATE)
    secret = Partnership.objects.get()

    page = text(read(client, page_of(leaver)))
    give(client, leaver, secret, keeper.pk)

    assert "Le secret" not in page
    assert "1 autre chose est privée : le secrétariat la remet." in page
    secret.refresh_from_db()
    assert secret.followed_by == leaver
    client.force_login(someone_of(Role.SECRETARIAT))
    assert "Le secret" in text(read(client, page_of(leaver)))


def test_the_secretariat_closes_the_account_once(client: Client, leaver: User) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    close = f"{page_of(leaver)}compte/"

    assert client.get(close).status_code == 405
    for _ in range(2):
        client.post(close)

    leaver.refresh_from_db()
    assert leaver.is_active is False
    assert progress(client, leaver) == "1 sur 1 remis"
    assert HandedOver.objects.count() == 1


def test_a_session_of_the_closed_account_opens_nothing(client: Client, leaver: User) -> None:
    theirs = type(client)()
    theirs.force_login(leaver)
    assert theirs.get("/admin/").status_code == 200
    client.force_login(someone_of(Role.SECRETARIAT))

    client.post(f"{page_of(leaver)}compte/")

    assert theirs.get("/admin/").status_code == 302


def test_ones_own_account_and_an_administrators_stay_open(client: Client) -> None:
    secretary, head = someone_of(Role.SECRETARIAT), UserFactory(is_superuser=True)
    client.force_login(secretary)

    for user in (secretary, head):
        client.post(f"{page_of(user)}compte/")
        user.refresh_from_db()
        assert user.is_active
    assert "C’est votre propre compte" in text(read(client, page_of(secretary)))
    assert read(client, page_of(secretary)).select("button.serious") == []


def test_the_board_gives_and_does_not_close(client: Client, keeper: User, leaver: User) -> None:
    assert read(client, page_of(leaver)).select("button.serious") == []
    client.post(f"{page_of(leaver)}compte/")
    leaver.refresh_from_db()
    assert leaver.is_active


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, Role.READING])
def test_no_other_role_hands_anything_over(client: Client, leaver: User, role: Role) -> None:
    held_by(leaver)
    taker = someone_of(role)
    client.force_login(taker)

    assert [client.get(path).status_code for path in (RELAY, page_of(leaver))] == [302, 302]
    give(client, leaver, Task.objects.get(), taker.pk)
    client.post(f"{page_of(leaver)}le-reste/", {"taker": taker.pk})
    client.post(f"{page_of(leaver)}siege/", {"number": Membership.objects.get().pk, "ends_on": "2026"})
    client.post(f"{page_of(leaver)}compte/")

    leaver.refresh_from_db()
    assert (Task.objects.get().assignee, leaver.is_active, HandedOver.objects.count()) == (leaver, True, 0)


def test_closed_accounts_that_hold_something_come_first(client: Client, keeper: User, leaver: User) -> None:
    gone = UserFactory(first_name="Zélie", last_name="Fictive", is_active=False)
    UserFactory(first_name="Yvon", last_name="Fictif", is_active=False)
    Task.objects.create(title="Rappeler", assignee=gone)

    page = read(client, RELAY)

    assert [(text(row.select_one("a")), text(row.select_one(".desk__meta"))) for row in page.select(".desk__item")] == [
        ("Zélie Fictive", "1 chose à remettre"),
        ("Ismaël Tanguay-Fictif", "rien à remettre"),
        ("Rosalie Partante-Fictive", "rien à remettre"),
    ]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_both_pages_cost_the_same_whatever_is_held(client: Client, keeper: User, leaver: User, number: int) -> None:
    held_by(leaver, times=number)
    client.post(f"{page_of(leaver)}remettre/", {"kind": "task", "number": Task.objects.all()[0].pk, "taker": keeper.pk})
    client.get(RELAY)

    with CaptureQueriesContext(connection) as queries:
        assert len(read(client, page_of(leaver)).select(".handover__item")) == 5 * number - 1
    assert len(queries) == 28
    with CaptureQueriesContext(connection) as queries:
        read(client, RELAY)
    assert len(queries) == 17


def test_the_list_of_accounts_leads_to_it(client: Client, leaver: User) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    assert page_of(leaver) in client.get("/admin/users/").content.decode()
