"""The page of the photo of the week, its sheet, and the screens where names are decided."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.recognizing import line_up
from cms.archive.models import Credit, Item, RecognitionAnswer, RecognitionPhoto
from crm.accounts.policy import Role
from crm.partners.models import Council, PersonName
from tests.archive.recognition import answered, form_of, photo_shown, pictured, this_monday
from tests.factories import OrganizationFactory, PersonFactory, SignedInClient, someone_of
from tests.pages.test_poster import can_make_pdf

pytestmark = pytest.mark.django_db

ADMIN = "/admin/avez-vous-reconnu/"


def address(photo: RecognitionPhoto) -> str:
    return f"/memoire/avez-vous-reconnu/{photo.pk}/"


def test_the_lasting_address_leads_to_the_photo_of_this_week(client: Client, council: Council) -> None:
    empty = client.get("/memoire/avez-vous-reconnu/")
    assert (empty.status_code, "en préparation" in empty.content.decode()) == (200, True)

    photo = photo_shown()

    assert client.get("/memoire/avez-vous-reconnu/")["Location"] == address(photo)
    page = client.get(address(photo))
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"
    assert "Qui sont ces quatre personnes?" in page.content.decode()


def test_an_answer_is_kept_once_and_shown_to_nobody(strict_client: Client, council: Council) -> None:
    photo = photo_shown()
    form = form_of(photo, answered_by="Ondine", where="au centre")

    for _turn in range(2):
        answer = strict_client.post(address(photo), form)
        assert (answer.status_code, answer["Location"]) == (302, f"{address(photo)}merci/")

    kept = RecognitionAnswer.objects.get()
    assert (kept.name, kept.where, kept.certainty, kept.answered_by) == (
        "Rosaire Fictif",
        "au centre",
        "sure",
        "Ondine",
    )
    for page in (address(photo), f"{address(photo)}merci/"):
        assert "Rosaire" not in strict_client.get(page).content.decode()


def test_the_page_names_nobody_whose_record_is_not_public(client: Client, council: Council) -> None:
    photo = photo_shown()
    shown = PersonFactory(given_name="Alba", family_name="Fictive", visibility="public")
    for person in (shown, PersonFactory(given_name="Zénobie", family_name="Secrète", visibility="private")):
        Credit.objects.create(item=photo.item, person=person, detail="à gauche")
    Credit.objects.create(item=photo.item, name="Basile", person=PersonFactory(visibility="private"))
    for is_listed in (True, False):
        company = OrganizationFactory(name=f"Compagnie {is_listed}", is_listed=is_listed)
        Credit.objects.create(item=photo.item, organization=company)
    Credit.objects.create(item=photo.item, name="L’artiste", role="creator")

    page = BeautifulSoup(client.get(address(photo)).content, "html.parser")

    named = [line.get_text() for line in page.select("#named + ul li")]
    assert named == ["Alba Fictive, à gauche", "Basile", "Compagnie True"]
    assert "Secrète" not in page.get_text()


@pytest.mark.parametrize("number", [1, 3])
def test_three_named_cost_no_more_than_one(
    client: Client, council: Council, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo = photo_shown()
    for _turn in range(number):
        Credit.objects.create(item=photo.item, person=PersonFactory(visibility="public"))
        Credit.objects.create(item=photo.item, organization=OrganizationFactory(is_listed=True))
    client.get(address(photo))

    with django_assert_num_queries(10):
        client.get(address(photo))


@pytest.mark.parametrize("number", [1, 3])
def test_three_former_photos_cost_no_more_than_one(
    client: Client, council: Council, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for turn in range(1, number + 1):
        former = line_up(pictured(), "Qui est-ce?", timezone.now())
        former.week = this_monday() - timedelta(weeks=turn)
        former.save()
    photo = photo_shown()
    client.get(address(photo))

    with django_assert_num_queries(10):
        page = client.get(address(photo)).content.decode()
    assert page.count("Qui est-ce?") == number


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "www.ailleurs.example"},
        {"certainty": "certain"},
        {"source": " "},
        {"stamp": "forged"},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(client: Client, council: Council, fields: dict[str, Any]) -> None:
    photo = photo_shown()

    answer = client.post(address(photo), form_of(photo, **fields))

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select(".field__error, [role=alert]")
    assert not RecognitionAnswer.objects.exists()


def test_the_form_of_one_photo_answers_no_other(client: Client, council: Council) -> None:
    photo, other = photo_shown(), photo_shown()
    RecognitionPhoto.objects.filter(pk=photo.pk).update(week="2026-01-05")

    assert client.post(address(photo), form_of(other)).status_code == 422
    assert not RecognitionAnswer.objects.exists()


def test_a_robot_is_thanked_and_a_flood_waits(client: Client, council: Council) -> None:
    photo = photo_shown()
    for _turn in range(20):
        assert client.post(address(photo), form_of(photo, website="x")).status_code == 302
    assert not RecognitionAnswer.objects.exists()

    answer = client.post(address(photo), form_of(photo))
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)


@pytest.mark.parametrize(("role", "kept", "status"), [(Role.ARCHIVES, 21, 302), (Role.READING, 20, 429)])
def test_a_volunteer_types_a_whole_sheet_of_paper(
    client: SignedInClient, council: Council, role: Role, kept: int, status: int
) -> None:
    photo = photo_shown()
    client.force_login(someone_of(role))

    for number in range(21):
        answer = client.post(address(photo), form_of(photo, answered_by=f"Voisine {number}"))

    assert (answer.status_code, RecognitionAnswer.objects.count()) == (status, kept)


@pytest.mark.parametrize("path", ["", "merci/", "affiche/", "affiche.pdf"])
def test_what_is_closed_or_in_line_has_no_page(client: Client, council: Council, path: str) -> None:
    photo = photo_shown()
    Item.objects.update(closed_for="taken_down")
    assert client.get(f"{address(photo)}{path}").status_code == 404

    Item.objects.update(closed_for="")
    RecognitionPhoto.objects.update(week=None)
    assert client.get(f"{address(photo)}{path}").status_code == 404


def test_the_sheet_prints_and_is_a_pdf_of_one_page(client: Client, council: Council) -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        pytest.skip("no PDF can be made here")
    photo = photo_shown()
    sheet = client.get(f"{address(photo)}affiche/").content.decode()
    assert f"{settings.BASE_URL}{address(photo)}" in sheet
    assert "<svg" in sheet
    assert "Mon nom, si je veux" in sheet

    pdf = client.get(f"{address(photo)}affiche.pdf")

    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    document = pypdfium2.PdfDocument(pdf.content)
    assert len(document) == 1
    drawn = [found.type for found in document[0].get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in drawn
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_pil())
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, f"{settings.BASE_URL}{address(photo)}")
    assert client.get(code.text.removeprefix(settings.BASE_URL)).status_code == 200


def test_a_tall_picture_and_a_question_of_two_lines_leave_room_for_the_answer(client: Client, council: Council) -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        pytest.skip("no PDF can be made here")
    photo = photo_shown(size=(600, 1500), title="La sortie des ouvrières de la tannerie, un soir de printemps")
    photo.question = "Qui sont ces quatre personnes devant la tannerie, et en quelle année est-ce?"
    photo.save()

    pdf = client.get(f"{address(photo)}affiche.pdf")

    assert len(pypdfium2.PdfDocument(pdf.content)) == 1


@pytest.mark.parametrize("letters", [76, 200])
def test_a_long_question_leaves_the_sheet_on_one_page(letters: int, client: Client, council: Council) -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        pytest.skip("no PDF can be made here")
    photo = photo_shown(size=(600, 1500), title="La sortie des ouvrières de la tannerie, un soir de printemps")
    photo.question = ("Qui sont ces personnes réunies devant la tannerie, et en quelle année était-ce? " * 3)[:letters]
    photo.save()

    pdf = client.get(f"{address(photo)}affiche.pdf")

    assert len(pypdfium2.PdfDocument(pdf.content)) == 1


@pytest.fixture
def curator(client: SignedInClient, council: Council) -> SignedInClient:
    client.force_login(someone_of(Role.ARCHIVES))
    return client


def test_the_curator_puts_in_line_shows_and_accepts(curator: SignedInClient) -> None:
    item = pictured(title="La tannerie")
    curator.post(f"{ADMIN}ajouter/", {"number": item.number, "question": "Qui est-ce?"})
    photo = RecognitionPhoto.objects.get()
    assert photo.week is None

    curator.post(f"{ADMIN}{photo.pk}/cette-semaine/")
    photo.refresh_from_db()
    assert photo.week == this_monday()

    answer, _other = answered(photo, "Rosaire Fictif", "rosaire fictif")
    assert "deux personnes reconnaissent le même nom" in curator.get("/admin/").content.decode()
    page = curator.get(f"{ADMIN}{photo.pk}/").content.decode()
    assert "Accepter ce nom" in page

    accept = f"{ADMIN}{photo.pk}/accepter/?nom={answer.folded_name}"
    assert curator.get(accept).status_code == 200
    assert not item.credits.exists()
    curator.post(accept, {"name": "Rosaire Fictif"})
    assert [str(credit) for credit in item.credits.all()] == ["Rosaire Fictif"]
    curator.logout()
    assert "Rosaire Fictif" in curator.get(address(photo)).content.decode()


def test_what_nobody_can_look_at_is_refused_in_words(curator: SignedInClient) -> None:
    item = pictured(live=False)

    page = curator.post(f"{ADMIN}ajouter/", {"number": item.number, "question": "Qui est-ce?"}).content.decode()

    assert "Seule une pièce publiée" in page
    assert not RecognitionPhoto.objects.exists()


def test_a_name_is_set_aside_and_heard_again(curator: SignedInClient) -> None:
    photo = photo_shown()
    (answer,) = answered(photo, "Rosaire")
    named = f"?nom={answer.folded_name}"

    curator.post(f"{ADMIN}{photo.pk}/ecarter/{named}")
    answer.refresh_from_db()
    assert answer.state == "set_aside"
    assert curator.get(f"{ADMIN}{photo.pk}/accepter/{named}").status_code == 404

    curator.post(f"{ADMIN}{photo.pk}/reprendre/{named}")
    answer.refresh_from_db()
    assert answer.state == "waiting"


@pytest.mark.parametrize("number", [1, 3])
def test_three_photos_in_the_list_cost_no_more_than_one(
    curator: SignedInClient, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(number):
        answered(photo_shown(), "Rosaire Fictif", "Alba Fictive")
    curator.get(ADMIN)

    with django_assert_num_queries(10):
        page = BeautifulSoup(curator.get(ADMIN).content, "html.parser")
    assert len(page.select("table.listing tbody tr")) == number


@pytest.mark.parametrize("number", [1, 3])
def test_three_names_to_decide_cost_no_more_than_one(
    curator: SignedInClient, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo = photo_shown()
    for turn in range(number):
        answered(photo, *[f"Rosaire {turn}"] * 2)
    screen = f"{ADMIN}{photo.pk}/"
    curator.get(screen)

    with django_assert_num_queries(12):
        page = curator.get(screen).content.decode()
    assert page.count("Accepter ce nom") == number


@pytest.mark.parametrize("number", [1, 3])
def test_three_hidden_records_cost_the_screen_no_more_than_one(
    curator: SignedInClient, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo = photo_shown()
    for turn in range(number):
        hidden = PersonFactory(given_name="Alba", family_name=f"Secrète {turn}", visibility="private")
        PersonName.objects.create(person=hidden, name=f"Autre nom {turn}")
        Credit.objects.create(item=photo.item, person=hidden)
    answer, _other = answered(photo, "Rosaire Fictif", "Rosaire Fictif")
    screen = f"{ADMIN}{photo.pk}/accepter/?nom={answer.folded_name}"
    curator.get(screen)

    with django_assert_num_queries(14):
        curator.get(screen)


def test_the_name_of_a_hidden_record_is_warned_of_and_written_only_where_it_is_meant(curator: SignedInClient) -> None:
    photo = photo_shown()
    hidden = PersonFactory(given_name="Rosaire", family_name="Fictif", visibility="board")
    Credit.objects.create(item=photo.item, person=hidden)
    answer, _other = answered(photo, "Rosaire Fictif", "Rosaire Fictif")
    accept = f"{ADMIN}{photo.pk}/accepter/?nom={answer.folded_name}"

    page = BeautifulSoup(curator.get(accept).content, "html.parser")
    warning = page.select_one(".help-warning")
    assert warning is not None
    assert warning.get_text().strip().startswith("Cette personne a une fiche qui n’est pas publique.")
    (box,) = page.select("input[type=checkbox]")
    assert (box["name"], box.has_attr("checked")) == ("is_meant", False)

    refused = BeautifulSoup(curator.post(accept, {"name": "Rosaire Fictif"}).content, "html.parser")
    assert "Rien n’a été écrit" in refused.get_text()
    assert [credit.name for credit in photo.item.credits.all()] == [""]
    answer.refresh_from_db()
    assert answer.state == "waiting"

    assert curator.post(accept, {"name": "Rosaire Fictif", "is_meant": "on"}).status_code == 302
    assert [credit.name for credit in photo.item.credits.all()] == ["", "Rosaire Fictif"]


def test_the_name_that_is_typed_is_the_one_that_is_warned_of(curator: SignedInClient) -> None:
    photo = photo_shown()
    hidden = PersonFactory(given_name="Rosaire", family_name="Fictif", visibility="private")
    Credit.objects.create(item=photo.item, person=hidden)
    answer, _other = answered(photo, "Le grand Rosaire", "Le grand Rosaire")
    accept = f"{ADMIN}{photo.pk}/accepter/?nom={answer.folded_name}"
    assert "help-warning" not in curator.get(accept).content.decode()

    refused = curator.post(accept, {"name": "Rosaire Fictif"})

    assert (refused.status_code, "Cette personne a une fiche" in refused.content.decode()) == (200, True)
    assert [credit.name for credit in photo.item.credits.all()] == [""]
    curator.post(accept, {"name": "Le grand Rosaire"})
    assert [credit.name for credit in photo.item.credits.all()] == ["", "Le grand Rosaire"]
