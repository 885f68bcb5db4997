"""One database made for all the workers of a run, and left by every test as the migrations made it.

The first worker that needs the database migrates it, or on SQLite takes the one that an earlier run kept
(`tests/migrated.py`); each works on a copy. Django puts the migrations' own rows (groups, topics, the first page) back
only before the next test that asks for it, and counts on running tests that commit last: with several workers they are
not. So a test that commits puts everything back itself, and quickly: SQLite copies the file again, PostgreSQL empties
the few tables that hold anything.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from crm.assemblies import lasting_words
from newsletters import append_only, lasting_errata
from tests import migrated

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# What keeps rows in place, and would keep a test from putting its database back.
GUARDS = (append_only, lasting_errata, lasting_words)
# Set by `.ci/run`, which has the same tests pass on two databases: the second is that of `docker-compose.yml`.
PASS = os.environ.get("PARVIS_PASS", "")
AGAIN = PASS == "second"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
MADE = settings.RUN_DIR / "database-made"
TESTS = Path(__file__).parent
JOURNEYS = TESTS / "journeys"
# What a database finds, compares, counts and keeps by itself.
EVERY_CASE = [
    JOURNEYS,
    TESTS / "archive/test_search_items.py",
    TESTS / "assemblies/test_lasting_words.py",
    TESTS / "benchmarks",
    TESTS / "newsletters/test_deliver_faults.py",
    TESTS / "newsletters/test_lasting_errata.py",
    TESTS / "pages/search",
    TESTS / "partners/test_mandates.py",
    TESTS / "partners/test_merging.py",
    TESTS / "partners/test_network.py",
    TESTS / "partners/test_overlaps.py",
    TESTS / "partners/test_searching.py",
]
_at_another_width: set[str] = set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a whole run on two databases, neither says what the other does: the second leaves out tests that ask for none
    or are marked `once`, and a screen is opened at its first width on the first, at its last on the second.

    How a page behaves in a browser is no affair of the database: of one width, it is opened on the first only, unless
    it is on a journey. What it reads and writes is asked again without a browser, and by the journeys. Of a table of
    cases, which differ by what is written in them, the second asks the last, but where the database itself answers.
    """
    if not PASS:
        return
    widths: dict[tuple[str, ...], list[pytest.Item]] = {}
    for item in items:
        if _asks_for_a_database(item):
            widths.setdefault(_at_any_width(item), []).append(item)
    mine = {some[-1 if AGAIN else 0] for some in widths.values() if not (AGAIN and _is_one_screen(some))}
    if AGAIN:
        mine = set(_last_of_each_table([item for item in items if item in mine]))
    others = {item for some in widths.values() for item in some} - mine
    kept = [item for item in items if item in mine or not (AGAIN or item in others)]
    _at_another_width.update(some[-1].nodeid for some in widths.values() if len(some) > 1)
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def was_seen_before() -> bool:
    """Whether the first pass has opened the pages of the test under way, as wide as they are now."""
    test, _space, _phase = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")
    return AGAIN and test not in _at_another_width


def _asks_for_a_database(item: pytest.Item) -> bool:
    """By its mark, or by one of its fixtures; the processes of the site are another database's too."""
    if item.get_closest_marker("once"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def _is_one_screen(at_its_widths: list[pytest.Item]) -> bool:
    first = at_its_widths[0]
    is_on_a_journey = first.path.is_relative_to(JOURNEYS)
    return len(at_its_widths) == 1 and "browser" in getattr(first, "fixturenames", ()) and not is_on_a_journey


def _last_of_each_table(items: list[pytest.Item]) -> list[pytest.Item]:
    tables: dict[str, pytest.Item] = {}
    for item in items:
        is_of_the_database = any(map(item.path.is_relative_to, EVERY_CASE))
        tables[item.nodeid if is_of_the_database else item.nodeid.partition("[")[0]] = item
    return list(tables.values())


def _at_any_width(item: pytest.Item) -> tuple[str, ...]:
    """What a test and its parameters are, apart from how wide the screen is."""
    parameters = getattr(item, "callspec", None)
    if parameters is None or "width" not in parameters.params:
        return (item.nodeid,)
    others = sorted((name, repr(value)) for name, value in parameters.params.items() if name != "width")
    return (item.nodeid.partition("[")[0], repr(others))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], None]]:
    """A copy for this worker; whatever a test commits is gone when it ends. Gives what puts the first rows back."""
    outside = connection.settings_dict["NAME"]
    made = connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        _copy(made)
        restore = _restore_file(made) if connection.vendor == "sqlite" else _restore_rows()
    with (
        patch.object(TransactionTestCase, "_fixture_setup", classmethod(lambda cls: None)),
        patch.object(TransactionTestCase, "_fixture_teardown", lambda _test_case: restore()),
    ):
        yield restore
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(outside, verbosity=0)
        if connection.vendor != "sqlite":  # files go with the folder of the run; other workers may copy this one yet
            _take_away(made, outside)


@pytest.fixture(scope="session")
def migrated_file(django_db_setup: None) -> Path | None:
    """On SQLite, the file that the workers' are copies of: for processes that want a database of their own."""
    return settings.RUN_DIR / "test.sqlite3" if connection.vendor == "sqlite" else None


def _copy(made: str) -> None:
    with _one_at_a_time():
        if MADE.exists():
            _use(made)
        else:
            _make(made)
            MADE.touch()
        connection.creation.clone_test_db(WORKER, verbosity=0, autoclobber=True)
        _use(connection.creation.get_test_db_clone_settings(WORKER)["NAME"])


def _make(made: str) -> None:
    kept = migrated.place() if connection.vendor == "sqlite" else None
    if kept and migrated.bring(kept, Path(made)):
        _use(made)
        return
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    if kept and kept == migrated.place():  # nobody changed a migration meanwhile
        migrated.keep(Path(made), kept)


def _take_away(made: str, outside: str) -> None:
    """The first worker to end does it; one that had not begun yet would make the database again."""
    with _one_at_a_time():
        if MADE.exists():
            _use(made)
            connection.creation.destroy_test_db(outside, verbosity=0)
            MADE.unlink()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (settings.RUN_DIR / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _use(name: str) -> None:
    """For this connection and for those of other threads: they share the dictionary."""
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _restore_file(made: str) -> Callable[[], None]:
    """Everything at once, the search index and the triggers too."""
    first = sqlite3.connect(":memory:", check_same_thread=False)
    with sqlite3.connect(f"file:{made}?mode=ro", uri=True) as file:
        file.backup(first)

    def restore() -> None:
        connection.ensure_connection()
        first.backup(connection.connection)

    return restore


def _restore_rows() -> Callable[[], None]:
    """A TRUNCATE of every table takes half a second; deletions are checked at the end, when the rows are back."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    first_rows = {table: _rows(table) for table in _holding(tables)}

    def restore() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for guard in GUARDS:
                guard.unprotect(connection)
            for table in _holding(tables):
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            for table, rows in first_rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for guard in GUARDS:
                guard.protect(connection)

    return restore


def _holding(tables: list[str]) -> list[str]:
    """The tables that hold at least one row."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]


def _rows(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)
