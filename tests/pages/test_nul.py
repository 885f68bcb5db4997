"""A NUL in an address: PostgreSQL refuses to look for one, and the reader gets a page all the same."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.archive.models import MemoryPage
from cms.pages.models import AgendaPage
from crm.partners.models import Council
from tests.factories import add_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(council: Council) -> Council:
    add_page(MemoryPage, "Mémoire", slug="memoire")
    add_page(AgendaPage, "Agenda", slug="agenda")
    return council


@pytest.mark.parametrize(
    "path", ["/abc%00/", "/memoire/1/a%00/", "/infolettre/%00", "/agenda/a%00b/", "/memoire/?sujet=rien%00"]
)
def test_nothing_stands_there(client: Client, site: Council, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert site.name in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/memoire/?personne=%00",
        "/memoire/?lieu=%00",
        "/memoire/?personne=%%0000",
        "/recherche/?q=a&sujet=%00",
        "/recherche/?q=%00",
        "/agenda/?mots=%00",
        "/?p=%00",
    ],
)
def test_what_is_asked_is_read_without_it(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
