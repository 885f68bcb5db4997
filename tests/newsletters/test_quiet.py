"""The night, by the council's own clock, on both sides of a change of hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings

from cms.settings.services import quiet_hours
from newsletters.domain.quiet import carry_over_nights, day_breaks_at, is_quiet, night_falls_at


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    """That hour in Toronto, in 2024."""
    return datetime(2024, month, day, hour, minute, tzinfo=ZoneInfo("America/Toronto"))


@pytest.fixture(autouse=True)
def night(settings: Settings) -> None:
    settings.QUIET_HOURS = (21, 8)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(7, 59, True), (8, 0, False), (20, 59, False), (21, 0, True), (0, 0, True), (12, 0, False)],
)
def test_night_begins_and_ends_at_its_hours(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(at(14, hour, minute)) is quiet


def test_night_is_that_of_the_council_and_not_of_the_server() -> None:
    assert is_quiet(datetime(2024, 5, 15, 1, 30, tzinfo=UTC))
    assert not is_quiet(datetime(2024, 5, 14, 23, 30, tzinfo=UTC))


def test_hours_within_one_day(settings: Settings) -> None:
    settings.QUIET_HOURS = (1, 6)

    assert [is_quiet(at(14, hour)) for hour in (0, 1, 5, 6)] == [False, True, True, False]


def test_no_quiet_hours_at_all(settings: Settings) -> None:
    settings.QUIET_HOURS = None

    assert (is_quiet(at(14, 3)), night_falls_at(at(14, 3))) == (False, None)
    assert carry_over_nights(at(14, 20), at(15, 20)) == at(15, 20)


def test_day_breaks_the_same_morning_or_the_next() -> None:
    assert [day_breaks_at(at(14, hour)) for hour in (3, 12, 22)] == [at(14, 8), at(14, 12), at(15, 8)]


def test_day_breaks_at_eight_when_the_clock_changes_in_the_night() -> None:
    before = at(2, 23, month=11)

    assert day_breaks_at(before) == at(3, 8, month=11)
    assert day_breaks_at(before) - before.astimezone(UTC) == timedelta(hours=10)  # the hour that comes twice


def test_end_is_carried_over_each_night() -> None:
    assert carry_over_nights(at(14, 20), at(14, 20, 30)) == at(14, 20, 30)
    assert carry_over_nights(at(14, 20), at(14, 23)) == at(15, 10)
    assert carry_over_nights(at(14, 22), at(14, 23)) == at(15, 9)
    assert carry_over_nights(at(14, 8), at(15, 11)) == at(16, 9)


@pytest.mark.parametrize(("said", "hours"), [("21-8", (21, 8)), ("0-0", None), ("8-8", None)])
def test_setting_is_two_hours(said: str, hours: tuple[int, int] | None) -> None:
    assert quiet_hours(said) == hours


@pytest.mark.parametrize("said", ["", "21", "21-24", "soir-matin", "-1-8"])
def test_setting_that_is_no_hours_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="QUIET_HOURS"):
        quiet_hours(said)
