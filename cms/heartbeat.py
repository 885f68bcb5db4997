"""Shows a container engine that the worker and beat are alive: a file whose date keeps moving.

Asking Celery itself (`celery inspect ping`) starts a whole Python twice a minute; a file's date costs nothing.
"""

from pathlib import Path
from typing import Any

from celery.signals import after_task_publish, beat_init, heartbeat_sent
from django.conf import settings


@heartbeat_sent.connect  # the worker, every two seconds as long as the broker answers
@beat_init.connect
def beat_once(**_kwargs: Any) -> None:
    if settings.HEARTBEAT_FILE:
        Path(settings.HEARTBEAT_FILE).touch()


@beat_init.connect
def follow_beat(**_kwargs: Any) -> None:
    """In beat's process: each task it hands to the broker is a sign of life; one is due every minute."""
    after_task_publish.connect(beat_once, weak=False)
