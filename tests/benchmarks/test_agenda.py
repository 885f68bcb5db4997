"""The measure of the agenda measures what it says, and fails when an aim is missed."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from benchmarks.agenda import AIMS, report

QUIET = {**dict.fromkeys(AIMS, 20.0), "icalendar alone": 100.0, "feed, made anew": 50.0}


def test_it_asks_every_question_at_both_sizes(environment: dict[str, str]) -> None:
    command = [sys.executable, "benchmarks/agenda.py", "--events", "60", "--repeat", "1", "--most-ratio", "99"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300)
    asked = [line.removeprefix("sqlite: ")[:18].strip() for line in run.stdout.splitlines()]
    assert set(QUIET) <= set(asked), run.stderr


def test_what_is_quick_enough_is_no_failure() -> None:
    assert report("sqlite", 1000, QUIET, QUIET, 3.0) == []


def test_a_missed_aim_is_a_failure() -> None:
    slow = {**QUIET, "past": 301.0, "coming": 61.0, "feed, made anew": 101.0}

    assert report("sqlite", 1000, slow, QUIET, 3.0) == [
        "sqlite: past takes 301 ms, not 300",
        "sqlite: coming takes 3.0 times as long with ten times the events",
        "sqlite: feed over icalendar 1.01",
    ]
