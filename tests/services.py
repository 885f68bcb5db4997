"""The broker of a run, and a cache that no other test has written to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import caches

from cms.embedded.broker import start_broker
from cms.embedded.leash import Leash

_namespaces = count(1)


@pytest.fixture(scope="session", autouse=True)
def broker() -> Iterator[str]:
    """The address of a real broker: that of ``REDIS_URL``, or an embedded Valkey of this run."""
    if not settings.REDIS_URL.startswith("unix://"):
        yield settings.REDIS_URL
        _forget_this_run(redis.Redis.from_url(settings.REDIS_URL))
        return
    running = start_broker(Path(settings.TEST_DIR))
    leash = Leash()
    leash.hold(running.process.pid)
    yield running.url
    running.stop()
    leash.release(running.process.pid)
    leash.close()


def _forget_this_run(client: redis.Redis) -> None:
    """Leave nothing of the run on a server that others use too."""
    for key in client.scan_iter(f"*{settings.CELERY_TASK_DEFAULT_QUEUE}*"):
        client.delete(key)


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Give each test a cache of its own: rate limits, page versions and site paths of another would mislead it.

    Emptying it instead would empty the broker's queues too, and the cache of other runs on the same server.
    """
    base = settings.CELERY_TASK_DEFAULT_QUEUE
    settings.CACHES["default"]["KEY_PREFIX"] = f"{base}-{next(_namespaces)}"
    if hasattr(caches._connections, "default"):
        del caches["default"]
