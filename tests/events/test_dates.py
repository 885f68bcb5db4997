"""T17: how dates and hours are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from cms.pages.domain.typography import typeset_text
from crm.events.domain.dates import event_when, long_date, plain_date, short_month, short_time

HERE = ZoneInfo("America/Toronto")
TODAY = date(2024, 4, 1)


@dataclass
class Meeting:
    starts_at: datetime
    ends_at: datetime | None = None
    all_day: bool = False


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def plain(text: str) -> str:
    """``text`` with ordinary spaces, to be read by a person."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("clock", "said"),
    [("19:30", "19 h 30"), ("08:05", "8 h 5"), ("19:00", "19 h"), ("00:00", "0 h"), ("00:07", "0 h 7")],
)
def test_short_time_has_no_zeros(clock: str, said: str) -> None:
    assert plain(short_time(time.fromisoformat(clock))) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 5, 14), "mardi 14 mai 2024"),
        (date(2024, 5, 1), "mercredi 1er mai 2024"),
        (at("2024-05-31 23:59"), "vendredi 31 mai 2024"),
        (date(2024, 8, 21), "mercredi 21 août 2024"),
    ],
)
def test_long_date_says_the_weekday_in_lower_case(day: date, said: str) -> None:
    assert plain(long_date(day)) == said


def test_dates_and_hours_are_those_of_quebec() -> None:
    utc = datetime.fromisoformat("2024-05-15T02:30:00+00:00")

    assert (plain(plain_date(utc)), plain(short_time(utc))) == ("14 mai 2024", "22 h 30")


def test_short_months_are_the_oqlf_abbreviations() -> None:
    assert [short_month(date(2024, month, 1)) for month in range(1, 13)] == [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "all_day", "said"),
    [
        ("2024-05-14 19:00", "2024-05-14 21:00", False, "le mardi 14 mai, de 19 h à 21 h"),
        ("2024-05-14 19:30", None, False, "le mardi 14 mai à 19 h 30"),
        ("2024-05-01 08:05", "2024-05-01 12:00", False, "le mercredi 1er mai, de 8 h 5 à 12 h"),
        # The end of an evening
        ("2024-06-15 20:00", "2024-06-16 00:00", False, "le samedi 15 juin, de 20 h à minuit"),
        ("2024-06-15 20:00", "2024-06-16 01:30", False, "le samedi 15 juin, de 20 h à 1 h 30"),
        # Several days
        ("2024-05-31 18:00", "2024-06-02 17:00", False, "du vendredi 31 mai à 18 h au dimanche 2 juin à 17 h"),
        ("2024-06-15 20:00", "2024-06-16 08:00", False, "du samedi 15 juin à 20 h au dimanche 16 juin à 8 h"),
        ("2024-06-15 04:00", "2024-06-16 05:00", False, "du samedi 15 juin à 4 h au dimanche 16 juin à 5 h"),
        ("2024-05-25 00:00", "2024-05-26 23:59", True, "du samedi 25 au dimanche 26 mai"),
        ("2024-05-31 00:00", "2024-06-01 23:59", True, "du vendredi 31 mai au samedi 1er juin"),
        ("2024-05-25 00:00", None, True, "le samedi 25 mai"),
        ("2024-05-25 00:00", "2024-05-25 23:59", True, "le samedi 25 mai"),
        # Another year
        ("2025-01-14 19:00", "2025-01-14 21:00", False, "le mardi 14 janvier 2025, de 19 h à 21 h"),
        ("2023-05-27 00:00", "2023-05-28 23:59", True, "du samedi 27 au dimanche 28 mai 2023"),
        ("2024-12-31 22:00", "2025-01-01 10:00", False,
         "du mardi 31 décembre 2024 à 22 h au mercredi 1er janvier 2025 à 10 h"),
        ("2024-12-31 22:00", "2025-01-01 02:00", False, "le mardi 31 décembre, de 22 h à 2 h"),
    ],
)  # fmt: skip
def test_event_when_is_said_as_one_says_it(start: str, end: str | None, all_day: bool, said: str) -> None:
    meeting = Meeting(at(start), at(end) if end else None, all_day)

    assert plain(event_when(meeting, today=TODAY)) == said


def test_event_when_without_today_leaves_the_year_out() -> None:
    assert plain(event_when(Meeting(at("2019-05-14 19:00")))) == "le mardi 14 mai à 19 h"


moments = st.builds(datetime.combine, st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.times(), tzinfo=st.just(HERE))


@given(moments, st.none() | moments, st.booleans())
def test_event_when_is_already_set(start: datetime, end: datetime | None, all_day: bool) -> None:
    said = event_when(Meeting(start, end if end and end > start else None, all_day), today=TODAY)

    assert typeset_text(said) == said


def test_french_filters_print_the_same_in_a_template() -> None:
    source = (
        "{% load french %}{{ event.starts_at|long_date }} / {{ event.starts_at|plain_date }} / "
        "{{ event.starts_at|short_time }} / {{ event|when }} / {{ event.starts_at|day_number }} / "
        "{{ event.starts_at|weekday_name }} / {{ event.starts_at|month_name }} / {{ event.starts_at|short_month }} / "
        "{{ nothing|long_date }}{{ nothing|plain_date }}{{ nothing|short_time }}"
    )
    context = Context({"event": Meeting(at("2019-07-01 19:30")), "nothing": None})

    assert plain(Template(source).render(context)) == (
        "lundi 1er juillet 2019 / 1er juillet 2019 / 19 h 30 / le lundi 1er juillet 2019 à 19 h 30 / 1er / "
        "lundi / juillet / juill. / "
    )
