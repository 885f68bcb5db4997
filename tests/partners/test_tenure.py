"""Three answers about time, checked against every day that the uncertain bounds allow."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm.partners.domain.partial_dates import LATEST, PartialDate
from crm.partners.domain.tenure import Answer, Tenure, overlap, tenure_of
from tests.factories import edtf

ORIGIN = date(2024, 1, 1)


def day(offset: int) -> date:
    return ORIGIN + timedelta(days=offset)


@st.composite
def tenures(draw: st.DrawFn) -> Tenure:
    start = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
    end = sorted(draw(st.tuples(st.integers(start[0], 7), st.integers(start[0], 7))))
    return Tenure(day(start[0]), day(min(start[1], end[1])), day(max(end[0], start[0])), day(end[1]))


def realisations(tenure: Tenure) -> list[tuple[date, date]]:
    """Every start and end that the bounds allow."""
    starts = [day(n) for n in range(9) if tenure.start_min <= day(n) <= tenure.start_max]
    ends = [day(n) for n in range(9) if tenure.end_min <= day(n) <= tenure.end_max]
    return [(start, end) for start, end in product(starts, ends) if start <= end]


def by_trying(together: list[Tenure], first: date, last: date) -> Answer:
    """The same answer, by trying everything."""
    meets = {
        max(first, *(start for start, _ in one)) <= min(last, *(end for _, end in one))
        for one in product(*map(realisations, together))
    }
    return Answer.UNKNOWN if len(meets) == 2 else (Answer.YES if meets == {True} else Answer.NO)


@given(st.lists(tenures(), min_size=1, max_size=2), st.integers(0, 8), st.integers(0, 8))
def test_the_answer_is_that_of_every_possibility(together: list[Tenure], one: int, other: int) -> None:
    first, last = day(min(one, other)), day(max(one, other))
    assert overlap(together, first, last) == by_trying(together, first, last)


@given(tenures(), tenures())
def test_who_comes_first_changes_nothing(one: Tenure, other: Tenure) -> None:
    assert overlap([one, other]) == overlap([other, one])


MAY_2019, END_OF_2021, TODAY = date(2019, 5, 15), date(2021, 12, 31), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("since", "until", "more", "on", "answer"),
    [
        ("2019-05-01", "2021-04", {}, MAY_2019, Answer.YES),
        ("2019-05", "2021-04", {}, MAY_2019, Answer.UNKNOWN),
        ("2019", "", {}, MAY_2019, Answer.UNKNOWN),
        ("2018", "", {}, MAY_2019, Answer.YES),
        ("2018", "2018", {}, MAY_2019, Answer.NO),
        ("", "2021", {}, MAY_2019, Answer.UNKNOWN),
        ("", "", {"verified_on": date(2019, 5, 1)}, MAY_2019, Answer.YES),
        ("", "", {}, MAY_2019, Answer.UNKNOWN),
        ("2018", "", {"end_is_unknown": True}, MAY_2019, Answer.UNKNOWN),
        ("2018", "", {"end_is_unknown": True, "verified_on": END_OF_2021}, MAY_2019, Answer.YES),
        ("2018", "", {"term_ends_on": edtf("2020-04")}, MAY_2019, Answer.YES),
        ("2018", "", {"term_ends_on": edtf("2020-04")}, TODAY, Answer.UNKNOWN),
        ("2018", "", {"term_ends_on": edtf("2020-04"), "verified_on": TODAY}, TODAY, Answer.YES),
        ("2018", "2020-04-30", {"verified_on": TODAY}, TODAY, Answer.NO),
    ],
)
def test_what_is_known_of_a_membership_answers_for_a_day(
    since: str, until: str, more: dict[str, object], on: date, answer: Answer
) -> None:
    assert tenure_of(edtf(since), edtf(until), **more).on(on) == answer  # type: ignore[arg-type]


def test_nothing_said_of_the_end_means_it_lasts() -> None:
    tenure = tenure_of(edtf("2024-04-16"), None)
    assert (tenure.end_min, tenure.end_max, tenure.is_open) == (LATEST, LATEST, True)


def test_a_year_surely_met_its_own_year() -> None:
    assert tenure_of(edtf("2019"), edtf("2019")).within(date(2019, 1, 1), date(2019, 12, 31)) == Answer.YES


EDGES = [
    date(2019, 12, 31), date(2020, 1, 1), date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 28), date(2020, 2, 29),
    date(2020, 3, 1), date(2020, 12, 31), date(2021, 1, 1), date(2021, 2, 28), date(2021, 3, 1),
]  # fmt: skip
PARTS = st.builds(
    lambda day, precision: PartialDate(*(day.year, day.month, day.day)[:precision]),
    st.sampled_from(EDGES),
    st.integers(1, 3),
)


@given(PARTS, PARTS, st.sampled_from(EDGES))
def test_a_term_answers_for_the_days_around_its_edges(start: PartialDate, end: PartialDate, day: date) -> None:
    """It does not end before it starts: « 2020 » to « janvier 2020 » surely started in January."""
    assume(start.earliest <= end.latest)
    answer = tenure_of(start, end).on(day)
    if day < start.earliest or day > end.latest:
        assert answer == Answer.NO
    elif min(start.latest, end.latest) <= day <= max(start.earliest, end.earliest):
        assert answer == Answer.YES
    else:
        assert answer == Answer.UNKNOWN


@given(PARTS, st.sampled_from(EDGES), st.none() | st.sampled_from(EDGES))
def test_an_unknown_end_is_never_sure_past_a_verification(start: PartialDate, day: date, verified: date | None) -> None:
    answer = tenure_of(start, None, end_is_unknown=True, verified_on=verified).on(day)
    if day < start.earliest:
        assert answer == Answer.NO
    elif verified and min(start.latest, verified) <= day <= verified and verified >= start.earliest:
        assert answer == Answer.YES
    else:
        assert answer == (Answer.YES if start.earliest == start.latest == day else Answer.UNKNOWN)


@given(st.sampled_from(EDGES), st.sampled_from(EDGES), st.integers(1, 3))
def test_two_terms_that_follow_each_other_never_both_last(last: date, day: date, precision: int) -> None:
    """Known to the day, the month or the year: the next begins where the one before ends."""
    ends = PartialDate(*(last.year, last.month, last.day)[:precision])
    starts = PartialDate.of(ends.latest + timedelta(days=1))
    answers = tenure_of(edtf("2010"), ends).on(day), tenure_of(starts, None).on(day)
    assert answers.count(Answer.NO) == 1
    if precision == 3:
        assert set(answers) == {Answer.YES, Answer.NO}
