"""T19: the calendar feed, that of one event, and the news feed, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
from django.http import HttpResponse
from django.test import Client

from crm.events.domain.publishing import cancel_event, withdraw_event
from crm.events.enums import EventStatus
from crm.partners.models import Council
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
FEED = "/agenda/calendrier.ics"
NOW = at("2026-03-01 12:00")


def uids(response: HttpResponse) -> list[str]:
    return [str(entry["uid"]) for entry in icalendar.Calendar.from_ical(response.content).walk("VEVENT")]


def test_feed_holds_every_public_event_and_no_draft(client: Client, council: Council) -> None:
    past = EventFactory(starts_at=at("2024-01-10 19:00"))
    cancelled = EventFactory(starts_at=at("2026-03-10 19:00"), status=EventStatus.CANCELLED)
    postponed = EventFactory(starts_at=at("2026-03-11 19:00"), status=EventStatus.POSTPONED)
    coming = EventFactory(starts_at=at("2026-03-12 19:00"))
    EventFactory(title="Surprise de Gaétane", status=EventStatus.DRAFT)

    response = client.get(FEED)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert uids(response) == [f"{event.uid}@parvis" for event in (past, cancelled, postponed, coming)]
    assert "Gaétane" not in response.content.decode()
    assert icalendar.Calendar.from_ical(response.content)["name"] == "Agenda – Conseil de quartier des Trois-Ormes"
    assert response.cookies == {}


def test_feed_is_not_sent_again_while_nothing_changes(client: Client, council: Council) -> None:
    event = EventFactory(modified_at=NOW)
    first = client.get(FEED)
    assert first["Last-Modified"] == "Sun, 01 Mar 2026 17:00:00 GMT"

    by_etag = client.get(FEED, headers={"if-none-match": first["ETag"]})
    by_date = client.get(FEED, headers={"if-modified-since": first["Last-Modified"]})
    assert [(answer.status_code, answer.content) for answer in (by_etag, by_date)] == [(304, b"")] * 2

    cancel_event(event, now=NOW + timedelta(minutes=1))
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.get(FEED, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_feed_tells_when_an_event_was_withdrawn(client: Client, council: Council) -> None:
    event = EventFactory(modified_at=NOW)
    first = client.get(FEED)

    withdraw_event(event, now=NOW + timedelta(minutes=1))
    second = client.get(FEED, headers={"if-modified-since": first["Last-Modified"]})

    assert (second.status_code, uids(second)) == (200, [])


def test_feed_of_one_event_holds_that_one(client: Client, council: Council) -> None:
    event, _other = EventFactory(), EventFactory()

    response = client.get(event.get_calendar_url())

    assert uids(response) == [f"{event.uid}@parvis"]
    assert response["Content-Disposition"] == f'inline; filename="{event.slug}.ics"'
    assert client.get(event.get_calendar_url(), headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_costs_the_same_whatever_it_holds(
    client: Client, council: Council, django_assert_num_queries: Any, rows: int
) -> None:
    EventFactory.create_batch(rows)

    with django_assert_num_queries(3):
        client.get(FEED)


def test_feeds_only_read(client: Client, council: Council) -> None:
    assert client.post(FEED).status_code == 405


def test_atom_tells_what_was_announced_lately(client: Client, council: Council) -> None:
    event = EventFactory(title="Fête", slug="fete", starts_at=at("2026-03-10 19:00"), published_at=NOW, modified_at=NOW)
    EventFactory(status=EventStatus.DRAFT, title="Surprise de Gaétane")

    response = client.get("/agenda/fil.xml")

    names = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(response.content)  # noqa: S314
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [
        (entry.findtext("a:title", namespaces=names), entry.findtext("a:id", namespaces=names))
        for entry in feed.findall("a:entry", names)
    ] == [("Fête", event.uid.urn)]
    assert feed.find("a:entry/a:link", names).get("href") == "http://testserver/agenda/2026/03/fete/"
