"""The fault suite in its short form, with every one of its faults, on the database of this run."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.worker


def test_no_fault_loses_or_repeats_a_letter(environment: dict[str, str]) -> None:
    is_sqlite = connection.vendor == "sqlite"
    sizes = ["--rounds", "4", "--letters", "120", "--outage", "3"]
    sizes += ["--databases", "sqlite" if is_sqlite else os.environ["DATABASE_URL"]]
    played = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", *sizes],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "every letter is accounted for" in played.stdout
    assert played.stdout.count("  ok\n") == (15 if is_sqlite else 16)
