"""Watches what every test logs: ids and never names or addresses (docs/architecture.md)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


class Watch(logging.Handler):
    """Keeps the lines, with everything in their ``extra`` and their traceback, that contain an e-mail address."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = " ".join(str(value) for value in (record.getMessage(), *vars(record).values()))
        if ADDRESS.search(line):
            self.found.append(f"{record.name}: {line}")


@pytest.fixture(autouse=True)
def logs_without_addresses() -> Iterator[None]:
    """Fail a test during which an address was logged by a room of ours, by the sign-in or by Celery."""
    watch = Watch()
    loggers = [logging.getLogger(name) for name in ("parvis", "axes", "celery", "django.request")]
    for logger in loggers:
        logger.addHandler(watch)
    yield
    for logger in loggers:
        logger.removeHandler(watch)
    assert watch.found == [], "an address in the logs"
