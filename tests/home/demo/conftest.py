"""The demo council, loaded once for all the tests of this folder (`tests/scheduling.py` gives them to one worker)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import DjangoDbBlocker

from home.demo.load import load_demo

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.fixture(scope="package")
def demo(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The moment at which it was loaded. What a test changes is gone when it ends, the demo after the last test."""
    with django_db_blocker.unblock():
        load_demo(NOON)
    yield NOON
    with django_db_blocker.unblock():
        django_db_setup()
