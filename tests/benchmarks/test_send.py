"""The measure of sending measures what it says, and fails when an aim is missed; its figures are for the README."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace

import pytest
from django.conf import settings

from benchmarks.send import Measure, report

AIMS = Namespace(least_of_limit=0.30, least_of_django=4.0, most_growth=1.10, most_slowing=0.15, most_freezing=20.0)


@pytest.mark.worker
def test_it_sends_every_letter_each_way_and_prints_a_line_for_each(environment: dict[str, str]) -> None:
    sizes = ["--letters", "40", "--growth", "20,40", "--repeat", "1", "--databases", "sqlite"]
    lenient = ["--least-of-limit", "0", "--least-of-django", "0", "--most-growth", "9", "--most-slowing", "9"]
    command = [sys.executable, "benchmarks/send.py", *sizes, *lenient]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert [line[0] for line in lines if line and line[-1] == "MB"] == ["20", "40"]
    assert {"smtplib", "Django"} <= {line[0] for line in lines if line}
    assert [line[1] for line in lines if line and line[0] in "12"] == ["cores", "task", "tasks"]
    assert lines[-1] == ["every", "aim", "is", "met"]


def measures(**changes: float) -> list[Measure]:
    """A run that meets every aim, but for what changes."""
    said = {"two": 3500.0, "limit": 10000.0, "django": 500.0, "peak": 109.0, "late": 3000.0, "freezing": 19.0} | changes
    return [
        Measure("sqlite", "2 tasks", 100, 1.0),
        Measure("sqlite", "limit", 100, 10000.0),
        Measure("sqlite", "Django", 100, 500.0),
        Measure("postgres", "2 tasks", 100, said["two"]),
        Measure("postgres", "limit", 100, said["limit"]),
        Measure("postgres", "Django", 100, said["django"]),
        Measure("postgres", "grown", 2000, 3200.0, 0.2, 100.0),
        Measure("postgres", "grown", 200000, said["late"], said["freezing"], said["peak"]),
    ]


def test_aims_are_those_of_postgresql_with_two_tasks(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(measures(), AIMS) == 0
    assert "every aim is met" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changes", [{"two": 2900.0}, {"django": 900.0}, {"peak": 111.0}, {"late": 2600.0}, {"freezing": 21.0}]
)
def test_a_missed_aim_is_a_failure(changes: dict[str, float], capsys: pytest.CaptureFixture[str]) -> None:
    assert report(measures(**changes), AIMS) == 1
    assert capsys.readouterr().out.count("missed:") == 1


def test_where_the_limit_cannot_be_measured_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    without = [one for one in measures() if one.way != "limit"]
    assert report(without, AIMS) == 0
    assert "the limit was not measured" in capsys.readouterr().out
