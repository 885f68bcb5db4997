"""How many letters a relay may still take now, and when a mailing will be over: arithmetic, without a database."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletters.relay.accounts import Limit

# A stretch is counted in so many steps: a limit is kept in any stretch of its length, to the nearest step.
STEPS = 60
MINUTE = timedelta(minutes=1)
# How finely the time to come is walked: coarser, what one minute frees bit by bit would be counted a minute late.
STRIDE = timedelta(seconds=15)
A_DAY = timedelta(days=1).total_seconds()
# Further than that nobody promises anything.
HORIZON = timedelta(days=14)


@dataclass(frozen=True)
class Use:
    """So many letters handed over in the step that began then."""

    began: datetime
    letters: int


def step_of(period: timedelta) -> timedelta:
    return period / STEPS


def begin_step(now: datetime, period: timedelta) -> datetime:
    """When the step that ``now`` is in began."""
    step = step_of(period).total_seconds()
    return datetime.fromtimestamp(now.timestamp() // step * step, tz=now.tzinfo)


def room(limit: Limit, uses: Iterable[Use], now: datetime) -> int:
    """How many letters the limit still allows at this moment; a step that is half out still counts whole."""
    since = now - limit.period - step_of(limit.period)
    return max(0, limit.letters - sum(use.letters for use in uses if use.began > since))


def frees_at(limit: Limit, uses: Iterable[Use], now: datetime) -> datetime:
    """When there is room again; at once where there is."""
    if room(limit, uses, now):
        return now
    since = now - limit.period - step_of(limit.period)
    counted = sorted((use for use in uses if use.began > since), key=lambda use: use.began)
    left = sum(use.letters for use in counted)
    for use in counted:
        left -= use.letters
        if left < limit.letters:
            return use.began + limit.period + step_of(limit.period)
    return now


def warm_limit(first_day: int, began_on: datetime | None, now: datetime) -> Limit:
    """What a relay that is getting to be known takes in a day: twice as many each day since it began."""
    days = (now - began_on).days if began_on else 0
    return Limit(first_day * 2 ** min(max(days, 0), 30), timedelta(days=1))


Budget = tuple[Limit, Sequence[Use]]


def finish_at(waiting: int, a_second: float, relays: Sequence[Sequence[Budget]], now: datetime) -> datetime | None:
    """When so many letters will have left at this speed, each relay keeping within its limits for everybody.

    A relay without a limit is an empty sequence. Walks through time, by the minute where it takes more than a day;
    ``None`` where it takes more than two weeks, or where nothing is known of the speed.
    """
    if waiting <= 0:
        return now
    if a_second <= 0 or not relays:
        return None
    if not all(relays):
        return now + timedelta(seconds=waiting / a_second)
    paces = [_Pace(budgets) for budgets in relays]
    stride = STRIDE if waiting / a_second < A_DAY else MINUTE
    a_stride = stride.total_seconds() * a_second
    at, carried = now, 0.0
    while at < now + HORIZON:
        carried = min(carried, a_stride) + a_stride
        left = 0
        for pace in paces:
            left += pace.take(min(waiting - left, math.floor(carried) - left), at)
        waiting -= left
        carried -= left
        if not waiting:
            return at + min(stride, timedelta(seconds=left / a_second))
        at = max(at + stride, min(pace.opens_at(at) for pace in paces))
    return None


class _Pace:
    """One relay, walked through time."""

    def __init__(self, budgets: Sequence[Budget]) -> None:
        self._limits = [limit for limit, _uses in budgets]
        self._uses = [list(uses) for _limit, uses in budgets]

    def take(self, wanted: int, at: datetime) -> int:
        """Hand over as many of the wanted letters as the limits allow at this moment."""
        for limit, uses in zip(self._limits, self._uses, strict=True):
            uses[:] = [use for use in uses if use.began > at - limit.period - step_of(limit.period)]
        taken = min(wanted, *(room(limit, uses, at) for limit, uses in zip(self._limits, self._uses, strict=True)))
        if taken > 0:
            for uses in self._uses:
                uses.append(Use(at, taken))
        return max(taken, 0)

    def opens_at(self, at: datetime) -> datetime:
        """The first moment at which every limit has room."""
        return max(frees_at(limit, uses, at) for limit, uses in zip(self._limits, self._uses, strict=True))
