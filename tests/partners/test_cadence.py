"""How often a partner should hear from us: edges of each interval, the summer, and what any contact resets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.partners.domain.cadence import (
    LastContacts,
    Rule,
    Standing,
    add_months,
    after_quiet,
    before_quiet,
    is_quiet,
    most_pressing,
    next_contact,
)
from crm.partners.enums import CadenceMode

LONG_AGO = date(2020, 1, 1)
ONLINE = Rule(CadenceMode.ANY, 3, 4)
ROOM = Rule(CadenceMode.IN_PERSON, 12, 14)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2026, 4, 14), Standing.ON_TIME),
        (date(2026, 4, 15), Standing.SOON),
        (date(2026, 5, 15), Standing.SOON),
        (date(2026, 5, 16), Standing.LATE),
    ],
)
def test_each_interval_has_its_edge(on: date, standing: Standing) -> None:
    assert next_contact(ONLINE, LastContacts(LONG_AGO, any=date(2026, 1, 15)), on).standing == standing


@pytest.mark.parametrize(
    ("last", "on", "standing"),
    [
        (date(2026, 4, 10), date(2026, 8, 31), Standing.ON_TIME),
        (date(2026, 4, 10), date(2026, 9, 1), Standing.SOON),
        (date(2026, 4, 10), date(2026, 9, 2), Standing.LATE),
        (date(2026, 2, 1), date(2026, 6, 2), Standing.LATE),
        (date(2026, 2, 1), date(2026, 7, 20), Standing.LATE),
    ],
)
def test_nobody_becomes_late_in_summer(last: date, on: date, standing: Standing) -> None:
    assert next_contact(ONLINE, LastContacts(LONG_AGO, any=last), on).standing == standing


def test_where_there_was_no_contact_one_counts_from_the_first_day() -> None:
    due = next_contact(ONLINE, LastContacts(date(2026, 1, 15)), date(2026, 11, 24))
    assert (due.last, due.ideal_on, due.standing) == (None, date(2026, 4, 15), Standing.LATE)


def test_a_call_is_not_a_visit_but_a_visit_is_a_contact() -> None:
    called = LastContacts(LONG_AGO, any=date(2026, 11, 1), in_person=date(2024, 1, 1))
    due = most_pressing([ONLINE, ROOM], called, date(2026, 11, 24))
    assert due is not None
    assert (due.rule, due.standing) == (ROOM, Standing.LATE)


def test_without_a_rule_nothing_is_due() -> None:
    assert most_pressing([], LastContacts(LONG_AGO), date(2026, 11, 24)) is None


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_months_go_forward_and_stay_in_their_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS)
def test_the_quiet_months_have_an_edge_on_each_side(day: date) -> None:
    assert not is_quiet(after_quiet(day))
    assert not is_quiet(before_quiet(day))
    assert before_quiet(day) <= day <= after_quiet(day)
    assert (before_quiet(day) == day == after_quiet(day)) is not is_quiet(day)


@given(DAYS, DAYS, DAYS)
def test_a_later_contact_never_makes_us_later(one: date, other: date, on: date) -> None:
    order = list(Standing)
    earlier, later = sorted((one, other))
    before = next_contact(ONLINE, LastContacts(LONG_AGO, any=earlier), on)
    after = next_contact(ONLINE, LastContacts(LONG_AGO, any=later), on)
    assert order.index(after.standing) <= order.index(before.standing)
