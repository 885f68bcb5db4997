"""Dates as they are known: read as typed, kept as EDTF, said in French, never completed."""

from __future__ import annotations

from datetime import date

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


@given(partial_dates(), partial_dates())
def test_edtf_sorts_as_time_does(one: PartialDate, other: PartialDate) -> None:
    assert (str(one) < str(other)) is (one < other)
