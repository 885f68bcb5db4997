"""The fault suite in its short form, with every one of its faults; `make faults` plays it whole."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.worker


def test_no_fault_loses_or_repeats_a_letter(environment: dict[str, str]) -> None:
    sizes = ["--rounds", "4", "--letters", "120", "--outage", "3", "--databases", "sqlite"]
    played = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", *sizes],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "every letter is accounted for" in played.stdout
    assert played.stdout.count("  ok\n") == 15
