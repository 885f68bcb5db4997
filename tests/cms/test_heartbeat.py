"""The file that a container's health check looks at."""

import os
from pathlib import Path

from celery.signals import heartbeat_sent
from pytest_django import Settings

import cms.heartbeat  # noqa: F401


def test_worker_touches_the_file_at_each_heartbeat(settings: Settings, tmp_path: Path) -> None:
    beat = tmp_path / "alive"
    beat.touch()
    os.utime(beat, (0, 0))
    settings.HEARTBEAT_FILE = str(beat)

    heartbeat_sent.send(sender=None)

    assert beat.stat().st_mtime > 0


def test_without_a_file_nothing_is_written(settings: Settings, tmp_path: Path) -> None:
    settings.HEARTBEAT_FILE = ""

    heartbeat_sent.send(sender=None)

    assert list(tmp_path.iterdir()) == []
