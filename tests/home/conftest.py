"""The demo council, loaded once for the tests of a module that only look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import DjangoDbBlocker

from home.demo.load import load_demo

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The moment at which it was loaded. What a test changes is gone when it ends, the demo with the module."""
    with django_db_blocker.unblock():
        load_demo(NOON)
    yield NOON
    with django_db_blocker.unblock():
        django_db_setup()
