"""T19: the calendars, read as a program reads them and as they are on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from crm.events.domain.calendar_links import calendar_links
from crm.events.domain.calendars import Publisher, events_calendar
from crm.events.domain.publishing import cancel_event, postpone_event, revise_event
from crm.events.models import Event
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 1, 17, 0, tzinfo=UTC)
WHO = Publisher(
    name="Conseil de quartier des Trois-Ormes", email="bonjour@conseil.example", base_url="https://x.example/"
)


def make(**fields: Any) -> Event:
    known = {
        "starts_at": at("2026-05-14 19:30"),
        "ends_at": at("2026-05-14 21:00"),
        "modified_at": NOW,
        "created_at": NOW,
    }
    return EventFactory(**known | fields)


def raw(*events: Event) -> bytes:
    return events_calendar(events, WHO, "Agenda")


def entry(event: Event) -> icalendar.Event:
    """The event as a calendar program reads it."""
    return icalendar.Calendar.from_ical(raw(event)).walk("VEVENT")[0]


def lines(data: bytes) -> list[str]:
    """The lines of the file, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_calendar_says_what_happens_where_and_when() -> None:
    event = make(
        title="Corvée; plantation, au parc",
        slug="corvee",
        online_url="https://visio.example/salle",
        description="<p>On <b>plante</b>.</p><ul><li>Pelles</li><li>Gants</li></ul><p>L&#x27;eau est fournie.</p>",
    )

    found = entry(event)

    assert {name: str(found[name]) for name in ("summary", "location", "url", "status", "uid")} == {
        "summary": "Corvée; plantation, au parc",
        "location": "Parc de la Carrière, 40, avenue des Tailleurs",
        "url": "https://x.example/agenda/2026/05/corvee/",
        "status": "CONFIRMED",
        "uid": f"{event.uid}@parvis",
    }
    assert str(found["description"]) == (
        "On plante, on arrose, on jase.\n\nOn plante.\n- Pelles\n- Gants\nL'eau est fournie.\n\n"
        "https://visio.example/salle\n\nhttps://x.example/agenda/2026/05/corvee/"
    )
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (event.starts_at, event.ends_at)
    assert (found.decoded("dtstamp"), found.decoded("last-modified"), found["sequence"]) == (NOW, NOW, 0)
    assert (str(found["organizer"]), found["organizer"].params["CN"]) == ("mailto:bonjour@conseil.example", WHO.name)


def test_calendar_is_written_with_crlf_and_lines_of_75_octets() -> None:
    data = raw(make(title="é" * 190, venue="à" * 150, summary="« œuvre » " * 20))

    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert all(line.decode() for line in data.split(b"\r\n") if line)  # no character is cut in two
    assert f"SUMMARY:{'é' * 190}" in lines(data)


def test_a_line_break_in_a_title_opens_no_property() -> None:
    data = raw(make(title="Fête\r\nATTENDEE:mailto:x@example.org"))

    assert [line for line in lines(data) if line.startswith("ATTENDEE")] == []
    assert len(icalendar.Calendar.from_ical(data).walk("VEVENT")) == 1


def test_calendar_is_the_same_bytes_while_the_events_are() -> None:
    event = make()

    assert raw(event) == raw(Event.objects.get(pk=event.pk))


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        # Sunday 8 March 2026: at 2:00 it is 3:00
        ("2026-03-08T06:30:00+00:00", "2026-03-08T07:30:00+00:00", ("20260308T013000", "20260308T033000")),
        ("2026-03-08T23:00:00+00:00", "2026-03-09T01:00:00+00:00", ("20260308T190000", "20260308T210000")),
        # Sunday 1 November 2026: at 2:00 it is 1:00 again
        ("2026-11-01T04:30:00+00:00", "2026-11-01T05:30:00+00:00", ("20261101T003000", "20261101T013000")),
        ("2026-11-02T00:00:00+00:00", "2026-11-02T02:00:00+00:00", ("20261101T190000", "20261101T210000")),
    ],
)
def test_calendar_is_right_on_the_days_the_clocks_change(start: str, end: str, written: tuple[str, str]) -> None:
    event = make(starts_at=datetime.fromisoformat(start), ends_at=datetime.fromisoformat(end))

    found = lines(raw(event))

    assert f"DTSTART;TZID=America/Toronto:{written[0]}" in found
    assert f"DTEND;TZID=America/Toronto:{written[1]}" in found
    moments = [entry(event).decoded(name).astimezone(UTC) for name in ("dtstart", "dtend")]
    assert moments == [event.starts_at, event.ends_at]


