"""The agenda in the frame of another site: allowed there, without a cookie, and nothing else of ours is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from crm.events.enums import EventKind, EventStatus
from crm.partners.models import Council
from tests.factories import EventFactory
from tests.pages.agenda_pages import read, text, titles

pytestmark = pytest.mark.django_db
BLOCK = "/agenda/bloc/"


def test_the_block_stands_in_any_frame_and_writes_nothing(client: Client, council: Council, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60

    for response in (client.get(BLOCK), client.get(BLOCK)):
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
        assert (response.cookies, response.get("Vary", "")) == ({}, "")
        assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/agenda/integrer/", "/vie-privee/"])
def test_no_other_page_stands_in_a_frame(client: Client, council: Council, path: str) -> None:
    response = client.get(path)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_the_block_shows_what_was_asked(client: Client, council: Council) -> None:
    soon = timezone.now()
    for number in range(4):
        EventFactory(title=f"Fête {number}", kind=EventKind.FETE, starts_at=soon + timedelta(days=number + 1))
    EventFactory(title="Bingo", audiences=("seniors",))
    EventFactory(title="Brouillon", kind=EventKind.FETE, status=EventStatus.DRAFT)

    page = read(client, f"{BLOCK}?genre=fetes&nombre=3")

    assert titles(page)[1:] == ["Fête 0", "Fête 1", "Fête 2"]
    assert titles(read(client, f"{BLOCK}?public=aines"))[1:] == ["Bingo"]
    assert page.base["target"] == "_top"


@pytest.mark.parametrize("query", ["?nombre=4", "?nombre=x", "?genre=lune", "?public=chats"])
def test_what_does_not_exist_is_not_found(client: Client, council: Council, query: str) -> None:
    assert client.get(BLOCK + query).status_code == 404


def test_the_line_to_copy_says_what_was_chosen(client: Client, council: Council) -> None:
    page = read(client, "/agenda/integrer/?genre=fetes&public=&nombre=3")

    address = "http://testserver/agenda/bloc/?genre=fetes&nombre=3"
    assert text(page.select_one(".embed__line")) == (
        f'<iframe src="{address}" title="Agenda du quartier" width="100%" height="605" '
        'style="border: 0" loading="lazy"></iframe>'
    )
    assert page.select_one("#genre option[selected]")["value"] == "fetes"
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_block_costs_the_same_whatever_it_shows(
    client: Client, council: Council, django_assert_num_queries: object, rows: int
) -> None:
    EventFactory.create_batch(rows)

    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(BLOCK)
