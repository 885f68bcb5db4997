"""The acts of a mandate on the screen: GET tells, POST does, twice does once, a refusal changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.models import Membership
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, edtf, someone_of
from tests.partners.admin_pages import MEMBERSHIPS, PEOPLE, SEATS, errors, read, said, text

pytestmark = pytest.mark.django_db

TERM = {"capacity": "own_name", "visibility": "board"}


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


def facts() -> list[tuple[Any, ...]]:
    """Everything that an act could change."""
    return list(Membership.objects.order_by("pk").values_list("pk", "starts_on", "ends_on", "last_verified_on"))


def test_someone_is_seated_from_the_seat_and_the_second_press_changes_nothing(client: Client, keeper: User) -> None:
    post, person = PostFactory(title="Présidence", term_months=24), PersonFactory(given_name="Ada", family_name="Lys")
    address = f"{SEATS}seat/{post.pk}/"
    read(client, address)
    assert facts() == []

    for _ in range(2):
        client.post(address, {**TERM, "person": person.pk, "starts_on": "mai 2026", "source": "Procès-verbal"})
        assert said(client, SEATS) == [f"Ada Lys occupe le siège « Présidence » ({post.organization})."]

    held = Membership.objects.get()
    assert (held.person, held.post, held.organization) == (person, post, post.organization)
    assert (held.starts_on, held.term_ends_on, held.source) == (
        PartialDate(2026, 5),
        PartialDate(2028, 5),
        "Procès-verbal",
    )


def test_a_held_seat_refuses_with_a_sentence(client: Client, keeper: User) -> None:
    post, other = PostFactory(), PersonFactory()
    held = MembershipFactory(post=post, organization=post.organization, starts_on=edtf("2024"))
    before = facts()

    answer = client.post(f"{PEOPLE}seat/{other.pk}/", {**TERM, "post": post.pk, "starts_on": "2025"})

    assert errors(answer) == [
        f"{held.person} occupe ce siège. Terminez d’abord ce mandat, ou choisissez un autre siège."
    ]
    assert facts() == before


def test_the_same_place_twice_at_one_time_is_refused_with_a_sentence(client: Client, keeper: User) -> None:
    held = MembershipFactory(starts_on=edtf("2024"), ends_on=edtf("2025-06"))
    again = {"person": held.person_id, "organization": held.organization_id, "role": held.role, **TERM}
    before = facts()

    answer = client.post(f"{MEMBERSHIPS}new/", {**again, "starts_on": "mai 2025"})

    assert errors(answer) == [
        "Cette personne occupe déjà cette place à ce moment. Corrigez cette participation, ou terminez-la d’abord."
    ]
    assert facts() == before
    client.post(f"{MEMBERSHIPS}new/", {**again, "starts_on": "juillet 2025"})
    assert Membership.objects.count() == 2


def test_someone_is_named_from_their_own_page(client: Client, keeper: User) -> None:
    post, person = PostFactory(), PersonFactory()

    answer = client.post(f"{PEOPLE}seat/{person.pk}/", {**TERM, "post": post.pk})

    assert answer.url == f"{PEOPLE}inspect/{person.pk}/"
    assert Membership.objects.get().last_verified_on == timezone.localdate()


def test_a_date_that_is_not_understood_is_refused(client: Client, keeper: User) -> None:
    post, person = PostFactory(), PersonFactory()

    answer = client.post(f"{SEATS}seat/{post.pk}/", {**TERM, "person": person.pk, "starts_on": "05/06/2019"})

    advice = "Écrivez une année, un mois ou un jour : 2019, mai 2019, 14 mai 2019 ou 2019-05-14."
    assert errors(answer) == [f"Cette date n’est pas comprise. {advice}"]
    assert facts() == []


def test_a_term_ends_once(client: Client, keeper: User) -> None:
    held = MembershipFactory(starts_on=edtf("2024-04-16"))
    other = MembershipFactory(person=held.person, starts_on=edtf("2024"))
    address = f"{MEMBERSHIPS}end/{held.pk}/"
    read(client, address)
    held.refresh_from_db()
    assert held.ends_on is None

    for _ in range(2):
        client.post(address, {"ends_on": "14 mai 2026", "ended_by": "démission"})
    refused = client.post(address, {"ends_on": "2027"})

    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.ends_on, held.ended_by, other.ends_on) == (PartialDate(2026, 5, 14), "démission", None)
    assert errors(refused) == ["Ce mandat a déjà une fin. Corrigez la participation pour la changer."]


def test_a_term_is_renewed_once(client: Client, keeper: User) -> None:
    held = MembershipFactory(starts_on=edtf("2024-04-16"), term_ends_on=edtf("2026-04-16"))
    address = f"{MEMBERSHIPS}renew/{held.pk}/"
    assert read(client, address).select_one("input[name=starts_on]")["value"].split() == ["16", "avril", "2026"]

    for _ in range(2):
        answer = client.post(address, {"starts_on": "2026-04-16", "appointed_by": "AGA 2026"})
        renewal = Membership.objects.get(renews=held)
        assert answer.url == f"{MEMBERSHIPS}inspect/{renewal.pk}/"

    held.refresh_from_db()
    assert (held.ends_on, renewal.starts_on) == (PartialDate(2026, 4, 15), PartialDate(2026, 4, 16))
    assert Membership.objects.count() == 2
    assert errors(client.post(address, {"starts_on": "2027"})) == ["Ce mandat est déjà renouvelé."]


def test_a_doubt_is_lifted_by_who_checked_today(client: Client, keeper: User) -> None:
    held = MembershipFactory(end_is_unknown=True, source="Bottin 2020")
    page = read(client, f"{MEMBERSHIPS}inspect/{held.pk}/")
    assert text(page.select_one(".role .w-status")) == "on ne sait pas"

    client.post(f"{MEMBERSHIPS}verify/{held.pk}/", {"source": "Appel"})

    held.refresh_from_db()
    assert (held.last_verified_on, held.last_verified_by, held.source) == (timezone.localdate(), keeper, "Appel")
    assert text(read(client, f"{MEMBERSHIPS}inspect/{held.pk}/").select_one(".role .w-status")) == "en cours"


def test_what_is_over_cannot_be_verified(client: Client, keeper: User) -> None:
    held = MembershipFactory(starts_on=edtf("2019"), ends_on=edtf("2020"))
    before = facts()

    answer = client.post(f"{MEMBERSHIPS}verify/{held.pk}/", {})

    assert errors(answer) == ["Ses dates disent que ce n’est pas en cours ce jour-là : corrigez-les d’abord."]
    assert facts() == before


def test_a_seat_is_vacated_and_stays(client: Client, keeper: User) -> None:
    post = PostFactory(title="Trésorerie")
    held = MembershipFactory(post=post, organization=post.organization, starts_on=edtf("2024"))
    address = f"{SEATS}vacate/{post.pk}/"
    read(client, address)

    for _ in range(2):
        client.post(address, {"ends_on": "2026-05-14"})
        assert said(client, SEATS) == ["Le siège « Trésorerie » est libéré; dernier jour : 14 mai 2026."]

    held.refresh_from_db()
    assert held.ends_on == PartialDate.of(date(2026, 5, 14))
    assert post.memberships.count() == 1


def test_a_seat_that_nobody_held_that_day_is_not_said_vacated(client: Client, keeper: User) -> None:
    post = PostFactory(title="Trésorerie")
    MembershipFactory(post=post, organization=post.organization, starts_on=edtf("2024"))

    client.post(f"{SEATS}vacate/{post.pk}/", {"ends_on": "2020"})

    assert said(client, SEATS) == ["Personne n’occupait le siège « Trésorerie » ce jour-là : rien n’a changé."]


def test_who_is_named_for_later_does_not_hold_the_seat_yet(client: Client, keeper: User) -> None:
    post, person = PostFactory(title="Présidence"), PersonFactory(given_name="Ada", family_name="Lys")

    for _ in range(2):
        client.post(f"{SEATS}seat/{post.pk}/", {**TERM, "person": person.pk, "starts_on": "16 avril 2090"})
        assert said(client, SEATS) == [
            f"Ada Lys occupera le siège « Présidence » ({post.organization}) à partir du 16 avril 2090."
        ]

    assert Membership.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ARCHIVES, Role.READING])
def test_who_only_looks_does_nothing(client: Client, role: Role) -> None:
    held = MembershipFactory(post=None, visibility="public", person=PersonFactory(visibility="public"))
    post = PostFactory(organization=OrganizationFactory())
    client.force_login(someone_of(role))
    before = facts()

    for address in (
        f"{MEMBERSHIPS}end/{held.pk}/",
        f"{MEMBERSHIPS}renew/{held.pk}/",
        f"{MEMBERSHIPS}verify/{held.pk}/",
        f"{SEATS}seat/{post.pk}/",
        f"{SEATS}vacate/{post.pk}/",
        f"{PEOPLE}seat/{held.person.pk}/",
    ):
        for answer in (client.get(address), client.post(address, {"ends_on": "2026"})):
            assert answer.status_code in {302, 403}
    assert facts() == before
