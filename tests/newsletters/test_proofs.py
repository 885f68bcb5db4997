"""One person's consents are proved to whoever asks: whole, of nobody else, and also after an erasure (T10, T14)."""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from crm.accounts.policy import Role
from crm.events.pdf import PdfUnavailable
from crm.partners.models import Council
from newsletters.domain.addresses import hash_address
from newsletters.domain.consent import confirm_subscription, leave_topics, request_subscription
from newsletters.domain.evidence_words import evidence_words
from newsletters.domain.personal_data import erase_subscriber
from newsletters.domain.proofs import as_json, consent_proof, seal
from newsletters.domain.wording import confirmation_wording, sign_up_wording
from newsletters.enums import ConsentMethod
from newsletters.models import ConsentEvent, Subscriber, Topic
from tests.factories import SubscriptionFactory, someone_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
TODAY = date(2026, 5, 14)
EMAIL = "jeanne@example.org"


@pytest.fixture
def jeanne(council: Council, topics: list[Topic]) -> Subscriber:
    """Asked, confirmed, then left everything; somebody else did the same meanwhile."""
    for email in (EMAIL, "paul@example.org"):
        person = request_subscription(
            email, topics[:1], wording=sign_up_wording(council), now=NOW, page="/infolettre/abonnement/"
        )
        confirm_subscription(person, council, now=NOW, page="/infolettre/confirmer/…/")
        leave_topics(person, None, ConsentMethod.ONE_CLICK, NOW, page="/d/…")
    return Subscriber.objects.get(email=EMAIL)


def prove(council: Council, typed: str = EMAIL, now: datetime = NOW):
    return consent_proof(typed, council, now, TODAY)


def test_proof_holds_every_line_with_the_words_and_their_version(
    jeanne: Subscriber, council: Council, topics: list[Topic]
) -> None:
    proof = prove(council, " Jeanne@EXAMPLE.org ")
    assert proof.address_hash == hash_address(EMAIL)
    assert [(line.what, line.topic, line.how, line.by, line.page) for line in proof.lines] == [
        ("A demandé à s’abonner", "Assemblées", "Formulaire d’abonnement", "la personne", "/infolettre/abonnement/"),
        ("A confirmé", "Assemblées", "Page de confirmation", "la personne", "/infolettre/confirmer/…/"),
        ("A quitté", "tous les sujets", "Un clic dans le logiciel de courriel", "la personne", "/d/…"),
    ]
    asked, confirmed, _left = proof.lines
    assert asked.wording == sign_up_wording(council).for_topic(topics[0])
    assert confirmed.wording_version == confirmation_wording(council, topics[:1]).version
    assert proof.set_aside == "S’est désabonnée de tout"
    assert {line.address_hash for line in proof.lines} == {jeanne.address_hash}


def test_proof_outlives_the_file(jeanne: Subscriber, council: Council) -> None:
    erase_subscriber(jeanne, method=ConsentMethod.PREFERENCE_PAGE, now=NOW)
    proof = prove(council)
    assert proof.standing.startswith("Aucun dossier")
    assert [line.what for line in proof.lines][-1] == "A demandé à être effacée"
    assert len(proof.lines) == 4


def test_address_without_a_line_is_said_to_have_none(council: Council) -> None:
    assert prove(council, "inconnue@example.org").lines == ()
    with pytest.raises(ValidationError):
        prove(council, "jeanne")


def test_seal_is_the_same_on_paper_and_in_the_file_and_changes_with_the_ledger(
    jeanne: Subscriber, council: Council
) -> None:
    proof = prove(council)
    later = prove(council, now=datetime(2026, 6, 1, tzinfo=UTC))
    assert seal(later) == seal(proof) == json.loads(as_json(later))["seal"]
    ConsentEvent.objects.create(kind="erased", address_hash=jeanne.address_hash, method="admin", actor="user:7")
    assert seal(prove(council)) != seal(proof)


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("lifted: left", "ce qui lève le retrait\u00a0: s’est désabonnée de tout"),
        ("until: 2026-08-31", "jusqu’au 31\u00a0août 2026"),
        ("undo: 5", "l’importation 5 a été annulée"),
        (f"from: {'a' * 64}; lifted: erased", "depuis l’adresse d’empreinte aaaaaaaa; ce qui lève le retrait\u00a0: "),
        (f"to: {'b' * 64}", "vers l’adresse d’empreinte bbbbbbbb"),
        ("Feuille de la fête; ligne 12", "Feuille de la fête; ligne 12"),
        ("from: the sheet", "from: the sheet"),
        ("until: the summer", "until: the summer"),
        ("", ""),
    ],
)
def test_marks_of_the_code_are_said_in_french_and_a_person_s_words_stay(evidence: str, said: str) -> None:
    assert evidence_words(evidence).startswith(said)
    assert said or not evidence_words(evidence)


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(someone_of(Role.SECRETARIAT))
    return client


def screen() -> str:
    return reverse("consent-ledger:proof")


def test_screen_shows_the_story_of_one_address(
    secretary: Client, jeanne: Subscriber, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        html = secretary.post(screen(), {"address": EMAIL}).content.decode()
    assert "A demandé à s’abonner" in html
    assert jeanne.address_hash in html
    assert "paul" not in html
    assert EMAIL not in caplog.text
    noted = ModelLogEntry.objects.get(action="newsletters.prove_consent")
    assert noted.data == {"fingerprint": jeanne.address_hash[:8], "how": "screen"}


def test_address_is_never_read_from_the_address_bar(secretary: Client, jeanne: Subscriber) -> None:
    html = secretary.get(screen(), {"address": EMAIL}).content.decode()
    assert jeanne.address_hash not in html


def test_proof_is_taken_as_json(secretary: Client, jeanne: Subscriber) -> None:
    answer = secretary.post(screen(), {"address": EMAIL, "take": "json"})
    assert answer["Content-Disposition"] == 'attachment; filename="preuve-de-consentement.json"'
    assert answer["Cache-Control"].startswith("private, no-store")
    data = json.loads(answer.content)
    assert data["address"] == EMAIL
    assert len(data["lines"]) == 3
    assert "paul" not in answer.content.decode()


def test_proof_is_taken_as_pdf(secretary: Client, jeanne: Subscriber) -> None:
    answer = secretary.post(screen(), {"address": EMAIL, "take": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_machine_without_pango_leaves_the_page_to_print(
    secretary: Client, jeanne: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(html: str) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr("newsletters.views.admin.proofs.make_pdf", refuse)
    html = secretary.post(screen(), {"address": EMAIL, "take": "pdf"}).content.decode()
    assert "imprimez plutôt cette page" in html
    assert "A demandé à s’abonner" in html


def test_file_of_a_person_leads_to_the_proof(secretary: Client, council: Council, topics: list[Topic]) -> None:
    person = SubscriptionFactory(topic=topics[0]).subscriber
    html = secretary.get(reverse("subscribers:inspect", args=[person.pk])).content.decode()
    assert f'action="{screen()}"' in html


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_others_prove_nothing(client: Client, jeanne: Subscriber, role: Role) -> None:
    client.force_login(someone_of(role))
    answer = client.post(screen(), {"address": EMAIL, "take": "json"})
    assert answer.status_code in {302, 403}


def test_every_other_role_may(client: Client, jeanne: Subscriber) -> None:
    client.force_login(someone_of(Role.COMMUNICATIONS))
    assert client.post(screen(), {"address": EMAIL}).status_code == 200
