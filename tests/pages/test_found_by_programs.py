"""Sitemap, robots and the feed of the news."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.pages.models import NewsIndexPage, NewsPage, StandardPage
from crm.events.enums import EventStatus
from crm.partners.models import Council
from tests.factories import EventFactory, add_page

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def read_xml(response: Any) -> Element:
    return fromstring(response.content)  # noqa: S314 (our own answer)


def test_the_sitemap_lists_what_everyone_may_read(client: Client, council: Council) -> None:
    add_page(StandardPage, "Le conseil")
    add_page(StandardPage, "Brouillon", live=False)
    private = add_page(StandardPage, "Réservée")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    event = EventFactory()
    EventFactory(status=EventStatus.DRAFT)

    response = client.get("/sitemap.xml")

    found = [place.text for place in read_xml(response).iterfind("s:url/s:loc", SITEMAP)]
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert found == [
        "http://testserver/",
        "http://testserver/le-conseil/",
        f"http://testserver{event.get_absolute_url()}",
        "http://testserver/vie-privee/",
        "http://testserver/accessibilite/",
    ]


@pytest.mark.django_db
def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    assert client.get("/robots.txt").content.decode().splitlines()[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.django_db
def test_a_favicon_is_where_programs_look(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert response["Location"].endswith("img/favicon.ico")


def test_the_feed_tells_the_news_latest_first(client: Client, council: Council) -> None:
    index = add_page(NewsIndexPage, "Nouvelles")
    add_page(NewsPage, "Ancienne", index, summary="Avant.", dated_on=date(2026, 5, 1))
    add_page(NewsPage, "Récente", index, summary="Après.", dated_on=date(2026, 5, 14))
    add_page(NewsPage, "Brouillon", index, summary="Plus tard.", dated_on=date(2026, 5, 15), live=False)

    feed = read_xml(client.get("/nouvelles/fil.xml"))

    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == ["Récente", "Ancienne"]
    assert entries[0].findtext("a:summary", namespaces=ATOM) == "Après."
    assert entries[0].findtext("a:published", namespaces=ATOM) == "2026-05-14T12:00:00-04:00"
    assert entries[0].find("a:link", ATOM).attrib["href"] == "http://testserver/nouvelles/recente/"  # type: ignore[union-attr]


def test_every_page_announces_the_feed(client: Client, council: Council) -> None:
    html = client.get("/vie-privee/").content.decode()

    assert 'href="/nouvelles/fil.xml"' in html


@pytest.mark.parametrize("address", ["/nouvelles/fil.xml", "/agenda/fil.xml", "/decisions/fil.xml"])
def test_every_feed_has_its_author_and_its_own_address(client: Client, council: Council, address: str) -> None:
    feed = read_xml(client.get(address))

    assert feed.findtext("a:author/a:name", namespaces=ATOM) == council.name
    assert [link.get("href") for link in feed.iterfind("a:link[@rel='self']", ATOM)] == [f"http://testserver{address}"]
