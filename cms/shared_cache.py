"""The cache that every process shares, and what stands in for it while its server does not answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger("parvis.cache")

# Seconds before a server that did not answer is asked again: readers do not wait for it one after the other.
PAUSE = 5.0
SECONDS_BETWEEN_LINES = 60.0
# An outage in which someone tries that many addresses begins to forget the oldest counts.
MOST_COUNTS = 50_000


class Door:
    """Whether a server is worth asking, as far as this process knows; one line of the log a minute says it is not."""

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._clock = clock
        self._shut_until = self._silent_until = float("-inf")

    def is_open(self) -> bool:
        return self._clock() >= self._shut_until

    def shut(self, error: Exception) -> None:
        now = self._clock()
        self._shut_until = now + self._pause
        if now >= self._silent_until:
            self._silent_until = now + SECONDS_BETWEEN_LINES
            logger.warning("the shared cache does not answer", extra={"error": type(error).__name__})


_doors: dict[str, Door] = {}


class SharedCache(RedisCache):
    """Redis while it answers, a spare while it does not; no caller ever hears of it.

    Every error of Redis counts, not only a lost connection: one whose disk is full, or that is still loading,
    answers with errors of its own.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._door = _doors.setdefault(server, Door())
        self._spare = self.make_spare(server, {**params, "OPTIONS": {}})

    def make_spare(self, server: str, params: dict[str, Any]) -> BaseCache:
        raise NotImplementedError

    def _ask(self, operation: str, *args: Any, **kwargs: Any) -> Any:
        if self._door.is_open():
            try:
                return getattr(super(), operation)(*args, **kwargs)
            except redis.RedisError as error:
                self._door.shut(error)
        return getattr(self._spare, operation)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")


class SpeedUp(SharedCache):
    """What is kept only to answer faster: without the server nothing is found, and nothing is kept."""

    def make_spare(self, server: str, params: dict[str, Any]) -> BaseCache:
        return DummyCache(server, params)


class Counts(LocMemCache):
    """Counts of this process alone. One begun on the server goes on here from nothing, instead of failing."""

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        self.add(key, 0, version=version)
        return super().incr(key, delta, version)


class Safeguard(SharedCache):
    """Rate limits, lockouts and used codes: without the server each process counts for itself.

    Refusing everyone would make an outage of the broker one of the sign-in; letting everyone pass would make it
    an invitation to guess. What is counted meanwhile is at worst multiplied by the number of web processes.
    """

    def make_spare(self, server: str, params: dict[str, Any]) -> BaseCache:
        return Counts(server, {**params, "OPTIONS": {"MAX_ENTRIES": MOST_COUNTS}})
