"""The public minutes: a page and a PDF, nothing of a closed session, gone at once when withdrawn."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from crm.assemblies.domain.minutes import correct_minutes, publish_minutes, withdraw_minutes, write_section
from crm.assemblies.domain.sitting import close_assembly
from crm.assemblies.enums import MinutesState
from crm.assemblies.models import AgendaItem, Decision, Minutes
from crm.events import pdf
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.events.pdf import PdfUnavailable
from tests.assemblies.tables import SEVEN, Table, a_table, adopt, at
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import complete_council
from tests.pages.test_poster import can_make_pdf

PAGE = "/assemblees/2026-04-14/proces-verbal/"
PDF = "/assemblees/2026-04-14/proces-verbal.pdf"


def published(**fields: str) -> Minutes:
    complete_council()
    table: Table = a_table(proposal="Congédier Fabulin.")
    adopt(table)
    close_assembly(table.assembly, at(120))
    minutes = Minutes.objects.get()
    write_section(minutes.sections.get(key="opening"), 0, "<p>Merci à [[Oda Inventée]].</p>")
    Minutes.objects.update(state=MinutesState.ADOPTED, adopted_on=SEVEN.date())
    return publish_minutes(minutes, at(200))


def words(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split()).replace("\u00a0", " ")


@pytest.mark.django_db
def test_anyone_reads_published_minutes_without_the_names_of_citizens(client: Client) -> None:
    minutes = published()
    correct_minutes(minutes, "Lire « rue ».", SEVEN.date(), None)

    told = words(client)

    assert "Procès-verbal de l’assemblée du 14 avril 2026" in told
    assert "Merci à une personne du public." in told
    assert "Adoptée à l’unanimité." in told
    assert "14 avril 2026 · Lire « rue »." in told
    assert "Inventée" not in told


@pytest.mark.django_db
@pytest.mark.parametrize("path", [PAGE, PDF, "/assemblees/2026-02-31/proces-verbal/"])
def test_before_their_publication_they_do_not_exist(client: Client, path: str) -> None:
    published()
    Minutes.objects.update(state=MinutesState.ADOPTED, published_at=None)

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_the_assembly_the_agenda_and_the_site_map_lead_to_them_once_published(client: Client) -> None:
    minutes = published()
    places = (minutes.assembly.event.get_absolute_url(), "/assemblees/2026-04-14/ordre-du-jour/", "/sitemap.xml")

    assert [PAGE in client.get(place).content.decode() for place in places] == [True] * 3

    withdraw_minutes(minutes, at(301))

    assert [PAGE in client.get(place).content.decode() for place in places] == [False] * 3


@pytest.mark.django_db
def test_minutes_of_a_withdrawn_event_do_not_exist(client: Client) -> None:
    published()
    Event.objects.update(status=EventStatus.DRAFT)

    assert client.get(PAGE).status_code == 404


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_item_closed_afterwards_leaves_the_page_the_pdf_and_the_cache_at_once(client: Client) -> None:
    published()
    assert "Fabulin" in words(client)
    before = client.get(PDF).content
    item = AgendaItem.objects.get()

    item.is_closed_session, item.title = True, "Congédier Fabulin"
    item.save()

    assert "Fabulin" not in words(client)
    assert "Huis clos" in words(client)
    assert client.get(PDF).content != before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_decision_closed_afterwards_leaves_the_page_at_once(client: Client) -> None:
    published()
    assert "Fabulin" in words(client)
    decision = Decision.objects.get()

    decision.is_closed_session = True
    decision.save()

    assert "Fabulin" not in words(client)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_withdrawn_minutes_leave_a_notice_and_come_back(client: Client) -> None:
    minutes = published()
    assert client.get(PAGE).status_code == 200

    withdraw_minutes(minutes, at(300))
    assert client.get(PAGE).status_code == 410

    publish_minutes(minutes, at(400))
    assert client.get(PAGE).status_code == 200


def opened(sheet: bytes) -> bytes:
    """A PDF with what it keeps compressed laid open."""
    parts = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", sheet, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(part))
    return sheet + b"".join(parts)


@pytest.mark.django_db
def test_the_pdf_is_tagged_for_those_who_listen_or_the_page_says_why_not(client: Client) -> None:
    published()

    sheet = client.get(PDF)

    if not can_make_pdf():
        assert (sheet.status_code, sheet["Content-Type"]) == (503, "text/html; charset=utf-8")
        return
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "application/pdf")
    assert sheet.content.startswith(b"%PDF-1.7")
    assert client.get(PDF).content == sheet.content
    told = opened(sheet.content)
    assert (b"/Lang (fr-CA)" in told, b"/Marked true" in told, b"/StructTreeRoot" in told) == (True, True, True)


@pytest.mark.django_db
def test_where_no_pdf_can_be_made_the_page_to_print_says_so(client: Client) -> None:
    published()

    with patch.object(pdf, "_load", side_effect=PdfUnavailable):
        response = client.get(PDF)

    assert response.status_code == 503
    assert "imprimez cette page" in response.content.decode()


@pytest.mark.django_db
def test_the_page_asks_little(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published()
    client.get("/")

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 8


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_stands_in_the_way_of_the_minutes(site: Site) -> None:
    minutes = published()
    correct_minutes(minutes, "Lire « rue ».", SEVEN.date(), None)

    assert violations_everywhere(site, PAGE) == []
