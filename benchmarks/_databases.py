"""Databases that nobody else has: one to prepare, and copies of it, which go when the measure is done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

COPIES = 2

Place = tuple[str, list[Callable[[], str]]]


def place_of(database: str, folder: Path) -> Any:
    """A context that gives a URL to prepare, and what makes each copy and gives its URL."""
    return _sqlite(folder) if database == "sqlite" else _postgresql(database)


@contextmanager
def _sqlite(folder: Path) -> Iterator[Place]:
    prepared = folder / "prepared.sqlite3"

    def copy(name: str) -> str:
        return f"sqlite:///{shutil.copy(prepared, folder / name)}"

    yield f"sqlite:///{prepared}", [lambda name=f"copy{n}.sqlite3": copy(name) for n in range(COPIES)]  # type: ignore[misc]


@contextmanager
def _postgresql(server: str) -> Iterator[Place]:
    """On that server, beside what it holds."""
    import psycopg
    from psycopg import sql

    prepared = f"parvis_bench_{os.getpid()}"
    names = [f"{prepared}_{number}" for number in range(COPIES)]

    def url_of(name: str) -> str:
        return urlsplit(server)._replace(path=f"/{name}").geturl()

    with psycopg.connect(server, autocommit=True) as connection:

        def copy(name: str) -> str:
            order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(order.format(sql.Identifier(name), sql.Identifier(prepared)))
            return url_of(name)

        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(prepared)))
        try:
            yield url_of(prepared), [lambda name=name: copy(name) for name in names]  # type: ignore[misc]
        finally:
            for name in (*names, prepared):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
