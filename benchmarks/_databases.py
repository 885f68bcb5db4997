"""Databases that nobody else has: one that is migrated, and copies of it, which go when the measure is done."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
COPIES = 2
DATABASES_HELP = "sqlite, the URL of a PostgreSQL database, or both"
# A SQLite file that is migrated already: the tests of the measures name theirs, to try what comes after.
MIGRATED = "PARVIS_BENCH_MIGRATED"

Place = tuple[str, list[Callable[[], str]]]


def place_of(database: str, folder: Path) -> Any:
    """A context that gives the URL of a migrated database, and what makes each copy of it and gives its URL."""
    return _sqlite(folder) if database == "sqlite" else _postgresql(database, folder)


def default_databases() -> str:
    """SQLite; and the server that DATABASE_URL names, where it is PostgreSQL."""
    ours = os.environ.get("DATABASE_URL", "")
    return f"sqlite,{ours}" if ours.startswith("postgres") else "sqlite"


def run(url: str, folder: Path, *command: str, **environment: str) -> str:
    """What a Python command says, on that database and with everything else in that folder."""
    own = {"DJANGO_SETTINGS_MODULE": "cms.settings.local", "VAR_DIR": str(folder), "DATABASE_URL": url}
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **own, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ended.stdout


def _migrate(url: str, folder: Path) -> None:
    run(url, folder, "manage.py", "migrate", "--verbosity", "0")


@contextmanager
def _sqlite(folder: Path) -> Iterator[Place]:
    prepared = folder / "prepared.sqlite3"
    if migrated := os.environ.get(MIGRATED):
        shutil.copy(migrated, prepared)
    else:
        _migrate(f"sqlite:///{prepared}", folder)

    def copy(name: str) -> str:
        return f"sqlite:///{shutil.copy(prepared, folder / name)}"

    yield f"sqlite:///{prepared}", [lambda name=f"copy{n}.sqlite3": copy(name) for n in range(COPIES)]  # type: ignore[misc]


@contextmanager
def _postgresql(server: str, folder: Path) -> Iterator[Place]:
    """On that server, beside what it holds; the database that the URL names need not exist."""
    import psycopg
    from psycopg import sql

    prepared = f"parvis_bench_{os.getpid()}"
    names = [f"{prepared}_{number}" for number in range(COPIES)]

    def url_of(name: str) -> str:
        return urlsplit(server)._replace(path=f"/{name}").geturl()

    # A measure that is told to stop takes its databases away too, though its process may be connected still.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:

        def copy(name: str) -> str:
            order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(order.format(sql.Identifier(name), sql.Identifier(prepared)))
            return url_of(name)

        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(prepared)))
        try:
            _migrate(url_of(prepared), folder)
            yield url_of(prepared), [lambda name=name: copy(name) for name in names]  # type: ignore[misc]
        finally:
            for name in (*names, prepared):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