def test_the_hour_that_november_repeats_is_written_in_utc() -> None:
    event = make(starts_at=datetime(2026, 11, 1, 6, 30, tzinfo=UTC), ends_at=datetime(2026, 11, 1, 8, tzinfo=UTC))

    assert "DTSTART:20261101T063000Z" in lines(raw(event))
    assert "DTEND;TZID=America/Toronto:20261101T030000" in lines(raw(event))


def test_vtimezone_says_what_the_tz_database_says() -> None:
    """Every change of clocks from 2007 to 2037: the wall time before it, and the offset after it."""
    zone = icalendar.Calendar.from_ical(raw(make())).walk("VTIMEZONE")[0]
    changes = {}
    for part in zone.subcomponents:
        rule = rrulestr(part["rrule"].to_ical().decode(), dtstart=part.decoded("dtstart"))
        for moment in rule.between(datetime(2007, 1, 1), datetime(2037, 12, 31)):  # noqa: DTZ001
            changes[(moment - part.TZOFFSETFROM).replace(tzinfo=UTC)] = part.TZOFFSETTO

    assert str(zone["tzid"]) == "America/Toronto"
    assert changes == transitions(ZoneInfo("America/Toronto"), date(2007, 1, 1), date(2037, 12, 31))


def transitions(zone: ZoneInfo, first: date, last: date) -> dict[datetime, timedelta | None]:
    moment, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, last))
    found = {}
    while moment < end:
        later = moment + timedelta(hours=1)
        if later.astimezone(zone).utcoffset() != moment.astimezone(zone).utcoffset():
            found[later] = later.astimezone(zone).utcoffset()
        moment = later
    return found


def test_an_event_of_whole_days_has_dates_without_hours() -> None:
    event = make(starts_at=at("2026-05-23 00:00"), ends_at=at("2026-05-24 23:59"), all_day=True)

    assert {"DTSTART;VALUE=DATE:20260523", "DTEND;VALUE=DATE:20260525"} <= set(lines(raw(event)))


def test_an_event_without_an_end_has_none() -> None:
    assert "dtend" not in entry(make(ends_at=None))


def test_a_cancelled_event_stays_with_its_uid_and_a_higher_sequence() -> None:
    event = make(title="Corvée")
    before = entry(event)

    cancel_event(event, now=NOW + timedelta(days=1), note="Il pleut.")

    found = entry(event)
    assert (str(found["status"]), found["sequence"], str(found["uid"])) == ("CANCELLED", 1, str(before["uid"]))
    assert str(found["summary"]) == "ANNULÉ\u00a0: Corvée"
    assert str(found["description"]).startswith("Il pleut.\n\n")
    assert found.decoded("dtstamp") == NOW + timedelta(days=1)


def test_a_postponed_event_is_tentative_until_it_has_a_date() -> None:
    event = make(title="Corvée")

    postpone_event(event, now=NOW)
    waiting = entry(event)
    event.starts_at, event.ends_at = at("2026-06-11 19:30"), at("2026-06-11 21:00")
    revise_event(event, now=NOW)
    settled = entry(event)

    assert (str(waiting["status"]), str(waiting["summary"])) == ("TENTATIVE", "REPORTÉ, date à venir\u00a0: Corvée")
    assert (str(settled["status"]), str(settled["summary"])) == ("CONFIRMED", "Corvée")
    assert (waiting["sequence"], settled["sequence"]) == (1, 2)
    assert settled.decoded("dtstart") == at("2026-06-11 19:30")


def test_calendar_names_itself_and_its_rhythm() -> None:
    assert {"NAME:Agenda", "X-WR-CALNAME:Agenda", "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"} <= set(
        lines(raw())
    )


def test_calendar_links_carry_the_same_moments() -> None:
    event = make(title="Corvée & plantation", slug="corvee", summary="")
    whole = make(
        starts_at=at("2026-05-23 00:00"), ends_at=at("2026-05-24 23:59"), all_day=True, slug="vente", summary=""
    )

    google, outlook = calendar_links(event, WHO)

    assert google.url == (
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Corv%C3%A9e+%26+plantation"
        "&dates=20260514T233000Z%2F20260515T010000Z&details=https%3A%2F%2Fx.example%2Fagenda%2F2026%2F05%2Fcorvee%2F"
        "&location=Parc+de+la+Carri%C3%A8re%2C+40%2C+avenue+des+Tailleurs"
    )
    assert "startdt=2026-05-14T23%3A30%3A00Z&enddt=2026-05-15T01%3A00%3A00Z" in outlook.url
    assert "dates=20260523%2F20260525&" in calendar_links(whole, WHO)[0].url
    assert calendar_links(whole, WHO)[1].url.endswith("startdt=2026-05-23&enddt=2026-05-25&allday=true")
