"""The poster of an event: one letter sheet, a code that leads to its page, and a PDF where one can be made."""

from __future__ import annotations

import os
import re
from io import BytesIO
from unittest.mock import patch

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image
from pytest_django import Settings

from cms.pages.views.poster import TEMPLATE, _context
from crm.events import pdf
from crm.events.domain.qr_codes import QUIET, draw_code
from crm.events.enums import EventPart, EventStatus
from crm.events.models import Event, EventOrganization
from crm.events.pdf import PdfUnavailable, read_own_file
from crm.partners.domain.uploads import reencode_image
from crm.partners.models import Council
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory, OrganizationFactory, make_picture
from tests.pages.agenda_pages import read, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(council: Council) -> Event:
    event: Event = EventFactory(
        title="Fête d’hiver",
        slug="fete-d-hiver",
        starts_at=at("2026-12-19 17:30"),
        ends_at=at("2026-12-19 21:00"),
        accessibility="De plain-pied.",
        image=make_picture(),
        image_alt="Une rue de brique",
    )
    EventOrganization.objects.create(
        event=event, organization=OrganizationFactory(name="La Louche"), role=EventPart.PARTNER
    )
    return event


def can_make_pdf() -> bool:
    try:
        pdf._load()
    except PdfUnavailable:
        return False
    return True


def test_poster_says_what_one_must_know(client: Client, event: Event) -> None:
    sheet = text(read(client, event.get_poster_url()).select_one(".sheet"))

    for words in (
        "Fête d’hiver",
        "Le samedi 19 décembre 2026, de 17 h 30 à 21 h",
        "Parc de la Carrière",
        "De plain-pied.",
        "Partenaires : La Louche",
        "http://testserver/agenda/2026/12/fete-d-hiver/",
    ):
        assert words in sheet


def test_poster_of_a_cancelled_event_says_so_and_a_draft_has_none(client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
    assert text(read(client, event.get_poster_url()).select_one(".off")) == "Annulé"

    Event.objects.filter(pk=event.pk).update(status=EventStatus.DRAFT)
    assert client.get(event.get_poster_url()).status_code == 404
    assert client.get(event.get_poster_pdf_url()).status_code == 404


def test_poster_of_a_moved_event_leads_to_where_it_is(client: Client, event: Event) -> None:
    response = client.get(event.get_poster_url().replace("2026/12", "2026/11"))

    assert (response.status_code, response["Location"]) == (301, event.get_poster_url())


def test_the_code_is_square_has_its_border_and_holds_the_address() -> None:
    code, other = (
        draw_code("https://x.example/agenda/2026/12/fete/"),
        draw_code("https://x.example/agenda/2026/12/bal/"),
    )

    assert code.size == other.size == 29 + 2 * QUIET  # version 3: 38 characters at level M
    assert code.path.startswith(f"M{QUIET} {QUIET}h7v1h-7z")  # the corner that a telephone looks for
    assert code.path != other.path


def test_the_pdf_is_one_tagged_letter_sheet_or_a_sentence_says_why_not(client: Client, event: Event) -> None:
    """Where Pango is missing, as on a bare machine, the page to print answers; the checks of the project need Pango."""
    response = client.get(event.get_poster_pdf_url())

    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        assert response.status_code == 503
        return
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert response.cookies == {}
    assert client.get(event.get_poster_pdf_url()).content == response.content


def test_the_same_page_makes_the_same_file_a_second_later(settings: Settings) -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        return
    typeface = f"{settings.BASE_URL}/static/vendor/libre-franklin/libre-franklin.woff2"
    page = f"<style>@font-face {{font-family: F; src: url({typeface})}} p {{font-family: F}}</style><p>Fête d’hiver</p>"

    with time_machine.travel(at("2026-11-26 16:00"), tick=False) as clock:
        first = pdf.make_pdf(page)
        clock.shift(2)
        second = pdf.make_pdf(page)

    assert first == second


def test_a_site_that_makes_pdf_files_still_refuses_half_a_picture() -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        return
    drawn = BytesIO()
    Image.effect_noise((200, 200), 80).save(drawn, "JPEG")

    with pytest.raises(ValidationError, match="abîmée"):
        reencode_image(drawn.getvalue()[: drawn.tell() // 2])


SENTENCE = "Une soirée pour numériser les photographies anciennes du quartier, et raconter ce qu’on y voit. "


@pytest.mark.parametrize(
    ("title", "summary", "details", "has_picture"),
    [(45, 110, 15, False), (19, 60, 20, True), (70, 280, 60, True), (120, 200, 80, True), (200, 280, 190, True)],
)
def test_whatever_is_written_the_poster_is_one_sheet(
    event: Event, title: int, summary: int, details: int, has_picture: bool
) -> None:
    if not can_make_pdf():
        assert os.environ.get("PARVIS_CI") != "1"
        return
    event.title, event.summary = (SENTENCE * 5)[:title], (SENTENCE * 5)[:summary]
    event.venue = event.address = event.accessibility = (SENTENCE * 3)[:details]
    event.image = event.image if has_picture else None

    html = render_to_string(TEMPLATE, {**_context(event), "takes_registrations": True, "is_pdf": True})

    assert len(pdf.lay_out(html).pages) == 1


@pytest.mark.parametrize(("title", "scale"), [("Fête", "large"), ("Fête " * 20, "medium"), ("Fête " * 35, "small")])
def test_a_short_title_is_read_from_across_the_street(client: Client, event: Event, title: str, scale: str) -> None:
    Event.objects.filter(pk=event.pk).update(title=title, image=None)

    assert read(client, event.get_poster_url()).select_one(f".sheet--{scale}") is not None


def test_the_poster_says_that_one_registers_while_one_may(client: Client, event: Event) -> None:
    assert "On s’inscrit" not in text(read(client, event.get_poster_url()).select_one(".sheet"))
    DeskFactory(event=event)
    assert "On s’inscrit sur la page de l’événement." in text(read(client, event.get_poster_url()).select_one(".sheet"))
    Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
    assert "On s’inscrit" not in text(read(client, event.get_poster_url()).select_one(".sheet"))


def test_without_pango_the_page_to_print_says_so(client: Client, event: Event) -> None:
    with patch.object(pdf, "_load", side_effect=PdfUnavailable):
        response = client.get(event.get_poster_pdf_url())

    assert response.status_code == 503
    assert "Ce site ne peut pas faire de PDF pour le moment" in response.content.decode()
    assert "Fête d’hiver" in response.content.decode()


def test_a_pdf_reads_our_own_files_and_nothing_else(event: Event) -> None:
    picture = event.image.get_rendition("width-1200|format-jpeg")  # type: ignore[union-attr]

    assert read_own_file("http://testserver/static/css/poster.css").startswith(b"/* The poster")
    with picture.file.open() as file, Image.open(file) as image:
        assert image.format == "JPEG"
    assert read_own_file(f"http://testserver{picture.url}").startswith(b"\xff\xd8")
    for address in (
        "https://elsewhere.example/static/css/poster.css",
        "http://testserver/admin/",
        "http://testserver/static/../manage.py",
        "file:///etc/passwd",
    ):
        with pytest.raises(ValueError, match=re.escape(address)):
            read_own_file(address)
