"""The arithmetic of a relay's limits: never passed in any stretch of time, and an end that is promised honestly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.domain.pace import Use, begin_step, finish_at, frees_at, room, step_of, warm_limit
from newsletters.relay.accounts import Limit

NOW = datetime(2024, 5, 14, 14, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ago(**elapsed: float) -> datetime:
    return NOW - timedelta(**elapsed)


def test_room_counts_what_left_within_the_stretch() -> None:
    limit = Limit(30, MINUTE)
    assert room(limit, [], NOW) == 30
    assert room(limit, [Use(ago(seconds=10), 12)], NOW) == 18
    assert room(limit, [Use(ago(seconds=10), 12), Use(ago(seconds=62), 18)], NOW) == 18
    assert room(limit, [Use(ago(seconds=1), 40)], NOW) == 0


def test_step_that_is_half_out_of_the_stretch_counts_whole() -> None:
    assert room(Limit(30, MINUTE), [Use(ago(seconds=60, milliseconds=500), 30)], NOW) == 0


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 20)), max_size=80),
    st.integers(1, 40),
)
def test_no_stretch_ever_holds_more_than_the_limit(asked: list[tuple[int, int]], most: int) -> None:
    """Whoever asks whenever: the letters are handed over at the very moment, and counted by steps."""
    limit, uses, left = Limit(most, MINUTE), list[Use](), list[datetime]()
    for second, wanted in sorted(asked):
        at = NOW + timedelta(seconds=second)
        taken = min(wanted, room(limit, uses, at))
        if taken:
            uses.append(Use(begin_step(at, limit.period), taken))
            left += [at] * taken
    assert all(sum(start <= at < start + MINUTE for at in left) <= most for start in left)


@given(st.lists(st.tuples(st.integers(0, 130), st.integers(1, 9)), min_size=1, max_size=20), st.integers(1, 30))
def test_there_is_room_when_it_was_promised_and_not_before(past: list[tuple[int, int]], most: int) -> None:
    limit = Limit(most, MINUTE)
    uses = [Use(begin_step(NOW - timedelta(seconds=second), MINUTE), letters) for second, letters in past]
    at = frees_at(limit, uses, NOW)
    assert room(limit, uses, at) > 0
    if at > NOW:
        assert room(limit, uses, at - timedelta(milliseconds=1)) == 0
        assert at <= NOW + MINUTE + step_of(MINUTE)


def test_relay_that_warms_up_takes_twice_as_many_each_day() -> None:
    assert [warm_limit(50, ago(days=days), NOW).letters for days in (0, 1, 2, 5)] == [50, 100, 200, 1600]
    assert warm_limit(50, None, NOW) == Limit(50, DAY)


class TestEnd:
    """When a mailing is over."""

    def test_without_a_limit_it_is_a_division(self) -> None:
        assert finish_at(600, 10, [[]], NOW) == NOW + MINUTE

    def test_nothing_waits(self) -> None:
        assert finish_at(0, 0, [[]], NOW) == NOW

    def test_nothing_is_known(self) -> None:
        assert finish_at(10, 0, [[]], NOW) is None

    def test_thirty_a_minute_take_their_minutes(self) -> None:
        end = finish_at(300, 100, [[(Limit(30, MINUTE), [])]], NOW)
        assert end is not None
        assert timedelta(minutes=9) < end - NOW < timedelta(minutes=11)

    @pytest.mark.parametrize("seconds", [8, 30, 50])
    def test_what_a_minute_frees_bit_by_bit_is_counted_as_it_comes(self, seconds: int) -> None:
        """A hundred a second have left for so long; four thousand are taken a minute, twenty thousand leave."""
        uses = [Use(ago(seconds=second), 100) for second in range(min(seconds, 40))]
        end = finish_at(20_000 - 100 * len(uses), 100, [[(Limit(4000, MINUTE), uses)]], NOW)
        assert end is not None
        whole = end - NOW + timedelta(seconds=len(uses))
        assert timedelta(minutes=4, seconds=40) <= whole < timedelta(minutes=5, seconds=5)

    def test_what_left_before_counts(self) -> None:
        end = finish_at(50, 100, [[(Limit(100, HOUR), [Use(ago(minutes=20), 100)])]], NOW)
        assert end is not None
        assert timedelta(minutes=40) <= end - NOW <= timedelta(minutes=43)

    def test_day_limit_is_waited_for(self) -> None:
        end = finish_at(450, 100, [[(Limit(200, DAY), [])]], NOW)
        assert end is not None
        assert timedelta(days=2) < end - NOW < timedelta(days=2, hours=2)

    def test_two_relays_share_the_work(self) -> None:
        alone = finish_at(600, 100, [[(Limit(30, MINUTE), [])]], NOW)
        both = finish_at(600, 100, [[(Limit(30, MINUTE), [])], [(Limit(30, MINUTE), [])]], NOW)
        assert alone is not None
        assert both is not None
        assert (both - NOW) * 1.8 < alone - NOW

    def test_more_than_two_weeks_is_not_promised(self) -> None:
        assert finish_at(10_000, 100, [[(Limit(50, DAY), [])]], NOW) is None


@pytest.mark.parametrize("period", [MINUTE, HOUR, DAY])
def test_steps_begin_at_the_same_moments_for_every_worker(period: timedelta) -> None:
    first = begin_step(NOW + timedelta(milliseconds=7), period)
    assert first == begin_step(NOW, period) <= NOW
