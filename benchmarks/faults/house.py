"""The whole site as `make run` starts it, in a folder and a database of its own, whose parts can be killed by name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("valkey", "web", "worker", "beat")


class House:
    """A supervisor and its parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start, and wait until the worker answers."""
        with (self._folder / "house.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cms.embedded.supervisor"],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait(lambda: set(PARTS) <= set(self._groups()), "every part has started", 240)
        self.wait_for_worker()

    def wait_for_worker(self) -> None:
        from cms.celery import app

        def answers() -> bool:
            try:
                return bool(app.control.ping(timeout=0.3))
            except Exception:
                return False  # the broker is not there yet either

        wait(answers, "the worker answers", 120)

    def kill(self, part: str) -> None:
        """As a power cut does it: the part and its children at once, with nothing tidied up."""
        if part == "supervisor":
            assert self._process is not None  # noqa: S101
            self._process.kill()
            self._process.wait(timeout=30)
            return
        group = self._groups()[part]
        os.killpg(group, signal.SIGKILL)

    def mend(self, part: str) -> None:
        """What a person does: start the supervisor again. It restarts the other parts by itself."""
        if part == "supervisor":
            self.open()
        else:
            self.wait_for_worker()

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=120)

    def _groups(self) -> dict[str, int]:
        try:
            said: dict[str, Any] = json.loads((self._folder / "supervisor.json").read_text())
        except (OSError, ValueError):
            return {}
        mine = self._process is not None and said["supervisor"] == self._process.pid
        return dict(said["groups"]) if mine else {}


def wait(condition: Callable[[], bool], what: str, patience: float) -> None:
    """Look until it is so; raises ``TimeoutError``, saying what was waited for."""
    give_up_at = time.monotonic() + patience
    while not condition():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"waited {patience:.0f} s for this: {what}")
        time.sleep(0.02)
