"""Counting: the outcome is that of trying every possible board, and equals are never chosen between by a machine."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.assemblies.domain.counting import Fault, Outcome, count_category, fault_in, settle

VOTES = st.dictionaries(st.integers(1, 40), st.integers(0, 6), max_size=7)


def fair_boards(votes: dict[int, int], seats: int) -> list[set[int]]:
    """Every way to fill the seats in which nobody left out has more votes than someone chosen."""
    size = min(seats, len(votes))
    return [
        set(chosen)
        for chosen in combinations(votes, size)
        if all(votes[out] <= votes[one] for one in chosen for out in votes if out not in chosen)
    ]


@given(VOTES, st.integers(0, 8))
def test_outcome_is_what_every_fair_board_agrees_on(votes: dict[int, int], seats: int) -> None:
    boards = fair_boards(votes, seats)

    outcome = count_category(votes, seats)

    everywhere, somewhere = set.intersection(*boards), set.union(*boards)
    assert set(outcome.elected) == everywhere
    assert set(outcome.tied) == somewhere - everywhere
    assert outcome.seats_left == min(seats, len(votes)) - len(everywhere)
    assert outcome.is_acclaimed == (len(votes) <= seats)
    assert [votes[key] for key in outcome.elected] == sorted((votes[key] for key in outcome.elected), reverse=True)


@given(VOTES, st.integers(0, 8))
def test_each_way_to_tell_equals_apart_gives_a_fair_board(votes: dict[int, int], seats: int) -> None:
    outcome = count_category(votes, seats)
    boards = fair_boards(votes, seats)

    settled = [set(settle(outcome, winners).elected) for winners in combinations(outcome.tied, outcome.seats_left)]

    assert sorted(map(sorted, settled)) == sorted(map(sorted, boards))


def test_equals_stay_equal_until_as_many_are_chosen_as_seats_are_left() -> None:
    outcome = count_category({1: 9, 2: 5, 3: 5, 4: 5}, 3)

    assert outcome == Outcome((1,), (2, 3, 4), 2)
    assert settle(outcome, [2]) == outcome
    assert settle(outcome, [1, 2]) == outcome
    assert settle(outcome, [2, 4]) == Outcome((1, 2, 4))


@pytest.mark.parametrize(
    ("votes", "seats", "ballots", "fault"),
    [
        ({1: 10, 2: 10}, 2, 10, None),
        ({1: 11, 2: 0}, 2, 10, Fault.ABOVE_BALLOTS),
        ({1: 6, 2: 5}, 1, 10, Fault.TOO_MANY_VOTES),
        ({1: 5, 2: 5}, 1, 10, None),
        ({1: 5, 2: None}, 1, 10, Fault.MISSING),
    ],
)
def test_figures_that_cannot_be_are_found(
    votes: dict[int, int | None], seats: int, ballots: int, fault: Fault | None
) -> None:
    assert fault_in(votes, seats, ballots) == fault
