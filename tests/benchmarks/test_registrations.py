"""The measure of registrations lets people go at once, counts what came of it, and fails when a promise is broken."""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings

from benchmarks.registrations import Rush, report
from tests.newsletters.worker import database_url

OPTIONS = argparse.Namespace(people=5, places=2, at_once=2)
KEPT = Rush(2, 3, True, 5, [0.01] * 5, 1.0, 2, 0.5)


@pytest.mark.django_db
def test_it_gives_exactly_the_places_there_are_on_this_database(environment: dict[str, str]) -> None:
    database = "sqlite" if "sqlite" in settings.DATABASES["default"]["ENGINE"] else database_url()
    command = [sys.executable, "benchmarks/registrations.py", "--people=12", "--places=5", "--at-once=4"]

    run = subprocess.run(
        [*command, "--databases", database],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "places given 5, waiting 7, in order: True, letters 12" in run.stdout


@pytest.mark.parametrize(
    ("rush", "missed"),
    [
        (KEPT, []),
        (replace(KEPT, given=3, waiting=2), ["3 places were given and not 2", "2 people wait and not 3"]),
        (replace(KEPT, in_order=False), ["someone who waits came before someone who has a place"]),
        (replace(KEPT, letters=4), ["4 letters were written and not 5"]),
        (replace(KEPT, whole=31.0), ["it took 31 s on sqlite, more than 30"]),
    ],
)
def test_a_broken_promise_is_said(rush: Rush, missed: list[str]) -> None:
    assert report("sqlite", OPTIONS, rush) == missed
