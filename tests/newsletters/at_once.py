"""Two workers at the same moment, each with a connection of its own, where one stands exactly where a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection

one_writer = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: the second one waits")


def once_after(statement: str, act: Callable[[], None]) -> AbstractContextManager[None]:
    """Do something once, on this connection's first statement that begins so, before anything follows it."""
    done = Event()

    def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        result = execute(sql, *args)
        if sql.startswith(statement) and not done.is_set():
            done.set()
            act()
        return result

    return connection.execute_wrapper(wrapper)


def elsewhere(act: Callable[[], None]) -> Thread:
    """Another worker, with a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread
