"""A real Celery worker beside the test, on the test's own database, broker and queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from cms.embedded.leash import Leash, group_lives, signal_group

COMMAND = ["celery", "--quiet", "-A", "cms", "worker", "--loglevel", "WARNING", "--concurrency", "2"]


class Worker:
    """One worker and its children."""

    def __init__(self, **environment: str) -> None:
        self._log = Path(settings.TEST_DIR) / "worker.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *COMMAND, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                cwd=settings.BASE_DIR,
                env={**os.environ, "REDIS_URL": settings.REDIS_URL, "DATABASE_URL": database_url(), **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def group(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        return self._log.read_text()

    def kill(self) -> None:
        """As a power cut does it: worker and children at once, with nothing tidied up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        signal_group(self.group, number)
        self._process.wait(timeout=30)
        wait_until(lambda: not group_lives(self.group), "the worker's children end")


@contextmanager
def run_worker(**environment: str) -> Iterator[Worker]:
    """A worker that ends with the block, and with the tests if they are killed."""
    worker, leash = Worker(**environment), Leash()
    leash.hold(worker.group)
    try:
        yield worker
    finally:
        if group_lives(worker.group):
            worker.stop()
        leash.release(worker.group)
        leash.close()


def database_url() -> str:
    """The URL of the database that the test itself uses, not of the one it was made from."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    user, password = quote(config["USER"]), quote(config["PASSWORD"])
    place = f"{config['HOST']}:{config['PORT']}" if config["PORT"] else config["HOST"]
    return f"postgres://{user}{':' + password if password else ''}@{place}/{config['NAME']}"


def wait_until(condition: Callable[[], bool], what: str, *, patience: float = 60.0) -> None:
    """Look until it is so; fails, saying what was waited for, after ``patience`` seconds."""
    give_up_at = time.monotonic() + patience
    while not condition():
        if time.monotonic() > give_up_at:
            raise AssertionError(f"waited {patience:.0f} s for this: {what}")
        time.sleep(0.02)
