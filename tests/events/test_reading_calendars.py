"""What a stranger's calendar announces: repeated dates, whole days, what is not understood, what would never end."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.events.domain.reading_calendars import ReadEvent, Unreadable, read_calendar
from tests.events.moments import at

START, END = at("2026-01-01 00:00"), at("2026-06-30 00:00")


def calendar(*events: str) -> bytes:
    """A calendar of these events, each written as its lines without BEGIN and END."""
    parts = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).replace("\n", "\r\n").encode()


def read(*events: str) -> list[ReadEvent]:
    return read_calendar(calendar(*events), START, END)


YOGA = """
UID:yoga
DTSTART;TZID=America/Toronto:20260106T190000
DTEND;TZID=America/Toronto:20260106T200000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Yoga
"""
MOVED = """
UID:yoga
RECURRENCE-ID;TZID=America/Toronto:20260113T190000
DTSTART;TZID=America/Toronto:20260114T183000
SUMMARY:Yoga
"""


def test_each_date_of_what_repeats_with_the_one_that_was_moved():
    found = read(YOGA, MOVED)

    assert [one.starts_at for one in found] == [at("2026-01-06 19:00"), at("2026-01-14 18:30"), at("2026-01-20 19:00")]
    assert [one.recurrence[:10] for one in found] == ["2026-01-06", "2026-01-13", "2026-01-20"]


def test_one_event_keeps_its_key_when_it_moves():
    one, two = (read(f"UID:a\nDTSTART:2026020{day}T190000Z\nSUMMARY:Corvée")[0] for day in (3, 4))

    assert (one.uid, one.recurrence) == (two.uid, two.recurrence) == ("a", "")


def test_whole_days_end_on_their_last_day():
    (found,) = read("UID:b\nDTSTART;VALUE=DATE:20260207\nDTEND;VALUE=DATE:20260209\nSUMMARY:Fête")

    assert (found.all_day, found.starts_at, found.ends_at) == (True, at("2026-02-07 00:00"), at("2026-02-08 23:59:59"))


def test_an_hour_without_a_zone_is_said_on_the_clock_of_the_place():
    (found,) = read("UID:c\nDTSTART:20260504T090000\nSUMMARY:Marché")

    assert found.starts_at == at("2026-05-04 09:00")


@pytest.mark.parametrize(
    ("lines", "url"),
    [("URL:https://velo.example/sortie", "https://velo.example/sortie"), ("URL:javascript:alert(1)", ""), ("", "")],
)
def test_only_a_web_page_is_linked(lines: str, url: str):
    (found,) = read(f"UID:d\nDTSTART:20260203T190000Z\nSUMMARY:Sortie\n{lines}")

    assert found.url == url


def test_what_would_never_end_is_left_out():
    found = read("UID:e\nDTSTART:20260101T000000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:Bombe", YOGA)

    assert {one.title for one in found} == {"Yoga"}


def test_there_is_a_most():
    found = read("UID:f\nDTSTART:20200101T000000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5\nSUMMARY:Souvent")

    assert len(found) == 500


def test_words_are_one_line_and_not_endless():
    (found,) = read(f"UID:g\nDTSTART:20260203T190000Z\nSUMMARY:  Une\\n  fête {'x' * 900}\nSTATUS:CANCELLED")

    assert (found.title[:9], len(found.title), found.is_cancelled) == ("Une fête ", 200, True)


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"\x00\xff", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"BEGIN:VCALENDAR"]
)
def test_what_is_no_calendar_is_refused(body: bytes):
    with pytest.raises(Unreadable):
        read_calendar(body, START, END)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes):
    try:
        found = read_calendar(calendar("UID:a\nDTSTART:20260203T190000Z\nSUMMARY:A")[:30] + body, START, END)
    except Unreadable:
        return
    assert all(isinstance(one.starts_at, datetime) and one.starts_at.tzinfo for one in found)


def test_another_zone_is_told_in_ours():
    (found,) = read("UID:h\nDTSTART;TZID=Europe/Paris:20260203T190000\nSUMMARY:Jumelage")

    assert found.starts_at == datetime(2026, 2, 3, 19, tzinfo=ZoneInfo("Europe/Paris")) == at("2026-02-03 13:00")
