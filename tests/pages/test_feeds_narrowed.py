"""T19: the calendars of a kind and of an audience; read by a second library; right when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.events.domain.publishing import cancel_event
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event, OwnKind
from crm.partners.models import Council
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
FEED = "/agenda/calendrier.ics"
NOW = at("2026-03-01 12:00")


def uids(response: HttpResponse) -> list[str]:
    return [str(entry["uid"]) for entry in icalendar.Calendar.from_ical(response.content).walk("VEVENT")]


def of(*events: Event) -> list[str]:
    return [f"{event.uid}@parvis" for event in events]


def test_feed_of_a_kind_holds_that_kind(client: Client, council: Council) -> None:
    kind = OwnKind.objects.create(name="Veillée", nature=EventKind.FETE)
    fete = EventFactory(kind=EventKind.FETE, starts_at=at("2026-03-10 19:00"))
    ours = EventFactory(own_kind=kind, starts_at=at("2026-03-11 19:00"))
    EventFactory(kind=EventKind.FETE, status=EventStatus.DRAFT)
    EventFactory()

    response = client.get("/agenda/calendrier/genre/fetes.ics")

    assert uids(response) == of(fete, ours)
    assert uids(client.get("/agenda/calendrier/genre/veillee.ics")) == of(ours)
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["name"] == "Agenda – Conseil de quartier des Trois-Ormes – Fêtes"


def test_feed_of_an_audience_holds_what_is_announced_for_it(client: Client, council: Council) -> None:
    families = EventFactory(audiences=("children", "families"))
    EventFactory(audiences=("seniors",))

    assert uids(client.get("/agenda/calendrier/public/familles.ics")) == of(families)


@pytest.mark.parametrize("path", ["genre/lune.ics", "public/chats.ics"])
def test_feed_of_what_does_not_exist_is_not_found(client: Client, council: Council, path: str) -> None:
    assert client.get(f"/agenda/calendrier/{path}").status_code == 404


def test_feed_is_made_once_and_sent_again_only_when_something_changed(client: Client, council: Council) -> None:
    event = EventFactory(modified_at=NOW)
    first = client.get(FEED)

    with CaptureQueriesContext(connection) as queries:
        same = client.get(FEED, headers={"if-none-match": first["ETag"]})

    assert same.status_code == 304
    assert [found["sql"] for found in queries if 'SELECT "events_event"' in found["sql"]] == []
    cancel_event(event, now=NOW + timedelta(minutes=1))
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_feed_is_the_same_without_its_cache(client: Client, council: Council) -> None:
    EventFactory(modified_at=NOW)
    first = client.get(FEED)
    caches["pages"].clear()

    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_feed_hears_that_a_kind_was_renamed_or_taken_away(client: Client, council: Council) -> None:
    kind = OwnKind.objects.create(name="Veillée", nature=EventKind.FETE)
    EventFactory(own_kind=kind)
    first = client.get(FEED)

    kind.name = "Grande veillée"
    kind.save()
    second = client.get(FEED, headers={"if-none-match": first["ETag"]})
    kind.delete()
    third = client.get(FEED, headers={"if-none-match": second["ETag"]})

    assert [str(answer.status_code) for answer in (second, third)] == ["200", "200"]
    assert b"CATEGORIES:Grande veill\xc3\xa9e" in second.content
    assert b"CATEGORIES:F\xc3\xaate de quartier" in third.content


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-08T06:30:00+00:00", "2026-03-08T07:30:00+00:00"),  # at 2:00 it is 3:00
        ("2026-03-08T23:00:00+00:00", "2026-03-09T01:00:00+00:00"),
        ("2026-11-01T04:30:00+00:00", "2026-11-01T05:30:00+00:00"),
        ("2026-11-01T06:30:00+00:00", "2026-11-01T08:00:00+00:00"),  # the hour that comes twice, the second time
        ("2026-11-02T00:00:00+00:00", "2026-11-02T02:00:00+00:00"),
        ("2026-07-14T23:00:00+00:00", "2026-07-15T01:00:00+00:00"),
    ],
)
def test_two_libraries_read_the_same_moments(client: Client, council: Council, start: str, end: str) -> None:
    moments = [datetime.fromisoformat(start), datetime.fromisoformat(end)]
    event = EventFactory(title="Corvée; plantation, au parc", starts_at=moments[0], ends_at=moments[1])
    cancel_event(event, now=NOW, note="Il pleut.")

    content = client.get(FEED).content
    one = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    other = vobject.readOne(content.decode()).vevent

    assert [one.decoded(name).astimezone(UTC) for name in ("dtstart", "dtend")] == moments
    assert [other.dtstart.value.astimezone(UTC), other.dtend.value.astimezone(UTC)] == moments
    assert (other.uid.value, other.status.value, other.sequence.value) == (f"{event.uid}@parvis", "CANCELLED", "1")
    assert other.summary.value == str(one["summary"]) == "ANNULÉ\u00a0: Corvée; plantation, au parc"
    assert other.location.value == str(one["location"])


def test_a_position_is_in_the_calendar(client: Client, council: Council) -> None:
    EventFactory(latitude="46.8021", longitude="-71.2487", accessibility="De plain-pied.")

    content = client.get(FEED).content.decode().replace("\r\n ", "")

    assert "GEO:46.8021;-71.2487" in content
    assert "De plain-pied." in content
    assert vobject.readOne(content).vevent.geo.value == "46.8021;-71.2487"


@pytest.mark.parametrize(
    "title",
    [
        "Œuvre; d’art, « été » \\ fin",
        "é" * 190,
        "a" * 66 + "é",
        "Fête\r\nATTENDEE:mailto:x@example.org",
        "\x07sonnette",
    ],
)
def test_two_libraries_read_the_same_words(client: Client, council: Council, title: str) -> None:
    EventFactory(title=title, slug="mots")

    content = client.get(FEED).content
    read = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]["summary"]

    assert str(read) == vobject.readOne(content.decode()).vevent.summary.value
    assert str(read) == title.replace("\r\n", "\n").replace("\x07", "")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
