"""A series: made once, changed from a date on, published, ended; one date lives its own life all the same."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from crm.events.domain.publishing import cancel_event, postpone_event
from crm.events.domain.recurrence import Pattern, Rule
from crm.events.domain.series import (
    Repetition,
    cancel_following,
    extend_changes,
    leave_out,
    publish_series,
    repeat_event,
)
from crm.events.enums import EventStatus
from crm.events.models import Event, Series
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

NOW = at("2026-01-05 09:00")
SECOND_TUESDAY = Rule(Pattern.MONTHLY_BY_WEEKDAY, weekday=1, nth=2, skipped_months=frozenset({7, 8}))
YEAR = Repetition(SECOND_TUESDAY, date(2026, 12, 31))


def first_meeting(**fields: object) -> Event:
    times = {"starts_at": at("2026-01-13 19:00"), "ends_at": at("2026-01-13 21:30")}
    return EventFactory(**{"title": "Assemblée du conseil", "status": EventStatus.DRAFT, **times, **fields})


def times(series: Series) -> list[str]:
    """The hours on the clock of Québec."""
    found = series.occurrences.order_by("starts_at")
    return [event.starts_at.astimezone(NOW.tzinfo).strftime("%m-%d %H:%M") for event in found]


def states(series: Series) -> list[tuple[str, str]]:
    found = series.occurrences.order_by("starts_at")
    return [(event.starts_at.astimezone(NOW.tzinfo).strftime("%m-%d"), event.status) for event in found]


def uids_of(series: Series) -> list[UUID]:
    return list(series.occurrences.order_by("starts_at").values_list("uid", flat=True))


def test_each_date_is_an_event_at_the_same_hour_summer_and_winter():
    first = first_meeting()

    series = repeat_event(first, YEAR, NOW)

    days = "01-13 02-10 03-10 04-14 05-12 06-09 09-08 10-13 11-10 12-08"
    assert times(series) == [f"{day} 19:00" for day in days.split()]
    found = list(series.occurrences.order_by("starts_at"))
    assert len({event.uid for event in found}) == len({event.get_absolute_url() for event in found}) == 10
    assert {event.ends_at - event.starts_at for event in found} == {first.ends_at - first.starts_at}
    assert series.words.replace("\u00a0", " ") == "le deuxième mardi de chaque mois, sauf en juillet et en août, à 19 h"


def test_days_left_out_are_remembered():
    asked = Repetition(SECOND_TUESDAY, date(2026, 4, 30), frozenset({date(2026, 3, 10)}))

    series = repeat_event(first_meeting(), asked, NOW)

    assert (times(series), series.skipped_days) == (["01-13 19:00", "02-10 19:00", "04-14 19:00"], ["2026-03-10"])


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Repetition(SECOND_TUESDAY, date(2026, 1, 20)), "Aucune autre date"),
        (Repetition(SECOND_TUESDAY, date(2036, 1, 1)), "trois ans"),
    ],
)
def test_too_few_or_too_many_dates_are_refused_and_nothing_is_made(asked: Repetition, sentence: str):
    with pytest.raises(ValidationError, match=sentence):
        repeat_event(first_meeting(), asked, NOW)

    assert (Event.objects.count(), Series.objects.count()) == (1, 0)


def test_published_at_once_and_only_once():
    series = repeat_event(first_meeting(), YEAR, NOW)

    assert publish_series(series, at("2026-02-01 09:00")) == 9
    assert publish_series(series, at("2026-02-01 09:00")) == 0
    assert states(series)[:2] == [("01-13", "draft"), ("02-10", "published")]


def test_one_date_moves_alone_and_keeps_the_day_the_rule_gave_it():
    series = repeat_event(first_meeting(), YEAR, NOW)
    publish_series(series, NOW)
    march = series.occurrences.get(occurrence_on=date(2026, 3, 10))

    postpone_event(march, NOW, starts_at=at("2026-03-17 18:00"))

    march.refresh_from_db()
    assert (march.occurrence_on, march.sequence) == (date(2026, 3, 10), 1)
    assert times(series)[2:4] == ["03-17 18:00", "04-14 19:00"]


def test_what_follows_takes_the_words_and_the_hour_and_keeps_its_days():
    series = repeat_event(first_meeting(), Repetition(SECOND_TUESDAY, date(2026, 5, 31)), NOW)
    publish_series(series, NOW)
    before, april = (series.occurrences.get(occurrence_on=day) for day in (date(2026, 2, 10), date(2026, 4, 14)))
    postpone_event(april, NOW, starts_at=at("2026-04-21 19:00"))
    march = series.occurrences.get(occurrence_on=date(2026, 3, 10))
    march.title, march.starts_at, march.ends_at = "Assemblée ouverte", at("2026-03-10 18:30"), at("2026-03-10 20:00")
    march.save()

    assert extend_changes(march, NOW) == 2
    assert extend_changes(march, NOW) == 0

    assert times(series) == ["01-13 19:00", "02-10 19:00", "03-10 18:30", "04-21 18:30", "05-12 18:30"]
    april.refresh_from_db()
    before.refresh_from_db()
    assert (april.title, before.title) == ("Assemblée ouverte", "Assemblée du conseil")
    assert april.ends_at == at("2026-04-21 20:00")


def test_a_new_rule_from_a_date_on_moves_what_follows_and_keeps_its_addresses():
    series = repeat_event(first_meeting(), Repetition(SECOND_TUESDAY, date(2026, 6, 30)), NOW)
    publish_series(series, NOW)
    april = series.occurrences.get(occurrence_on=date(2026, 4, 14))
    uids = uids_of(series)[3:]
    april.starts_at, april.ends_at = at("2026-04-15 19:00"), at("2026-04-15 21:30")
    april.save()

    third_wednesday = Repetition(Rule(Pattern.MONTHLY_BY_WEEKDAY, weekday=2, nth=3), date(2026, 7, 31))
    new = repeat_event(april, third_wednesday, NOW)

    series.refresh_from_db()
    assert (times(series), series.until) == (["01-13 19:00", "02-10 19:00", "03-10 19:00"], date(2026, 4, 14))
    assert states(new) == [("04-15", "published"), ("05-20", "published"), ("06-17", "published"), ("07-15", "draft")]
    assert uids_of(new)[:3] == uids
    assert new.continues == series


def test_dates_that_a_shorter_series_no_longer_has_are_cancelled_or_deleted():
    series = repeat_event(first_meeting(), Repetition(SECOND_TUESDAY, date(2026, 6, 30)), NOW)
    publish_series(series, NOW)
    series.occurrences.filter(occurrence_on=date(2026, 6, 9)).update(status=EventStatus.DRAFT)
    first = series.occurrences.get(occurrence_on=date(2026, 1, 13))

    new = repeat_event(first, Repetition(SECOND_TUESDAY, date(2026, 3, 31)), NOW)

    assert states(new) == [("01-13", "published"), ("02-10", "published"), ("03-10", "published")]
    assert states(series) == [("04-14", "cancelled"), ("05-12", "cancelled")]


def test_the_series_ends_here():
    series = repeat_event(first_meeting(), Repetition(SECOND_TUESDAY, date(2026, 4, 30)), NOW)
    publish_series(series, NOW)
    cancel_event(series.occurrences.get(occurrence_on=date(2026, 3, 10)), NOW, "Tempête.")
    february = series.occurrences.get(occurrence_on=date(2026, 2, 10))

    assert cancel_following(february, NOW, "On fait une pause.") == 1
    assert cancel_following(february, NOW) == 0

    series.refresh_from_db()
    assert [state for _day, state in states(series)] == ["published", "published", "cancelled", "cancelled"]
    assert series.until == date(2026, 2, 10)
    notes = series.occurrences.order_by("starts_at").values_list("status_note", flat=True)
    assert list(notes) == ["", "", "Tempête.", "On fait une pause."]


def test_a_draft_that_is_deleted_is_an_exception_of_the_rule():
    series = repeat_event(first_meeting(), YEAR, NOW)
    leave_out(series.occurrences.get(occurrence_on=date(2026, 5, 12)))

    series.refresh_from_db()
    assert series.skipped_days == ["2026-05-12"]


def test_the_hour_that_november_repeats_and_the_one_march_skips():
    night = first_meeting(starts_at=at("2026-10-25 01:30"), ends_at=at("2026-10-25 03:00"))

    series = repeat_event(night, Repetition(Rule(Pattern.WEEKLY, weekday=6), date(2026, 11, 8)), NOW)

    assert times(series) == ["10-25 01:30", "11-01 01:30", "11-08 01:30"]
    assert series.occurrences.order_by("starts_at")[1].starts_at == datetime.fromisoformat("2026-11-01T01:30:00-04:00")
