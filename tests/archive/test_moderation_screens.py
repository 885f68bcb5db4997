"""The screens where contributions are read and decided."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.archive.domain.contributing import withdraw_contribution
from cms.archive.models import Agreement, ContributedFile, Contribution, Item
from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.models import ContributionLetter
from tests.archive.contributions import given, upload
from tests.factories import SignedInClient, someone_of
from tests.factories.documents import pdf

pytestmark = pytest.mark.django_db

LIST = "/admin/contributions/"


@pytest.fixture
def moderator(client: SignedInClient, council: Council) -> SignedInClient:
    client.force_login(someone_of(Role.ARCHIVES))
    return client


def page(contribution: Contribution, act: str = "") -> str:
    return f"{LIST}{contribution.pk}/{act}"


def test_what_waits_comes_first_and_three_cost_no_more_than_one(moderator: SignedInClient) -> None:
    counts = []
    for number in range(3):
        given(title=f"Don {number}")
        moderator.get(LIST)
        with CaptureQueriesContext(connection) as work:
            body = moderator.get(LIST).content.decode()
        counts.append(len(work))
    Contribution.objects.filter(title="Don 0").update(state="accepted")

    body = moderator.get(LIST).content.decode()

    assert counts[0] == counts[2]
    assert body.index("Don 1") < body.index("Don 2") < body.index("Don 0")


def test_the_page_shows_all_of_it_and_notes_who_looked(moderator: SignedInClient) -> None:
    contribution = given(description="Au deuxième rang.")

    body = moderator.get(page(contribution)).content.decode()

    assert "Au deuxième rang." in body
    assert "ondine@example.org" in body
    entry = ModelLogEntry.objects.get(action="archive.consult_contribution")
    assert (entry.label, "Ondine" in str(entry.data)) == (f"#{contribution.pk}", False)


def test_a_preview_is_a_picture_made_anew(moderator: SignedInClient) -> None:
    contribution = given()
    file = contribution.files.get()

    answer = moderator.get(page(contribution, f"fichier/{file.pk}/"))

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private, no-store")
    with file.file.open("rb") as kept:
        assert answer.content != kept.read()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/jpeg", upload().read()[:200]),
        ("application/pdf", pdf("sans largeur", crop="300 0 500 400")),
        ("application/pdf", pdf("sans hauteur", crop="0 400 300 500")),
        ("application/pdf", pdf("sans rien", crop="300 400 500 500")),
    ],
)
def test_what_cannot_be_drawn_has_no_preview(moderator: SignedInClient, media_type: str, content: bytes) -> None:
    contribution = given()
    contribution.files.update(media_type=media_type)
    file = contribution.files.get()
    with file.file.storage.open(file.file.name, "wb") as kept:
        kept.write(content)

    assert moderator.get(page(contribution, f"fichier/{file.pk}/")).status_code == 404


def test_the_file_of_another_contribution_is_not_shown_here(moderator: SignedInClient) -> None:
    contribution, other = given(), given(title="Autre")

    assert moderator.get(page(contribution, f"fichier/{other.files.get().pk}/")).status_code == 404


def test_a_file_that_the_memory_has_is_said(moderator: SignedInClient) -> None:
    first = given()
    moderator.post(page(first, "accepter/"), {"kind": "photo"})
    second = given(title="La même")

    body = moderator.get(page(second)).content.decode()

    assert "La mémoire a déjà un de ces fichiers" in body
    assert str(Item.objects.get().number) in body


@pytest.mark.parametrize("act", ["accepter/", "question/", "refuser/", "relire/"])
def test_looking_at_an_act_does_nothing(moderator: SignedInClient, act: str) -> None:
    contribution = given()

    assert moderator.get(page(contribution, act)).status_code == 200
    assert Contribution.objects.get().state == "received"
    assert ContributionLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "data", "state"),
    [
        ("accepter/", {"kind": "photo", "items": "each"}, "accepted"),
        ("question/", {"words": "Qui est-ce?"}, "question"),
        ("refuser/", {"reason": "Trop flou."}, "refused"),
    ],
)
def test_each_act_is_done_and_said(moderator: SignedInClient, act: str, data: dict[str, str], state: str) -> None:
    contribution = given(files=2)

    answer = moderator.post(page(contribution, act), data)

    assert (answer.status_code, answer["Location"]) == (302, page(contribution))
    assert Contribution.objects.get().state == state
    assert Item.objects.count() == (2 if state == "accepted" else 0)
    assert ModelLogEntry.objects.filter(action__startswith="archive.").count() == 1
    assert moderator.get(page(contribution)).status_code == 200


def test_what_was_taken_back_is_read_again_only_where_that_person_asked(moderator: SignedInClient) -> None:
    contribution = given()
    assert "Relire" not in moderator.get(page(contribution)).content.decode()
    withdraw_contribution(contribution.pk, timezone.now())

    assert "Relire" in moderator.get(page(contribution)).content.decode()
    assert "seulement si elle vous l’a demandé" in moderator.get(page(contribution, "relire/")).content.decode()
    moderator.post(page(contribution, "relire/"))

    assert Contribution.objects.get().state == "received"


def test_a_refusal_is_read_again_without_asking(moderator: SignedInClient) -> None:
    contribution = given()
    moderator.post(page(contribution, "refuser/"), {"reason": "Trop flou."})

    body = moderator.get(page(contribution, "relire/")).content.decode()

    assert "seulement si elle vous l’a demandé" not in body


def test_ending_an_agreement_says_what_becomes_of_the_gift(moderator: SignedInClient) -> None:
    moderator.post(page(given(), "accepter/"), {"kind": "photo"})
    agreement = Agreement.objects.get()
    asked = moderator.get(f"/admin/accords/{agreement.pk}/retirer/").content.decode().replace("\u00a0", " ")
    assert "détruit dans 30 jours" in asked
    assert "Une lettre le dit à cette personne" in asked

    moderator.post(f"/admin/accords/{agreement.pk}/retirer/", {"note": "Au téléphone."})

    assert list(ContributionLetter.objects.values_list("news", flat=True)) == ["received", "accepted", "withdrawn"]


@pytest.mark.parametrize(("act", "data"), [("question/", {"words": " "}), ("refuser/", {"reason": ""})])
def test_without_words_nothing_is_done(moderator: SignedInClient, act: str, data: dict[str, str]) -> None:
    contribution = given()

    assert moderator.post(page(contribution, act), data).status_code == 200
    assert Contribution.objects.get().state == "received"


def test_what_was_decided_meanwhile_is_refused_in_words(moderator: SignedInClient) -> None:
    contribution = given()
    Contribution.objects.update(state="withdrawn")

    body = moderator.post(page(contribution, "accepter/"), {"kind": "photo"}).content.decode()

    assert "Quelqu’un a déjà décidé de cette contribution." in body
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.BOARD, Role.READING])
def test_others_see_neither_a_name_nor_a_file(client: SignedInClient, council: Council, role: Role) -> None:
    client.force_login(someone_of(role))
    contribution = given()
    file = ContributedFile.objects.get()

    for address in (
        LIST,
        page(contribution),
        page(contribution, f"fichier/{file.pk}/"),
        page(contribution, "refuser/"),
    ):
        answer = client.get(address)
        assert answer.status_code in (302, 403), address
        assert b"Ondine" not in answer.content


def test_the_first_screen_says_how_many_wait(moderator: SignedInClient) -> None:
    given()
    given(title="Autre")
    Contribution.objects.filter(title="Autre").update(state="question")
    assert "Une contribution à la mémoire attend d’être lue." in moderator.get("/admin/").content.decode()

    Contribution.objects.update(state="received")
    said = moderator.get("/admin/").content.decode().replace("\u00a0", " ")
    assert "2 contributions à la mémoire attendent d’être lues." in said
