"""The measure of sending measures what it says, and fails when an aim is missed; its figures are for the README."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace

import pytest
from django.conf import settings

from benchmarks.send import Measure, report

AIMS = Namespace(least_ratio=0.15, most_growth=1.10)


@pytest.mark.worker
def test_it_sends_every_letter_both_ways_and_prints_a_line_for_each_size(environment: dict[str, str]) -> None:
    command = [sys.executable, "benchmarks/send.py", "--sizes", "20,40", "--least-ratio", "0", "--most-growth", "9"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert [line[0] for line in lines if line and line[-1] == "MB"] == ["20", "40"]
    assert lines[-1] == ["every", "aim", "is", "met"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("whole_way", "peak", "code"), [(5.0, 109.0, 0), (8.0, 100.0, 1), (5.0, 111.0, 1)], ids=["met", "too slow", "grows"]
)
def test_a_missed_aim_is_a_failure(whole_way: float, peak: float, code: int) -> None:
    measures = [Measure(500, 1.0, 0.2, 0.1, 100.0), Measure(10000, whole_way, 1.0, 0.1, peak)]
    assert report(measures, AIMS) == code
