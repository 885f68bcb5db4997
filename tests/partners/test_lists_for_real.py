"""A long list through a real worker: how far it went shows, it can be stopped, and a killed worker costs nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.accounts.policy import Role
from crm.partners.domain.imports.batches import progress_of
from crm.partners.domain.imports.carrying import A_HANDFUL
from crm.partners.domain.imports.looking import plan_import
from crm.partners.enums import ImportState
from crm.partners.models import ImportedLine, Membership, Organization, PartnerImport, Person, PersonContact
from crm.partners.tasks import resume_lists
from tests.factories import SignedInClient, complete_council, someone_of
from tests.newsletters.worker import run_worker, wait_until
from tests.partners.admin_pages import read
from tests.partners.test_partner_imports import csv_list, ground

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LISTS = "/admin/partenaires/listes/"
LINES = 2000  # ten handfuls: a worker is caught on the way
ADDRESSES = [f"n{number}@example.org" for number in range(LINES)]
PATIENCE = 300.0  # on a machine that has much other work


@pytest.fixture
def board() -> SignedInClient:
    complete_council()
    client = SignedInClient()
    client.force_login(someone_of(Role.BOARD))
    return client


@pytest.fixture
def sent(board: SignedInClient) -> PartnerImport:
    """Two thousand people of fifty organizations, nobody has looked at them."""
    letters = "abcdefghij"
    names = ["".join(letters[int(figure)] for figure in f"{number:04d}") for number in range(LINES)]
    raw = csv_list(*(f"{name}a;{name[::-1]}ier;Comité {n % 50};membre;{ADDRESSES[n]}" for n, name in enumerate(names)))
    board.post(LISTS, {"file": SimpleUploadedFile("liste.csv", raw)})
    return PartnerImport.objects.get()


@pytest.fixture
def batch(sent: PartnerImport) -> PartnerImport:
    """Their preview accepted."""
    plan_import(sent, sent.mapping)
    batch = PartnerImport.objects.get()
    assert set(batch.lines.values_list("outcome", flat=True)) == {"new"}
    return batch


def done(batch: PartnerImport) -> int:
    return progress_of(batch).done


def is_now(batch: PartnerImport, state: ImportState) -> bool:
    return PartnerImport.objects.filter(pk=batch.pk, state=state).exists()


def test_a_worker_killed_while_it_looks_loses_nothing_and_looks_at_nothing_twice(
    board: SignedInClient, sent: PartnerImport
) -> None:
    address, before = f"{LISTS}{sent.pk}/", ground()
    with run_worker() as worker:
        board.post(f"{address}colonnes/", sent.mapping)
        assert is_now(sent, ImportState.PLANNING)
        sent.refresh_from_db()
        wait_until(lambda: done(sent) > 0, "the first lines are looked at", patience=PATIENCE)
        worker.kill()
    seen = done(sent)
    assert (seen % A_HANDFUL, 0 < seen < LINES) == (0, True)
    assert read(board, address).select_one("progress")["value"] == str(100 * seen // LINES)

    with run_worker():
        for _minute in range(2):
            resume_lists.delay()
        wait_until(lambda: is_now(sent, ImportState.PREPARED), "every line is looked at", patience=PATIENCE)

    says = list(sent.lines.values_list("outcome", "plan", "decision"))
    plan_import(sent, sent.mapping)
    assert says == list(sent.lines.values_list("outcome", "plan", "decision"))
    assert ground() == before


def test_one_stops_the_looking_on_the_way_and_begins_again(board: SignedInClient, sent: PartnerImport) -> None:
    address = f"{LISTS}{sent.pk}/"
    with run_worker() as worker:
        board.post(f"{address}colonnes/", sent.mapping)
        sent.refresh_from_db()
        wait_until(lambda: done(sent) > 0, "the first lines are looked at", patience=PATIENCE)
        answer = board.post(address, {"act": "cancel"})
        assert (answer["Location"], is_now(sent, ImportState.PREPARED)) == (f"{address}colonnes/", True)
        resume_lists.delay()
        worker.stop()
    assert 0 < sent.lines.exclude(outcome="").count() < LINES

    with run_worker():
        board.post(f"{address}colonnes/", sent.mapping)
        wait_until(lambda: is_now(sent, ImportState.PREPARED), "every line is looked at", patience=PATIENCE)

    assert set(sent.lines.values_list("outcome", flat=True)) == {"new"}


def test_a_worker_killed_on_the_way_loses_nothing_and_writes_nothing_twice(
    board: SignedInClient, batch: PartnerImport
) -> None:
    address, before = f"{LISTS}{batch.pk}/", ground()
    with run_worker() as worker:
        board.post(address, {"act": "import"})
        wait_until(lambda: done(batch) > 0, "the first lines are written", patience=PATIENCE)
        worker.kill()
    written = done(batch)
    assert (written % A_HANDFUL, 0 < written < LINES, Person.objects.count()) == (0, True, written)
    assert read(board, address).select_one("progress")["value"] == str(100 * written // LINES)

    with run_worker() as worker:
        for _minute in range(2):
            resume_lists.delay()
        wait_until(lambda: is_now(batch, ImportState.IMPORTED), "the list is written", patience=PATIENCE)
        assert sorted(PersonContact.objects.values_list("value", flat=True)) == sorted(ADDRESSES)
        assert (Person.objects.count(), Membership.objects.count(), Organization.objects.count()) == (LINES, LINES, 50)
        assert not ImportedLine.objects.exclude(is_done=True, outcome="new", cells=[]).exists()

        board.post(address, {"act": "undo"})
        worker.kill()
    with run_worker():
        resume_lists.delay()
        wait_until(lambda: is_now(batch, ImportState.UNDONE), "the list is undone", patience=PATIENCE)

    assert ground() == before


def test_one_stops_it_on_the_way_and_takes_back_what_was_written(board: SignedInClient, batch: PartnerImport) -> None:
    address, before = f"{LISTS}{batch.pk}/", ground()
    with run_worker() as worker:
        board.post(address, {"act": "import"})
        wait_until(lambda: done(batch) > 0, "the first lines are written", patience=PATIENCE)
        board.post(address, {"act": "cancel"})
        assert is_now(batch, ImportState.CANCELLED)
        written = done(batch)
        resume_lists.delay()
        worker.stop()  # once it has finished what it was at
    assert (0 < written < LINES, done(batch), Person.objects.count()) == (True, written, written)

    with run_worker():
        board.post(address, {"act": "undo"})
        wait_until(lambda: is_now(batch, ImportState.UNDONE), "the list is undone", patience=PATIENCE)

    assert ground() == before
