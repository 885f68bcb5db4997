"""A sign that XML has not, pasted from a word processor, closes a feed to nobody."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client

from cms.archive.models import MemoryBlogPage, MemoryPage, MemoryPostPage
from cms.pages.models import AgendaPage, NewsIndexPage, NewsPage
from crm.partners.models import Council
from tests.factories import EventFactory, ItemFactory, add_page

pytestmark = pytest.mark.django_db


def test_every_feed_leaves_it_out(client: Client, council: Council) -> None:
    odd = "Avant\x0baprès"
    ItemFactory(title=odd, description=odd)
    EventFactory(title=odd, summary=odd)
    add_page(AgendaPage, "Agenda", slug="agenda")
    add_page(NewsPage, odd, add_page(NewsIndexPage, "Nouvelles", slug="nouvelles"), slug="une", summary=odd)
    notebook = add_page(MemoryBlogPage, "Carnet", add_page(MemoryPage, "Mémoire", slug="memoire"), slug="carnet")
    add_page(MemoryPostPage, odd, notebook, slug="un", summary=odd)

    for path in ("/memoire/fil.xml", "/memoire/carnet/fil.xml", "/agenda/fil.xml", "/nouvelles/fil.xml"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Avantaprès" in "".join(fromstring(answer.content).itertext()), path  # noqa: S314 (our own answer)
