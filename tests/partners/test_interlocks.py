"""Who sits with whom: two memberships of one person that met, on a date, within a period, or ever."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.partners.domain.interlocks import EVER, Period, Tie, around, between, find_interlocks, network
from crm.partners.domain.tenure import Answer, tenure_of
from tests.factories import edtf

ANNE, BASILE, CLOE = 1, 2, 3
COUNCIL, TABLE, SCHOOL = 10, 20, 30
TODAY = Period.on(date(2026, 11, 24))
MAY_2019 = Period(date(2019, 5, 1), date(2019, 5, 31))
numbers = count(1)


def tie(person: int, organization: int, since: str, until: str = "", **more: bool) -> Tie:
    return Tie(next(numbers), person, organization, tenure_of(edtf(since), edtf(until), **more))


def test_past_and_present_are_never_mixed() -> None:
    ties = [tie(ANNE, COUNCIL, "2018", "2020"), tie(ANNE, TABLE, "2022")]
    assert list(find_interlocks(ties, EVER)) == []


def test_one_appears_and_disappears_with_its_dates() -> None:
    ties = [tie(ANNE, COUNCIL, "2018", "2021-04-30"), tie(ANNE, TABLE, "2019-05-10")]
    assert [len(between(ties, COUNCIL, TABLE, period)) for period in (MAY_2019, TODAY, EVER)] == [1, 0, 1]


def test_what_nobody_knows_is_never_counted_as_certain() -> None:
    ties = [tie(ANNE, COUNCIL, "2018"), tie(ANNE, TABLE, "2018", end_is_unknown=True), tie(BASILE, COUNCIL, "2018")]
    (link,) = around(ties, COUNCIL, TODAY)
    assert (link.organizations, link.surely, link.perhaps) == ((COUNCIL, TABLE), frozenset(), frozenset({ANNE}))


def test_two_people_tie_two_organizations_once_each() -> None:
    ties = [
        tie(ANNE, COUNCIL, "2018"),
        tie(ANNE, TABLE, "2018"),
        tie(ANNE, TABLE, "2019", "2020"),
        tie(BASILE, COUNCIL, "2020"),
        tie(BASILE, TABLE, "2020"),
    ]
    (link,) = around(ties, COUNCIL, EVER)
    assert (link.surely, len(link.interlocks)) == (frozenset({ANNE, BASILE}), 3)


def test_several_places_in_one_organization_are_no_tie() -> None:
    assert network([tie(ANNE, COUNCIL, "2018"), tie(ANNE, COUNCIL, "2019")]) == []


def test_around_one_leaves_out_what_its_people_do_not_tie() -> None:
    ties = [
        tie(ANNE, COUNCIL, "2018"),
        tie(ANNE, TABLE, "2018"),
        tie(ANNE, SCHOOL, "2018"),
        tie(CLOE, TABLE, "2018"),
        tie(CLOE, SCHOOL, "2018"),
    ]
    assert [link.organizations for link in around(ties, COUNCIL)] == [(COUNCIL, TABLE), (COUNCIL, SCHOOL)]
    assert [(link.organizations, len(link.surely)) for link in network(ties)] == [
        ((TABLE, SCHOOL), 2),
        ((COUNCIL, TABLE), 1),
        ((COUNCIL, SCHOOL), 1),
    ]


def test_the_two_memberships_lead_back_to_their_sources() -> None:
    one, other = tie(ANNE, TABLE, "2018"), tie(ANNE, COUNCIL, "2018")
    (found,) = between([one, other], TABLE, COUNCIL)
    assert (found.person, found.organizations, found.ties, found.certainty) == (
        ANNE,
        (COUNCIL, TABLE),
        (other.pk, one.pk),
        Answer.YES,
    )


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="period"):
        Period(date(2020, 1, 2), date(2020, 1, 1))


YEARS = st.integers(2000, 2005)


@st.composite
def some_ties(draw: st.DrawFn) -> list[Tie]:
    made = []
    for _ in range(draw(st.integers(0, 8))):
        start, end = sorted(draw(st.tuples(YEARS, YEARS)))
        made.append(
            tie(
                draw(st.sampled_from((ANNE, BASILE))),
                draw(st.sampled_from((COUNCIL, TABLE, SCHOOL))),
                f"{start}-06-01",
                f"{end}-09-01",
            )
        )
    return made


@given(some_ties(), YEARS)
def test_on_exact_dates_nothing_is_in_doubt_and_each_interlock_is_of_two_current_memberships(
    ties: list[Tie], year: int
) -> None:
    day = date(year, 7, 1)
    current = {one.pk: one for one in ties if one.tenure.on(day) == Answer.YES}
    expected = {
        frozenset((one.pk, other.pk))
        for one in current.values()
        for other in current.values()
        if one.person == other.person and one.organization != other.organization
    }
    found = list(find_interlocks(ties, Period.on(day)))
    assert {frozenset(one.ties) for one in found} == expected
    assert {one.certainty for one in found} <= {Answer.YES}


@given(some_ties())
def test_what_met_at_some_time_met_ever(ties: list[Tie]) -> None:
    ever = {frozenset(one.ties) for one in find_interlocks(ties, EVER)}
    for year in range(2000, 2006):
        assert {frozenset(one.ties) for one in find_interlocks(ties, Period.on(date(year, 7, 1)))} <= ever
