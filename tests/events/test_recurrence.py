"""Rules: the days they fall on, as dateutil finds them; what is written is read back; the words of Québec."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from crm.events.domain.recurrence import LAST, Pattern, Rule, days_of, is_last, nth_of, read_rrule, write_rrule
from crm.events.domain.recurrence_words import rule_words
from crm.events.series_forms import rules_for

days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
rules = st.builds(
    Rule,
    pattern=st.sampled_from(Pattern),
    interval=st.integers(1, 5),
    weekday=st.integers(0, 6),
    nth=st.sampled_from([1, 2, 3, 4, 5, LAST]),
    month_day=st.sampled_from([1, 13, 28, 29, 30, 31, LAST]),
    skipped_months=st.frozensets(st.integers(1, 12), max_size=11),
)


def as_asked(rule: Rule) -> Rule:
    """The rule without what its pattern does not read."""
    kept = {
        Pattern.WEEKLY: {"weekday": rule.weekday},
        Pattern.MONTHLY_BY_WEEKDAY: {"weekday": rule.weekday, "nth": rule.nth},
        Pattern.MONTHLY_BY_DAY: {"month_day": rule.month_day},
    }[rule.pattern]
    return Rule(rule.pattern, rule.interval, skipped_months=rule.skipped_months, **kept)


@given(rules, days, st.integers(0, 900))
def test_the_days_are_those_that_dateutil_finds(rule: Rule, first: date, length: int) -> None:
    until = first + timedelta(days=length)

    theirs = rrulestr(write_rrule(rule), dtstart=datetime.combine(first, time(19)))

    since, end = datetime.combine(first, time(0)), datetime.combine(until, time(23))
    expected = [found.date() for found in theirs.between(since, end)]
    assert list(days_of(rule, first, until)) == expected


@given(rules)
def test_what_is_written_is_read_back(rule: Rule) -> None:
    assert read_rrule(write_rrule(rule)) == as_asked(rule)


@given(days)
def test_every_rule_that_is_offered_falls_on_the_day_of_the_event(day: date) -> None:
    assert all(rule.falls_on(day, day) for rule in rules_for(day).values())


@given(days)
def test_the_place_of_a_day_in_its_month(day: date) -> None:
    assert nth_of(day) in range(1, 6)
    assert is_last(day) == ((day + timedelta(days=7)).month != day.month)


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=TU;COUNT=3", "FREQ=MONTHLY"]
)
def test_a_rule_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Not a rule of ours|not in"):
        read_rrule(text)


TUESDAY, THURSDAY = 1, 3
SUMMER = frozenset({7, 8})
NTH, WEEKLY, DAY = Pattern.MONTHLY_BY_WEEKDAY, Pattern.WEEKLY, Pattern.MONTHLY_BY_DAY


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            Rule(NTH, 1, TUESDAY, 2, skipped_months=SUMMER),
            "le deuxième mardi de chaque mois, sauf en juillet et en août",
        ),
        (Rule(NTH, 1, THURSDAY, LAST), "le dernier jeudi de chaque mois"),
        (Rule(NTH, 2, THURSDAY, 1), "le premier jeudi, tous les 2 mois"),
        (Rule(WEEKLY, 1, TUESDAY), "chaque mardi"),
        (Rule(WEEKLY, 2, TUESDAY, skipped_months=frozenset({12})), "un mardi sur deux, sauf en décembre"),
        (Rule(WEEKLY, 3, TUESDAY), "le mardi, toutes les 3 semaines"),
        (Rule(DAY, month_day=1), "le 1er de chaque mois"),
        (
            Rule(DAY, month_day=LAST, skipped_months=SUMMER | {6}),
            "le dernier jour de chaque mois, sauf en juin, en juillet et en août",
        ),
    ],
)
def test_a_rule_is_said_as_one_would(rule: Rule, words: str) -> None:
    assert rule_words(rule, time(19)).replace("\u00a0", " ") == f"{words}, à 19 h"


def test_whole_days_have_no_hour() -> None:
    assert rule_words(Rule(Pattern.WEEKLY, weekday=6)) == "chaque dimanche"
