"""Where our council sits, its own board, and what in those seats needs someone (60 days ahead)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.partners.domain.partial_dates import PartialDate
from crm.partners.domain.where_we_sit import alerts_of, board_seats, outside_seats
from crm.partners.enums import Visibility, WayIn
from crm.partners.models import Membership, Organization
from tests.factories import edtf
from tests.factories.partners import OrganizationFactory, PostFactory
from tests.partners.networks import BOARD_LEVELS, TODAY, our_council, person, sits, someone_who_may

pytestmark = pytest.mark.django_db
PUBLIC = frozenset({"public"})


@pytest.fixture
def council() -> Organization:
    return our_council()


def outside_seat(council: Organization, name: str = "Table des Ormes", **more: Any) -> Any:
    return PostFactory.create(organization=OrganizationFactory(name=name), held_for=council, title="Siège", **more)


@pytest.mark.parametrize("count", [1, 3, 50])
def test_each_list_takes_two_queries(
    council: Organization, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        outside, ours = outside_seat(council, f"Table {number}"), PostFactory(organization=council)
        someone = person(f"Voisine {number}")
        sits(someone, outside.organization, post=outside)
        sits(someone, council, post=ours)

    with django_assert_num_queries(2):
        assert len(outside_seats(BOARD_LEVELS, on=TODAY)) == count
    with django_assert_num_queries(2):
        assert len(board_seats(BOARD_LEVELS, on=TODAY)) == count


def test_vacant_seats_show_and_abolished_ones_do_not(council: Organization) -> None:
    outside_seat(council, "Vacante")
    left = outside_seat(council, "Quittée")
    sits(person("Anne"), left.organization, "2019", "2021", post=left)
    outside_seat(council, "Abolie", ends_on=edtf("2020"))
    PostFactory(organization=OrganizationFactory(), held_for=None)

    lines = outside_seats(BOARD_LEVELS, on=TODAY)

    assert [(line.organization, line.vacancy) for line in lines] == [
        ("Quittée", "Siège vacant"),
        ("Vacante", "Siège vacant"),
    ]


def test_a_delegation_without_a_seat_shows_too(council: Organization) -> None:
    place = OrganizationFactory(name="Café Le Perron")
    sits(person("Anne"), place, on_behalf_of=council, role="Observatrice")
    sits(person("Basile"), place)

    (line,) = outside_seats(BOARD_LEVELS, on=TODAY)

    assert (line.title, [holder.person for holder in line.holders]) == ("Sans siège", ["Anne Fictif"])


def test_a_seat_is_never_said_vacant_to_who_may_not_see_its_holder(council: Organization) -> None:
    seat = outside_seat(council)
    sits(person("Cachée", visibility=Visibility.PRIVATE), seat.organization, post=seat)

    (line,) = outside_seats(PUBLIC, on=TODAY)

    assert (line.vacancy, line.holders) == ("", ())
    assert line.hidden == "Tenu par une personne dont vous ne pouvez pas voir le nom"


def test_a_doubt_is_neither_held_nor_vacant(council: Organization) -> None:
    seat = outside_seat(council)
    sits(person("Anne"), seat.organization, "2019", post=seat, end_is_unknown=True)

    (line,) = outside_seats(BOARD_LEVELS, on=TODAY)

    assert (line.is_vacant, line.vacancy) == (False, "Peut-être vacant\u00a0: à vérifier")
    assert [alert.sentence for alert in line.alerts] == ["Personne ne sait s’il dure encore\u00a0: vérifiez-le."]


def test_who_is_named_for_later_is_told_and_the_seat_is_vacant_today(council: Organization) -> None:
    seat = outside_seat(council)
    sits(person("Anne"), seat.organization, "2026-12-01", post=seat)
    hidden = outside_seat(council, "Une autre")
    sits(person("Cachée", visibility=Visibility.PRIVATE), hidden.organization, "2027", post=hidden)

    first, second = outside_seats(PUBLIC | {"board"}, on=TODAY)

    assert (first.vacancy, [one.replace("\u00a0", " ") for one in first.coming]) == (
        "Siège vacant",
        ["À venir : Anne Fictif (1er décembre 2026)."],
    )
    assert (second.vacancy, list(second.coming)) == (
        "Siège vacant",
        ["Quelqu’un est nommé pour plus tard; vous ne pouvez pas voir son nom."],
    )


def test_a_term_that_ends_asks_for_nobody_once_the_next_one_is_named(council: Organization) -> None:
    seat = outside_seat(council)
    soon = PartialDate.of(TODAY + timedelta(days=20))
    sits(person("Anne"), seat.organization, post=seat, term_ends_on=soon)
    (line,) = outside_seats(BOARD_LEVELS, on=TODAY)
    assert len(line.alerts) == 1

    sits(person("Basile"), seat.organization, "2027", post=seat)

    (line,) = outside_seats(BOARD_LEVELS, on=TODAY)
    assert (len(line.holders), line.alerts) == (1, ())


def needs(**facts: Any) -> list[tuple[str, bool]]:
    membership = Membership(starts_on=PartialDate(2024), **facts)
    return [(alert.sentence.replace("\u00a0", " "), alert.is_late) for alert in alerts_of(membership, TODAY)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, [("Le mandat finit aujourd’hui.", False)]),
        (1, [("Le mandat finit dans 1 jour : 25 novembre 2026.", False)]),
        (60, [("Le mandat finit dans 60 jours : 23 janvier 2027.", False)]),
        (61, []),
        (-1, [("Le mandat devait finir (23 novembre 2026) : vérifiez-le, renouvelez-le ou mettez-y fin.", True)]),
    ],
)
def test_the_end_of_a_term_is_said_sixty_days_ahead(days: int, expected: list[tuple[str, bool]]) -> None:
    assert needs(term_ends_on=PartialDate.of(TODAY + timedelta(days=days))) == expected


def test_a_month_is_said_as_a_month() -> None:
    assert needs(term_ends_on=PartialDate(2026, 12)) == [("Le mandat finit bientôt : décembre 2026.", False)]
    assert needs(term_ends_on=PartialDate(2027, 3)) == []


def test_a_verified_term_past_its_end_asks_for_nothing_that_day() -> None:
    assert needs(term_ends_on=PartialDate(2026, 10), last_verified_on=TODAY) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-12, [("Le rapport a 12 jours de retard.", True)]),
        (-1, [("Le rapport a 1 jour de retard.", True)]),
        (0, [("Un rapport est attendu : 24 novembre 2026.", False)]),
        (14, [("Un rapport est attendu : 8 décembre 2026.", False)]),
        (15, []),
    ],
)
def test_a_report_is_said_due_then_late(days: int, expected: list[tuple[str, bool]]) -> None:
    assert needs(next_report_on=TODAY + timedelta(days=days)) == expected


def read(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


@pytest.mark.parametrize("address", ["/admin/ou-siegeons-nous/", "/admin/notre-conseil/"])
def test_the_screens_are_for_who_may_see_memberships(client: Client, council: Organization, address: str) -> None:
    client.force_login(someone_who_may("view_organization"))
    assert client.get(address).status_code == 302
    client.force_login(someone_who_may("view_membership"))
    assert "encore connu" in words(read(client, address))


def test_the_screen_says_what_needs_someone(client: Client, council: Organization) -> None:
    seat = outside_seat(council)
    soon = PartialDate.of(timezone.localdate() + timedelta(days=40))
    held = sits(person("Anne"), seat.organization, post=seat, term_ends_on=soon, mandate="Porter nos avis")
    vacant = outside_seat(council, "Vacante")
    client.force_login(someone_who_may("view_membership"))

    found = read(client, "/admin/ou-siegeons-nous/")

    assert words(found.select_one(".seats-counts")) == "2 places ailleurs, 1 siège vacant, 1 demande un geste."
    first, second = found.select("tbody tr")
    assert "Le mandat finit dans 40 jours" in words(first)
    assert "Porter nos avis" in words(first)
    assert "Siège vacant" in words(second)
    assert links(found) == [
        f"/admin/organismes/inspect/{seat.organization.pk}/",
        f"/admin/participations/inspect/{held.pk}/",
        f"/admin/organismes/inspect/{vacant.organization.pk}/",
    ]


def links(found: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in found.select(".seats-list a")]


def test_a_vacant_seat_leads_to_naming_someone_for_who_may(client: Client, council: Organization) -> None:
    vacant = outside_seat(council)
    client.force_login(someone_who_may("view_membership", "change_post"))

    assert links(read(client, "/admin/ou-siegeons-nous/"))[1:] == [f"/admin/sieges/seat/{vacant.pk}/"]


def test_our_board_sets_those_without_a_vote_apart(client: Client, council: Organization) -> None:
    for number in (1, 2):
        PostFactory(organization=council, title=f"Siège {number}", position=number)
    office = PostFactory(organization=council, title="Membre d’office", is_voting=False, way_in=WayIn.EX_OFFICIO)
    sits(person("Perrine"), council, post=office)
    client.force_login(someone_who_may("view_membership"))

    found = read(client, "/admin/notre-conseil/")

    assert [words(caption) for caption in found.select("caption")] == ["Avec droit de vote", "Sans droit de vote"]
    assert words(found.select_one(".seats-counts")).startswith("2 sièges avec droit de vote, 2 sièges vacants.")
    assert "Perrine Fictif" in words(found.select("table")[1])


def test_a_member_without_a_seat_is_neither_vacant_nor_without_a_vote(client: Client, council: Organization) -> None:
    sits(person("Zéphirin"), council, "2015", role="Administrateur", end_is_unknown=True)
    PostFactory(organization=council, title="Siège 1")
    client.force_login(someone_who_may("view_membership"))

    found = read(client, "/admin/notre-conseil/")

    assert [words(caption) for caption in found.select("caption")] == ["Avec droit de vote", "Sans siège inscrit"]
    assert "acant" not in words(found.select("table")[1])
    assert words(found.select_one(".seats-counts")).startswith("1 siège avec droit de vote, 1 siège vacant, 1 demande")


def test_where_no_seat_is_vacant_none_is_counted(client: Client, council: Organization) -> None:
    seat = outside_seat(council)
    sits(person("Anne"), seat.organization, post=seat)
    client.force_login(someone_who_may("view_membership"))

    found = read(client, "/admin/ou-siegeons-nous/")

    assert words(found.select_one(".seats-counts")) == "1 place ailleurs."


@pytest.mark.parametrize("count", [1, 3, 50])
@pytest.mark.parametrize(("address", "queries"), [("/admin/ou-siegeons-nous/", 10), ("/admin/notre-conseil/", 10)])
def test_the_screens_cost_the_same_whatever_they_hold(
    client: Client,
    council: Organization,
    address: str,
    queries: int,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        outside, ours = outside_seat(council, f"Table {number}"), PostFactory(organization=council)
        someone = person(f"Voisine {number}")
        sits(someone, outside.organization, post=outside)
        sits(someone, council, post=ours)
    client.force_login(someone_who_may("view_membership", "see_board_level"))
    client.get(address)

    with django_assert_num_queries(queries):
        assert len(client.get(address).context["lines"]) == count
