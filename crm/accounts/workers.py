"""Calls the workers to a task, and says whether anybody heard."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger("parvis.workers")


def call_workers(task: Task, *args: Any, **options: Any) -> bool:
    """Hand over a task; False when the broker does not answer, and then nobody will ever do it.

    The caller tells the person, or has a row that beat looks up later. Inside a transaction, call it on commit.
    """
    try:
        task.apply_async(args, **options)
    except OperationalError:
        logger.warning("the broker does not answer, a task was not handed over", extra={"task": task.name})
        return False
    return True
