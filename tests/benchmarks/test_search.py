"""The measure of the search measures what it says, and fails when an aim is missed."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.conf import settings

from benchmarks.search import report

QUICK = {"search": [8.0, 20.0], "first": [9.0, 24.0], "typed": [4.0, 9.0], "page": [20.0, 30.0], "a second": 400.0}


def figures(**slow: Any) -> dict[str, Any]:
    sizes = {"10000": QUICK, "100000": {**QUICK, **slow}}
    return {"sizes": sizes, "pages": 10_000, "wagtail": [300.0, 900.0], "plain": [5.0, 9.0]}


def test_it_asks_at_every_size_and_asks_wagtail(environment: dict[str, str]) -> None:
    command = [sys.executable, "benchmarks/search.py", "--items", "20,40", "--wagtail", "10", "--repeat", "1"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300)
    lines = [line.split(": ")[1].strip() for line in run.stdout.splitlines() if line.startswith("sqlite: ")]

    assert lines == ["20 items", "40 items", "10 pages"], run.stderr


def test_what_is_quick_enough_is_no_failure() -> None:
    assert report("sqlite", figures()) == []


def test_a_missed_aim_is_a_failure() -> None:
    assert report("sqlite", figures(search=[30.0, 51.0], first=[30.0, 55.0], typed=[30.0, 60.0])) == [
        "sqlite: the search takes 51 ms at the 95th percentile with 100000 items, not 50",
        "sqlite: a search of words never asked before takes 55 ms at the 95th percentile with 100000 items, not 50",
        "sqlite: what is typed takes 60 ms at the 95th percentile with 100000 items, not 50",
    ]
