"""« À qui donner des nouvelles », and the cadences behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.cadence_proposals import PROPOSED
from crm.partners.enums import CadenceMode, OrganizationKind
from crm.partners.models import Cadence
from tests.factories import OrganizationFactory, someone_of
from tests.partners.desk_pages import called, lines, read, text

pytestmark = pytest.mark.django_db

NEWS = "/admin/nouvelles/"
CADENCES = "/admin/cadences/"
LONG_AGO = datetime(2024, 1, 5, 17, tzinfo=UTC)


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD, first_name="Anselme", last_name="Bellavance-Fictif")
    client.force_login(user)
    return user


def test_without_a_cadence_one_is_told_what_to_do_first(client: Client, keeper: User) -> None:
    assert read(client, NEWS).select_one(f".nice-padding a[href='{CADENCES}']") is not None


def test_where_nothing_is_set_cadences_are_proposed_and_set_in_one_press(client: Client, keeper: User) -> None:
    page = read(client, CADENCES)
    assert len(lines(page)) == len(PROPOSED)
    assert lines(page)[0] == "Conseil de quartier"

    address = page.select_one(f"form[action='{CADENCES}proposer/']")["action"]
    assert client.post(address)["Location"] == CADENCES

    councils = Cadence.objects.filter(kind=OrganizationKind.COUNCIL).order_by("mode")
    assert [(one.mode, one.ideal_months, one.longest_months) for one in councils] == [
        (CadenceMode.ANY, 3, 5),
        (CadenceMode.IN_PERSON, 12, 15),
    ]
    assert Cadence.objects.count() == len(PROPOSED)
    assert read(client, CADENCES).select("form[action$='proposer/']") == []


def test_what_someone_chose_stays_and_a_second_press_sets_nothing(client: Client, keeper: User) -> None:
    chosen = Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=1, longest_months=2)

    client.post(f"{CADENCES}proposer/")
    client.post(f"{CADENCES}proposer/")

    chosen.refresh_from_db()
    assert (chosen.ideal_months, Cadence.objects.count()) == (1, len(PROPOSED))
    assert client.get(f"{CADENCES}proposer/").status_code == 405


@time_machine.travel("2026-11-24 12:00:00-05:00", tick=False)
def test_the_late_come_first_with_the_button_that_puts_it_right(client: Client, keeper: User) -> None:
    Cadence.objects.create(kind=OrganizationKind.COMMUNITY, ideal_months=3, longest_months=4)
    heard = OrganizationFactory(name="Atelier à jour", created_at=LONG_AGO)
    late = OrganizationFactory(name="Maison en retard", created_at=LONG_AGO, followed_by=keeper)
    called(heard, on=date(2026, 11, 1))
    called(late, on=date(2026, 5, 12))
    client.force_login(keeper)  # on that day: a session lasts some hours

    page = read(client, NEWS)

    assert [text(title) for title in page.select("main h3")] == ["En retard (1)", "À jour (1)"]
    assert lines(page) == ["Maison en retard", "Atelier à jour"]
    assert text(page.select_one(".desk__meta")).replace("\u00a0", " ") == (
        "Dernier contact le 12 mai 2026 · idéalement le 1er septembre 2026, au plus tard le 12 septembre 2026"
        " · en retard de 2 mois · suivi par Anselme Bellavance-Fictif"
    )
    assert page.select_one(".desk__item .button")["href"] == (
        f"/admin/contacts/noter/?organization={late.pk}&next=/admin/nouvelles/"
    )
    assert lines(read(client, NEWS, whose="mine")) == ["Maison en retard"]


@time_machine.travel("2026-07-15 12:00:00-04:00", tick=False)
def test_the_pause_of_the_summer_is_said(client: Client, keeper: User) -> None:
    assert "Juillet et août sont une pause" in text(read(client, NEWS))


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_screen_costs_the_same_whatever_it_holds(client: Client, keeper: User, number: int) -> None:
    Cadence.objects.create(kind=OrganizationKind.COMMUNITY, ideal_months=3, longest_months=4)
    for _ in range(number):
        called(OrganizationFactory(followed_by=keeper))
    client.get(NEWS)

    with CaptureQueriesContext(connection) as queries:
        assert len(lines(read(client, NEWS))) == number

    assert len(queries) == 12


def test_a_cadence_is_set_for_a_kind_or_for_one_partner(client: Client, keeper: User) -> None:
    partner = OrganizationFactory(name="Café du Perron")
    months = {"mode": CadenceMode.ANY, "ideal_months": 1, "longest_months": 2}

    client.post(f"{CADENCES}ajouter/", {"kind": OrganizationKind.SCHOOL, **months})
    client.post(f"{CADENCES}ajouter/", {"organization": partner.pk, **months})

    assert lines(read(client, CADENCES)) == ["École ou service de garde", "Café du Perron"]
    cadence = Cadence.objects.get(organization=partner)
    client.post(f"{CADENCES}{cadence.pk}/", {"organization": partner.pk, **months, "longest_months": 5})
    cadence.refresh_from_db()
    assert cadence.longest_months == 5
    client.get(f"{CADENCES}{cadence.pk}/supprimer/")
    assert Cadence.objects.count() == 2
    client.post(f"{CADENCES}{cadence.pk}/supprimer/")
    assert Cadence.objects.count() == 1


def test_one_partner_is_chosen_in_a_window_and_never_our_own_council(client: Client, keeper: User) -> None:
    partner, ours = OrganizationFactory(name="Café du Perron"), OrganizationFactory(is_our_council=True)
    months = {"mode": CadenceMode.ANY, "ideal_months": 1, "longest_months": 2}

    page = read(client, f"{CADENCES}ajouter/", organization=partner.pk)
    assert page.select_one("[name=organization]")["type"] == "hidden"
    assert "Café du Perron" in text(page.select_one("[data-chooser-title]"))

    answer = client.post(f"{CADENCES}ajouter/", {"organization": ours.pk, **months})
    assert (next(iter(answer.context["form"].errors)), Cadence.objects.count()) == ("organization", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": OrganizationKind.SCHOOL, "organization": "{partner}"},
        {"kind": OrganizationKind.COMMUNITY},
        {"kind": OrganizationKind.SCHOOL, "ideal_months": 3},
    ],
)
def test_a_cadence_that_says_nothing_clear_is_refused_in_words(
    client: Client, keeper: User, wrong: dict[str, object]
) -> None:
    Cadence.objects.create(kind=OrganizationKind.COMMUNITY, ideal_months=3, longest_months=4)
    partner = OrganizationFactory()
    sent = {"mode": "any", "ideal_months": 1, "longest_months": 2, **wrong}

    answer = client.post(
        f"{CADENCES}ajouter/", {key: partner.pk if value == "{partner}" else value for key, value in sent.items()}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Cadence.objects.count() == 1


def test_who_reads_sees_and_changes_nothing(client: Client) -> None:
    cadence = Cadence.objects.create(kind=OrganizationKind.COMMUNITY, ideal_months=3, longest_months=4)
    called(OrganizationFactory())
    client.force_login(someone_of(Role.READING))

    assert read(client, NEWS).select(".desk__item .button") == []
    assert read(client, CADENCES).select(".desk__item a") == []
    for address in (
        f"{CADENCES}ajouter/",
        f"{CADENCES}proposer/",
        f"{CADENCES}{cadence.pk}/",
        f"{CADENCES}{cadence.pk}/supprimer/",
    ):
        assert client.post(address).status_code == 302
    assert Cadence.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_of_cadences_costs_the_same_whatever_it_holds(client: Client, keeper: User, number: int) -> None:
    for _ in range(number):
        Cadence.objects.create(organization=OrganizationFactory(), ideal_months=3, longest_months=4)
    client.get(CADENCES)

    with CaptureQueriesContext(connection) as queries:
        assert len(lines(read(client, CADENCES))) == number

    assert len(queries) == 10
