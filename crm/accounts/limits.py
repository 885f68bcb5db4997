"""Counts visits in the shared cache, so that every web process refuses the same flood."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """So many times for one visitor in each window of so many seconds."""

    name: str
    times: int
    seconds: int


HOUR = 3600


def seconds_to_wait(limits: Iterable[Limit], visitor: str) -> int:
    """Count this visit; 0 when it is welcome, otherwise the seconds until it will be."""
    now = time.time()
    return max(_count(limit, _anonymous(visitor), now) for limit in limits)


def _count(limit: Limit, visitor: str, now: float) -> int:
    window, elapsed = divmod(int(now), limit.seconds)
    key = f"limit:{limit.name}:{visitor}:{window}"
    cache.add(key, 0, timeout=limit.seconds)
    return limit.seconds - elapsed if cache.incr(key) > limit.times else 0


def _anonymous(visitor: str) -> str:
    """Neither addresses nor IP addresses are kept, even for an hour."""
    return salted_hmac("parvis.limits", visitor, algorithm="sha256").hexdigest()[:32]
