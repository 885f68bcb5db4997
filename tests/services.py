"""The broker of a run, and a cache that no other test has written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import caches

from cms import shared_cache
from cms.celery import app
from cms.embedded.broker import Broker, start_broker
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
def empty_queue(request: pytest.FixtureRequest, broker: str) -> None:
    """Leave a worker nothing of the tests before: numbers begin again at one, and theirs would be taken for its own."""
    if request.node.get_closest_marker("worker"):
        _forget_this_run(redis.Redis.from_url(broker))


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Give each test a cache of its own: rate limits, page versions and site paths of another would mislead it.

    Emptying it instead would empty the broker's queues too, and the cache of other runs on the same server.
    """
    base = settings.CELERY_TASK_DEFAULT_QUEUE
    namespace = f"{base}-{next(_namespaces)}"
    for alias, configuration in settings.CACHES.items():
        configuration["KEY_PREFIX"] = namespace
        forget_connection(alias)


def forget_connection(alias: str) -> None:
    if hasattr(caches._connections, alias):
        del caches[alias]


@dataclass
class OwnBroker:
    """A Valkey that a test may stop and start again; the cache and the queue of the process lean on it."""

    folder: Path
    running: Broker

    @property
    def url(self) -> str:
        return self.running.url

    def stop(self) -> None:
        self.running.stop()

    def start(self) -> None:
        self.running = start_broker(self.folder)


@pytest.fixture
def own_broker(tmp_path: Path, fresh_cache: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnBroker]:
    """A broker of the test's own, in place of that of the run, and asked again at once after a failure."""
    own = OwnBroker(tmp_path, start_broker(tmp_path))
    monkeypatch.setitem(shared_cache._doors, own.url, shared_cache.Door(pause=0))
    monkeypatch.setattr(settings, "REDIS_URL", own.url)
    for alias, configuration in settings.CACHES.items():
        monkeypatch.setitem(configuration, "LOCATION", own.url)
        forget_connection(alias)
    with _celery_on(own.url.replace("unix://", "redis+socket://", 1)):
        yield own
    own.stop()
    for alias in settings.CACHES:
        forget_connection(alias)


@contextmanager
def _celery_on(url: str) -> Iterator[None]:
    """Celery keeps its connections: it has to forget them to see another broker, and to come back."""
    before = app.conf.broker_url
    try:
        app.conf.broker_url = url
        app._after_fork()
        yield
    finally:
        app.conf.broker_url = before
        app._after_fork()
