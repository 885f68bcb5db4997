"""The assemblies in the administration: planned, prepared from an event, listed, and the rules of the by-laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Assembly, Bylaw
from crm.events.enums import EventKind, EventStatus
from tests.assemblies.desk import page_of, sign_in, words
from tests.events.moments import at
from tests.factories import EventFactory
from tests.factories.assemblies import AssemblyFactory, BylawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client: Client) -> User:
    return sign_in(client, Role.SECRETARIAT)


def test_one_form_plans_the_event_and_its_assembly(client: Client, secretary: User) -> None:
    written = {"kind": "annual_assembly", "title": "", "starts_at": "2027-04-13 18:30", "venue": "Centre fictif"}

    response = client.post(reverse("assembly:add"), written)

    assembly = Assembly.objects.get()
    assert response["Location"] == reverse("assembly:inspect", args=[assembly.pk])
    event = assembly.event
    assert (event.title, event.status) == ("Assemblée générale annuelle", EventStatus.DRAFT)
    assert (event.starts_at, event.ends_at) == (at("2027-04-13 18:30"), at("2027-04-13 20:30"))


def test_event_of_an_assembly_offers_to_prepare_it_once(client: Client, secretary: User) -> None:
    event = EventFactory(kind=EventKind.BOARD_MEETING)
    address = reverse("assembly:prepare", args=[event.pk])
    form = page_of(client, reverse("event:edit", args=[event.pk])).select_one(f"form[action='{address}']")
    assert words(form) == "Préparer l’assemblée"

    first, second = client.post(address), client.post(address)

    assembly = Assembly.objects.get()
    assert first["Location"] == second["Location"] == reverse("assembly:inspect", args=[assembly.pk])
    page = page_of(client, reverse("event:edit", args=[event.pk]))
    assert page.select_one(f"form[action='{address}']") is None
    assert words(page.select_one(f"a.button[href='{first['Location']}']")) == "Aller à l’assemblée"


def test_another_event_is_no_assembly(client: Client, secretary: User) -> None:
    event = EventFactory(kind=EventKind.FETE)
    address = reverse("assembly:prepare", args=[event.pk])

    assert page_of(client, reverse("event:edit", args=[event.pk])).select_one(f"form[action='{address}']") is None
    assert client.post(address)["Location"] == reverse("event:edit", args=[event.pk])
    assert not Assembly.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_whatever_the_number(
    client: Client, secretary: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    AssemblyFactory.create_batch(count)
    client.get(reverse("assembly:index"))

    with django_assert_num_queries(11):
        client.get(reverse("assembly:index"))


def test_list_begins_with_the_next_one(client: Client, secretary: User) -> None:
    now = timezone.now()
    for title, days in [("Passée", -30), ("Ancienne", -60), ("Lointaine", 40), ("Prochaine", 9)]:
        start = now + timedelta(days=days)
        AssemblyFactory(event__title=title, event__starts_at=start, event__ends_at=start + timedelta(hours=2))

    page = page_of(client, reverse("assembly:index"))

    titles = [words(cell.select_one("a")) for cell in page.select("td.title")]
    assert titles == ["Prochaine", "Lointaine", "Passée", "Ancienne"]


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.SECRETARIAT, True, True),
        (Role.BOARD, True, False),
        (Role.COMMUNICATIONS, True, False),
        (Role.READING, True, False),
        (Role.ARCHIVES, False, False),
    ],
)
def test_who_reads_and_who_keeps_the_assemblies(client: Client, role: Role, reads: bool, writes: bool) -> None:
    sign_in(client, role)
    assembly, event = AssemblyFactory(), EventFactory(kind=EventKind.BOARD_MEETING)

    page = client.get(reverse("assembly:inspect", args=[assembly.pk]))
    prepared = client.post(reverse("assembly:prepare", args=[event.pk]))
    planned = client.get(reverse("assembly:add"))

    assert (page.status_code == 200) is reads
    assert (planned.status_code == 200) is writes
    assert Assembly.objects.filter(event=event).exists() is writes
    assert prepared.status_code == 302


def test_a_rule_is_written_with_its_day_and_its_source(client: Client, secretary: User) -> None:
    written = {
        "kind": "notice_days",
        "assembly_kind": "",
        "amount": "7",
        "basis": "count",
        "in_force_from": "2024-01-01",
        "source": "Règlement intérieur fictif, article 9",
    }

    client.post(reverse("bylaw:add"), written)

    rule = Bylaw.objects.get()
    assert (rule.kind, rule.amount, rule.in_force_from) == (BylawKind.NOTICE_DAYS, 7, date(2024, 1, 1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": "majority"}, "basis"),
        ({"amount": "0"}, "amount"),
        ({"source": ""}, "source"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(
    client: Client, secretary: User, changes: dict[str, str], field: str
) -> None:
    written = {
        "kind": "notice_days",
        "amount": "7",
        "basis": "count",
        "in_force_from": "2024-01-01",
        "source": "Art. 9",
    }

    response = client.post(reverse("bylaw:add"), written | changes)

    assert list(response.context["form"].errors) == [field]
    assert not Bylaw.objects.exists()


def test_list_of_the_rules_says_which_hold(client: Client, secretary: User) -> None:
    BylawFactory(kind=BylawKind.NOTICE_DAYS, basis=BylawBasis.COUNT, amount=5, in_force_from=date(2020, 1, 1))
    BylawFactory(kind=BylawKind.NOTICE_DAYS, basis=BylawBasis.COUNT, amount=7, in_force_from=date(2024, 5, 1))
    BylawFactory(kind=BylawKind.QUORUM, basis=BylawBasis.PERCENT, amount=40, in_force_from=date(2999, 1, 1))

    page = page_of(client, reverse("bylaw:index"))

    said = [[words(cell) for cell in row.select("td")][2:4] for row in page.select("table.listing tbody tr")]
    assert said == [
        ["7 jours", "Oui, depuis le 1er mai 2024"],
        ["5 jours", "Jusqu’au 1er mai 2024, remplacée"],
        ["40 % des sièges occupés", "À partir du 1er janvier 2999"],
    ]


@pytest.mark.parametrize("role", [Role.BOARD, Role.COMMUNICATIONS, Role.READING])
def test_rules_are_read_by_many_and_written_by_the_secretariat(client: Client, role: Role) -> None:
    sign_in(client, role)
    rule = BylawFactory()

    assert client.get(reverse("bylaw:index")).status_code == 200
    assert client.get(reverse("bylaw:edit", args=[rule.pk])).status_code == 302
