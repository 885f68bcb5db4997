"""Reads the database as it was at one moment, whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections, transaction

Act = Callable[[], None]


@contextmanager
def one_moment() -> Iterator[Callable[[Act], None]]:
    """All that is read inside is of the same moment; nothing may be written inside, and nobody waits for it.

    What it gives does an act outside of the moment, where the database is as it is by now and may be written: in
    another thread, for each has a connection of its own.
    A moment that begins inside a transaction is that of the transaction, which decides of it.
    """
    if connection.in_atomic_block:
        yield lambda act: act()
        return
    with ThreadPoolExecutor(1) as outside:
        try:
            with _moment_of_its_own():
                yield lambda act: outside.submit(act).result()
        finally:
            outside.submit(connections.close_all).result()


@contextmanager
def _moment_of_its_own() -> Iterator[None]:
    connection.ensure_connection()
    usual = getattr(connection, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":  # one that only reads holds no writer up
            connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual  # type: ignore[attr-defined]
