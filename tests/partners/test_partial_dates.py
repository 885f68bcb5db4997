"""Dates as they are known: read as typed, kept as EDTF, said in French, never completed."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.partners.domain.partial_dates import (
    PartialDate,
    UnreadableDate,
    partial_date_words,
    read_edtf,
    read_partial_date,
)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates(date(1600, 1, 1), date(2400, 12, 31)))
    precision = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:precision])


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2019", "2019"),
        (" 2019-05 ", "2019-05"),
        ("2019-05-14", "2019-05-14"),
        ("mai 2019", "2019-05"),
        ("Août 2019", "2019-08"),
        ("févr. 2019", "2019-02"),
        ("1er mai 2019", "2019-05-01"),
        ("le 14 décembre 2019", "2019-12-14"),
        ("14\u00a0mai 2019", "2019-05-14"),
    ],
)
def test_what_people_type_is_read(typed: str, edtf: str) -> None:
    assert str(read_partial_date(typed)) == edtf


@pytest.mark.parametrize("typed", ["", "hier", "05/06/2019", "2019-13", "30 février 2019", "14 2019", "mai", "2019-5"])
def test_what_is_not_sure_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableDate):
        read_partial_date(typed)


@pytest.mark.parametrize(
    ("edtf", "words"), [("2019", "2019"), ("2019-05", "mai 2019"), ("2019-05-01", "1er\u00a0mai 2019")]
)
def test_it_is_said_in_french(edtf: str, words: str) -> None:
    assert partial_date_words(read_edtf(edtf)) == words


@given(partial_dates())
def test_words_and_edtf_come_back_the_same(moment: PartialDate) -> None:
    assert read_edtf(str(moment)) == moment
    assert read_partial_date(partial_date_words(moment)) == moment


@given(partial_dates())
def test_the_days_it_may_be_are_of_its_year(moment: PartialDate) -> None:
    assert moment.earliest <= moment.latest
    assert {moment.earliest.year, moment.latest.year} == {moment.year}
    assert (moment.earliest == moment.latest) is moment.is_exact


ONE_DAY = timedelta(days=1)


@given(st.integers(1600, 2400), st.integers(1, 12))
def test_a_month_has_all_its_days_and_no_other(year: int, month: int) -> None:
    moment = PartialDate(year, month)
    following = PartialDate(year + month // 12, month % 12 + 1)
    assert (moment.earliest.day, moment.latest + ONE_DAY) == (1, following.earliest)
    assert all((day.year, day.month) == (year, month) for day in (moment.earliest, moment.latest))


@given(st.integers(1600, 2400))
def test_a_year_has_all_its_days_and_no_other(year: int) -> None:
    moment, following = PartialDate(year), PartialDate(year + 1)
    assert (moment.earliest, moment.latest + ONE_DAY) == (date(year, 1, 1), following.earliest)
    assert (moment.latest - moment.earliest).days + 1 == (366 if calendar.isleap(year) else 365)


@given(st.integers(1600, 2400))
def test_the_29th_of_february_is_of_leap_years_alone(year: int) -> None:
    if calendar.isleap(year):
        assert PartialDate(year, 2).latest == PartialDate(year, 2, 29).earliest == date(year, 2, 29)
        assert read_partial_date(f"29 février {year}") == PartialDate(year, 2, 29)
    else:
        assert PartialDate(year, 2).latest == date(year, 2, 28)
        with pytest.raises(UnreadableDate):
            PartialDate(year, 2, 29)
        with pytest.raises(UnreadableDate):
            read_partial_date(f"29 février {year}")


@given(partial_dates(), st.integers(-400, 400))
def test_a_day_is_within_what_is_said_exactly_where_it_begins_alike(moment: PartialDate, days: int) -> None:
    day = moment.earliest + timedelta(days=days)
    assert (moment.earliest <= day <= moment.latest) is day.isoformat().startswith(str(moment))


@given(partial_dates(), partial_dates())
def test_edtf_sorts_as_time_does(one: PartialDate, other: PartialDate) -> None:
    assert (str(one) < str(other)) is (one < other)
