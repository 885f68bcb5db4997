"""The one command, with real processes: it opens the site, and it leaves nothing behind however it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cms.embedded import greeting
from cms.embedded.broker import socket_path

pytestmark = pytest.mark.worker

PATIENCE = 240.0  # the first start migrates and loads the demo: forty seconds, or many more on a busy machine


@dataclass
class Running:
    """A supervisor that runs in a folder of the test."""

    process: subprocess.Popen[str]
    folder: Path

    @property
    def record(self) -> dict[str, Any]:
        """What the supervisor wrote down; empty as long as the file is an earlier one's."""
        try:
            record = json.loads((self.folder / "supervisor.json").read_text())
        except FileNotFoundError:
            return {}
        return record if record["supervisor"] == self.process.pid else {}

    @property
    def address(self) -> str:
        return str(self.record["address"])

    def wait_for_page(self, *, within: float = PATIENCE) -> int:
        """The status of the first page that answers."""
        give_up_at = time.monotonic() + within
        while time.monotonic() < give_up_at and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/admin/", timeout=10) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"No page: {self.process.communicate()[0] if self.process.poll() is not None else ''}")

    def wait_for_parts(self) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            if "beat" in self.record.get("groups", {}):
                return
            time.sleep(0.1)
        raise AssertionError("The parts never started.")


def start(folder: Path, port: int) -> Running:
    outside = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    environment |= {"VAR_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "cms.settings.local"}
    command = [sys.executable, "-m", "cms.embedded.supervisor"]
    with (folder / "output.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True
        )
    return Running(process, folder)


def listing() -> dict[int, tuple[int, int]]:
    """Every process that is not a zombie: its parent and its group."""
    ps = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in ps.stdout.splitlines()]
    return {int(pid): (int(parent), int(group)) for pid, parent, group, state in rows if not state.startswith("Z")}


def family(root: int) -> set[int]:
    """A process and everything that descends from it."""
    processes = listing()
    found = {root}
    while True:
        more = {pid for pid, (parent, _group) in processes.items() if parent in found} - found
        if not more:
            return found
        found |= more


def left_of(pids: set[int], *, within: float = 20.0) -> set[int]:
    """Those that still live after ``within`` seconds; returns as soon as there is none."""
    give_up_at = time.monotonic() + within
    while (left := pids & set(listing())) and time.monotonic() < give_up_at:
        time.sleep(0.1)
    return left


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the module: its database is migrated by the first start only."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def running(folder: Path) -> Iterator[Running]:
    started = start(folder, free_port())
    try:
        started.wait_for_parts()
        yield started
    finally:
        started.process.send_signal(signal.SIGINT)
        started.process.wait(timeout=60)


def test_supervisor_opens_the_site_and_ctrl_c_leaves_no_process(running: Running) -> None:
    status = running.wait_for_page()
    everyone = family(running.process.pid)

    running.process.send_signal(signal.SIGINT)

    assert status == 200
    assert len(everyone) >= 6  # supervisor, leash, valkey, web, worker, beat
    assert running.process.wait(timeout=60) == 0
    assert left_of(everyone) == set()
    assert not socket_path(running.folder).parent.exists()


def test_connections_that_a_browser_opens_ahead_hold_up_nobody(running: Running) -> None:
    running.wait_for_page()
    port = int(running.address.rpartition(":")[2])

    ahead = [socket.create_connection(("127.0.0.1", port)) for _ in range(6)]

    assert [running.wait_for_page(within=15) for _ in range(4)] == [200, 200, 200, 200]
    for connection in ahead:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_supervisor_stops_on_signal(running: Running, number: signal.Signals) -> None:
    everyone = family(running.process.pid)

    running.process.send_signal(number)

    assert running.process.wait(timeout=60) == 0
    assert left_of(everyone) == set()


def test_killed_supervisor_takes_its_processes_along_and_the_next_one_opens(running: Running) -> None:
    everyone = family(running.process.pid)
    running.process.kill()
    running.process.wait()

    second = start(running.folder, free_port())
    try:
        second.wait_for_parts()
        assert left_of(everyone) == set()
        assert second.wait_for_page() == 200
    finally:
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(timeout=60) == 0


def test_next_supervisor_stops_what_a_killed_one_and_its_leash_left(running: Running) -> None:
    groups = set(running.record["groups"].values())
    everyone = family(running.process.pid)
    leash = [pid for pid, (parent, _group) in listing().items() if parent == running.process.pid and pid not in groups]
    os.kill(leash[0], signal.SIGKILL)
    running.process.kill()
    running.process.wait()
    assert left_of(everyone, within=1) >= groups

    second = start(running.folder, free_port())
    try:
        second.wait_for_parts()
        assert left_of(everyone, within=0) == set()
    finally:
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(timeout=60) == 0


def test_crashed_part_starts_again(running: Running) -> None:
    beat = running.record["groups"]["beat"]

    os.kill(beat, signal.SIGKILL)

    give_up_at = time.monotonic() + 30
    while running.record["groups"]["beat"] == beat and time.monotonic() < give_up_at:
        time.sleep(0.1)
    assert running.record["groups"]["beat"] != beat
    assert left_of({beat}, within=0) == set()


def test_second_supervisor_in_the_same_folder_says_where_the_first_is(running: Running) -> None:
    second = start(running.folder, free_port())

    code = second.process.wait(timeout=60)

    assert code == 1
    last_line = (running.folder / "output.log").read_text().splitlines()[-1]
    assert last_line == greeting.occupied(running.address)


def test_supervisor_takes_the_next_port_when_the_wanted_one_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = int(taken.getsockname()[1])
        running = start(folder, wanted)
        try:
            running.wait_for_parts()
            assert int(running.address.rpartition(":")[2]) > wanted
            assert running.wait_for_page() == 200
        finally:
            running.process.send_signal(signal.SIGINT)
            assert running.process.wait(timeout=60) == 0


def test_damaged_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_text("Ceci n'est pas une base de données, et ne l'a jamais été.")

    running = start(tmp_path, free_port())

    assert running.process.wait(timeout=60) == 1
    output = (tmp_path / "output.log").read_text()
    assert f"prepare | {greeting.damaged(str(tmp_path / 'db.sqlite3'))}" in output
    assert "Traceback" not in output


def test_database_between_two_joined_migrations_is_said_in_a_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(kept)) as old, old:
        old.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)")
        old.execute("INSERT INTO django_migrations VALUES (1, 'newsletters', '0001_initial', '2026-01-01')")

    running = start(tmp_path, free_port())

    assert running.process.wait(timeout=60) == 1
    output = (tmp_path / "output.log").read_text()
    assert f"prepare | {greeting.half_migrated(str(kept))}" in output
    assert "Traceback" not in output


def test_queue_that_does_not_start_is_said_in_a_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "valkey" / "appendonlydir"
    kept.mkdir(parents=True)
    (kept / "appendonly.aof.manifest").write_text("rien de lisible")

    running = start(tmp_path, free_port())

    assert running.process.wait(timeout=60) == 1
    output = (tmp_path / "output.log").read_text()
    assert greeting.brokerless(f"{tmp_path}/valkey/valkey.log") in output
    assert "Traceback" not in output


def test_folder_that_cannot_be_written_to_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "supervisor.lock").mkdir()

    running = start(tmp_path, free_port())

    assert running.process.wait(timeout=60) == 1
    assert (tmp_path / "output.log").read_text().splitlines() == [greeting.unwritable(str(tmp_path))]
