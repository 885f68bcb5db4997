"""A list is looked at some lines at a time, the same as at once; whoever comes second, or too late, changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.accounts.policy import Role
from crm.partners.domain.imports import looking
from crm.partners.domain.imports.batches import forget_prepared, prepare_import
from crm.partners.domain.imports.looking import plan_import, plan_some, start_planning, stop_planning
from crm.partners.enums import ImportState
from crm.partners.models import Membership, PartnerImport, Person, PersonContact
from crm.partners.tasks import plan_import_task
from crm.partners.views import lists
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, UserFactory, someone_of
from tests.partners.admin_pages import read, text
from tests.partners.test_partner_imports import BOARD, NOW, carried, csv_list, many

pytestmark = pytest.mark.django_db

LISTS = "/admin/partenaires/listes/"
ALL_KINDS = csv_list(
    "Ana;Un;TCR;membre;ana@example.org;418 555-0101",
    "Ana;Un;TCR;membre;ana@example.org",
    "Ana;Un;;;;418 555-0101",
    "Anna;Un",
    "Di;Quatre;Comité des Tailleurs;;di@example.org",
    "Ed;Cinq;comite des tailleurs;;pas un courriel",
    "Di;Quatre;Comité des Tailleurs;;di@example.org;418 555-0109;12 rue des Ormes;Québec",
    ";;Comite des Tailleurs;;info@example.org",
    "Di;Quatre;;;;418 555-0109;12, rue des Ormes;Québec",
    ";;Comité des tailleurs;;info@example.org",
)


def sent(raw: bytes = ALL_KINDS) -> PartnerImport:
    return prepare_import("liste.csv", raw, by=UserFactory(), levels=BOARD, now=NOW)


def says(batch: PartnerImport) -> list[Any]:
    return list(batch.lines.values_list("outcome", "reason", "plan", "decision"))


@pytest.fixture
def known() -> None:
    person = PersonFactory(given_name="Ana", family_name="Un")
    PersonContact.objects.create(person=person, value="ana@example.org")
    MembershipFactory(person=person, organization=OrganizationFactory(name="TCR"), role="membre")


@pytest.mark.parametrize("stretch", [1, 2, 5])
def test_a_list_looked_at_in_several_turns_says_the_same(
    known: None, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    at_once = sent()
    plan_import(at_once, at_once.mapping)
    monkeypatch.setattr(looking, "A_STRETCH", stretch)
    monkeypatch.setattr(looking, "A_HANDFUL", 2)
    batch = sent()

    start_planning(batch, batch.mapping)
    while plan_some(batch.pk):
        assert PartnerImport.objects.get(pk=batch.pk).state == ImportState.PLANNING

    assert says(batch) == says(at_once)
    assert {outcome for outcome, *_rest in says(batch)} == {"new", "update", "known", "doubtful", "refused"}


def test_two_workers_at_once_look_at_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "A_HANDFUL", 4)
    batch = sent(many(10))
    start_planning(batch, batch.mapping)
    keep = looking._keep
    turns: list[bool] = []

    def overtaken(*args: Any) -> bool:
        """Another worker does the whole list while this one compares its first lines."""
        if not turns:
            turns.append(True)
            plan_import_task(batch.pk)
        return keep(*args)

    monkeypatch.setattr(looking, "_keep", overtaken)

    assert plan_some(batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, batch.is_planned) == (ImportState.PREPARED, True)
    assert {outcome for outcome, *_rest in says(batch)} == {"new"}


def test_what_was_compared_with_other_columns_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = sent(many(3))
    start_planning(batch, batch.mapping)
    others = {"family": batch.mapping["family"]}
    look = looking._look_at

    def changed(*args: Any) -> None:
        if PartnerImport.objects.get(pk=batch.pk).mapping != others:
            stop_planning(batch)
            start_planning(batch, others)
        look(*args)

    monkeypatch.setattr(looking, "_look_at", changed)
    plan_some(batch.pk)
    assert batch.lines.exclude(outcome="").count() == 0
    plan_some(batch.pk)

    batch.refresh_from_db()
    assert (batch.mapping, batch.is_planned) == (others, True)


def test_a_list_that_is_planned_stopped_or_forgotten_is_left_alone() -> None:
    batch = sent(many(3))
    start_planning(batch, batch.mapping)
    stop_planning(batch)
    for _twice in range(2):
        plan_import_task(batch.pk)
    assert batch.lines.exclude(outcome="").count() == 0

    plan_import(batch, batch.mapping)
    before = says(batch)
    plan_import_task(batch.pk)
    assert says(batch) == before
    with pytest.raises(ValidationError):
        stop_planning(batch)
    carried(batch)
    assert Person.objects.count() == 3

    pk = batch.pk
    batch.delete()
    assert plan_some(pk) is False


def test_a_list_that_no_worker_finished_is_forgotten_with_its_names() -> None:
    batch = sent(many(3))
    start_planning(batch, batch.mapping)

    assert forget_prepared(NOW + timedelta(days=2)) == 4


def test_somebody_seen_above_who_is_gone_since_stops_nothing(known: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "A_STRETCH", 2)
    batch = sent()
    start_planning(batch, batch.mapping)
    assert plan_some(batch.pk)
    Membership.objects.all().delete()
    Person.objects.get(family_name="Un").delete()

    while plan_some(batch.pk):
        pass

    assert PartnerImport.objects.get().is_planned
    assert not batch.lines.filter(outcome="").exists()


def test_a_long_list_is_looked_at_by_a_worker_who_can_be_stopped(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(someone_of(Role.BOARD))
    monkeypatch.setattr(lists, "LOOKED_AT_ONCE", 2)
    client.post(LISTS, {"file": SimpleUploadedFile("liste.csv", many(3))})
    batch = PartnerImport.objects.get()
    address = f"{LISTS}{batch.pk}/"

    with django_capture_on_commit_callbacks() as called:
        answer = client.post(f"{address}colonnes/", batch.mapping)
    assert (len(called), answer["Location"]) == (1, address)
    page = read(client, address)
    assert (page.select_one("progress")["value"], page.select("tbody")) == ("0", [])
    assert "0 lignes sur 3 sont regardées; rien n’est écrit." in text(page)
    assert [button["value"] for button in page.select("#main button[name=act]")] == ["plan", "cancel"]
    assert client.get(f"{address}colonnes/")["Location"] == address
    assert client.post(f"{address}colonnes/", batch.mapping)["Location"] == address

    with django_capture_on_commit_callbacks() as called:
        client.post(address, {"act": "plan"})
    assert len(called) == 1
    assert client.post(address, {"act": "import"}).status_code == 302
    assert Person.objects.count() == 0

    client.post(address, {"act": "cancel"})
    assert client.get(address)["Location"] == f"{address}colonnes/"
