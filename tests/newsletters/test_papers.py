"""The papers that prove consents are kept as given, out of public reach, and destroyed when nothing rests on them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.accounts.policy import Role
from newsletters.domain.addresses import hash_address
from newsletters.domain.bases import note_basis
from newsletters.domain.import_batches import prepare_batch, run_batch
from newsletters.domain.import_rows import LineProof
from newsletters.domain.ledger import Act
from newsletters.domain.papers import destroy_old_papers, keep_paper, read_paper
from newsletters.enums import ConsentBasis, ConsentMethod, SubscriptionState
from newsletters.models import ConsentEvent, ConsentPaper, ImportBatch, Subscription, Topic
from tests.factories import UserFactory, drawn_image, someone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\nune feuille de signatures"
EMAIL = "voisine@example.org"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def paper() -> ConsentPaper:
    return keep_paper("Feuille du 14 mai.pdf", PDF, UserFactory(), NOW)


def noted(topics: list[Topic], paper: ConsentPaper | None, email: str = EMAIL) -> None:
    proof = LineProof(ConsentBasis.EXPRESS, NOW.date(), "Ligne 12")
    note_basis(email, topics[:1], proof, Act(ConsentMethod.ADMIN, NOW, "user:7"), paper)


def test_paper_is_kept_as_it_was_given_under_a_name_that_says_nothing(paper: ConsentPaper) -> None:
    assert (paper.title, paper.sha256) == ("Feuille du 14 mai", hashlib.sha256(PDF).hexdigest())
    assert read_paper(paper) == PDF
    assert "Feuille" not in paper.file.name
    assert paper.file.name.startswith("consent-papers/")


def test_line_of_the_ledger_names_the_paper_and_what_it_was(paper: ConsentPaper, topics: list[Topic]) -> None:
    noted(topics, paper)
    event = ConsentEvent.objects.get()
    assert (event.paper, event.paper_hash) == (paper, paper.sha256)
    with pytest.raises(ProtectedError):
        paper.delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ConsentEvent.objects.update(paper=None)


def test_paper_altered_on_the_disk_is_not_handed_over(client: Client, paper: ConsentPaper) -> None:
    with paper.file.storage.open(paper.file.name, "wb") as file:
        file.write(b"%PDF-1.7\nautre chose")
    assert read_paper(paper) is None
    client.force_login(someone_of(Role.SECRETARIAT))
    assert client.get(reverse("consent-ledger:paper", args=[paper.pk])).status_code == 404


def test_photograph_loses_the_place_where_it_was_taken() -> None:
    picture = drawn_image("JPEG")
    paper = keep_paper("feuille.jpg", picture, None, NOW)
    content = read_paper(paper)
    assert content is not None
    assert content != picture
    assert hashlib.sha256(content).hexdigest() == paper.sha256


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.COMMUNICATIONS])
def test_who_reads_the_ledger_takes_the_paper(client: Client, paper: ConsentPaper, role: Role) -> None:
    client.force_login(someone_of(role))
    answer = client.get(reverse("consent-ledger:paper", args=[paper.pk]))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="feuille-du-14-mai.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private, no-store")


@pytest.mark.parametrize("role", [None, Role.BOARD, Role.ARCHIVES, Role.READING])
def test_nobody_else_does(client: Client, paper: ConsentPaper, role: Role | None) -> None:
    if role:
        client.force_login(someone_of(role))
    assert client.get(reverse("consent-ledger:paper", args=[paper.pk])).status_code in {302, 403}
    for address in (paper.file.url, f"/media/{paper.file.name}", f"/documents/{paper.pk}/"):
        assert client.get(address).status_code == 404


def test_paper_comes_with_a_basis(client: Client, topics: list[Topic]) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    said = {
        "email": EMAIL,
        "topics": [topics[0].pk],
        "basis": "express",
        "basis_date": timezone.localdate().isoformat(),
        "evidence": "Ligne 12",
        "paper": SimpleUploadedFile("feuille.pdf", PDF, "application/pdf"),
    }
    client.post(reverse("subscribers:add"), said)
    event = ConsentEvent.objects.get()
    assert read_paper(event.paper) == PDF
    page = client.get(reverse("subscribers:inspect", args=[Subscription.objects.get().subscriber_id])).content.decode()
    assert f"feuille (empreinte {event.paper_hash[:12]})" in page


@pytest.mark.parametrize(
    ("name", "content"), [("feuille.pdf", b"<html>"), ("feuille.svg", b"<svg/>"), ("feuille.exe", b"MZ")]
)
def test_what_is_not_what_its_name_says_is_refused(
    client: Client, topics: list[Topic], name: str, content: bytes
) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    said = {"email": EMAIL, "topics": [topics[0].pk], "basis": "express", "evidence": "Ligne 12"}
    said |= {"basis_date": timezone.localdate().isoformat(), "paper": SimpleUploadedFile(name, content)}
    assert client.post(reverse("subscribers:add"), said).status_code == 200
    assert (ConsentPaper.objects.count(), ConsentEvent.objects.count()) == (0, 0)


def test_basis_that_is_refused_keeps_no_paper(client: Client, topics: list[Topic]) -> None:
    noted(topics, None)
    client.force_login(someone_of(Role.SECRETARIAT))
    said = {"email": EMAIL, "topics": [topics[0].pk], "basis": "membership", "evidence": "Registre"}
    said |= {"basis_date": timezone.localdate().isoformat(), "paper": SimpleUploadedFile("feuille.pdf", PDF)}
    client.post(reverse("subscribers:add"), said)
    assert ConsentPaper.objects.count() == 0


def test_paper_of_a_list_proves_each_of_its_lines(paper: ConsentPaper, topics: list[Topic]) -> None:
    raw = f"courriel,sujet,motif,date,preuve\n{EMAIL},assemblees,express,2026-05-14,ligne 1\n".encode()
    batch = prepare_batch("liste.csv", raw, [], UserFactory().pk, NOW)
    ImportBatch.objects.filter(pk=batch.pk).update(paper=paper)
    batch.refresh_from_db()
    run_batch(batch, now=NOW, on=NOW.date(), actor="user:7")
    assert ConsentEvent.objects.get().paper == paper


def test_screen_of_a_list_takes_its_paper(client: Client, topics: list[Topic]) -> None:
    client.force_login(someone_of(Role.SECRETARIAT))
    raw = b"courriel,sujet,motif,date,preuve\n"
    files = {
        "file": SimpleUploadedFile("liste.csv", raw + b"a@example.org,assemblees,express,2026-05-14,ligne 1\n"),
        "paper": SimpleUploadedFile("feuille.pdf", PDF),
    }
    client.post(reverse("subscriber-imports:add"), files)
    batch = ImportBatch.objects.get()
    assert batch.paper is not None
    assert read_paper(batch.paper) == PDF


LATER = NOW + timedelta(days=3 * 365 + 1)


def test_paper_is_kept_as_long_as_a_consent_rests_on_it(paper: ConsentPaper, topics: list[Topic]) -> None:
    noted(topics, paper)
    noted(topics, paper, "autre@example.org")
    Subscription.objects.filter(subscriber__email=EMAIL).update(state=SubscriptionState.LEFT)
    assert destroy_old_papers(LATER) == 0
    Subscription.objects.update(state=SubscriptionState.LEFT)
    assert destroy_old_papers(LATER - timedelta(days=1)) == 0
    assert destroy_old_papers(LATER) == 1
    assert destroy_old_papers(LATER) == 0
    paper.refresh_from_db()
    assert (paper.destroyed_at, paper.file.name, read_paper(paper)) == (LATER, "", None)
    assert ConsentEvent.objects.filter(paper=paper, paper_hash=paper.sha256).count() == 2


def test_paper_is_kept_while_one_of_its_people_was_heard_of_lately(paper: ConsentPaper, topics: list[Topic]) -> None:
    noted(topics, paper)
    Subscription.objects.update(state=SubscriptionState.LEFT)
    ConsentEvent.objects.create(
        kind="withdrawn",
        address_hash=hash_address(EMAIL),
        method="one_click",
        actor="person",
        occurred_at=LATER - timedelta(days=365),
    )
    assert destroy_old_papers(LATER) == 0


def test_paper_of_a_list_that_came_to_nothing_is_destroyed_too(paper: ConsentPaper) -> None:
    assert destroy_old_papers(LATER) == 1
