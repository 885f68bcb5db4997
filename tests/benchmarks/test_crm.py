"""The measure of the partners asks what it says, compares it with a plain way, and fails when an aim is missed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

from benchmarks.crm import Measure, report
from tests.newsletters.worker import database_url

QUESTIONS = 17


@pytest.mark.django_db
def test_it_asks_every_question_at_both_sizes_and_leaves_no_database(environment: dict[str, str]) -> None:
    database = "sqlite" if "sqlite" in settings.DATABASES["default"]["ENGINE"] else database_url()
    options = ["--people", "60", "--repeat", "1", "--patience", "1000", "--databases", database]

    run = subprocess.run(
        [sys.executable, "benchmarks/crm.py", *options],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert len([line for line in lines if line.endswith(("300", "150", " 50", "000"))]) == QUESTIONS
    assert len([line for line in lines if line.count("×") == 2]) == QUESTIONS - 3
    assert lines[-1] == "every aim is met"


@pytest.mark.parametrize(("milliseconds", "missed"), [(299, []), (301, ["list takes 301 ms on sqlite, more than 300"])])
def test_a_missed_aim_is_said(milliseconds: float, missed: list[str]) -> None:
    full, tenth = (Measure("list", 300, [milliseconds / 1000], 0.001), Measure("list", 300, [0.1]))

    assert report("sqlite", 10_000, [full], [tenth]) == missed


def test_the_median_and_the_95th_percentile_are_those_of_the_seconds() -> None:
    measure = Measure("list", 300, [number / 1000 for number in range(1, 22)], 0.0022)

    assert (measure.median, measure.late, measure.ratio) == (11, 20, "× 5.0")
