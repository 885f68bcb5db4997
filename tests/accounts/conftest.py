"""What the tests of the accounts share."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.handlers.proxy import AxesProxyHandler
from django.test import Client

from cms.celery import app
from crm.accounts.models import User
from crm.accounts.policy import Role
from tests.factories import someone_of

PASSWORD = "une phrase de passe longue"


@pytest.fixture(autouse=True)
def fresh_counters(fresh_cache: None) -> None:
    """Axes looks its cache up once; here each test has another, and pays for no wrong password but its own."""
    AxesProxyHandler.get_implementation(force=True)


@pytest.fixture
def browser_client() -> Client:
    """A plain client: nothing here signs in by a short cut."""
    return Client()


@pytest.fixture
def volunteer(db: None) -> User:
    return someone_of(Role.COMMUNICATIONS, email="communications@conseil.example")


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    """``with committing(execute=True):`` does what waits for the commit, which a test never reaches."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def run_queued() -> Callable[[], list[str]]:
    """Run what waits in the real broker, as a worker would, and return the names of the tasks."""

    def run() -> list[str]:
        names: list[str] = []
        with app.connection_or_acquire() as connection:
            queue = connection.SimpleQueue(app.conf.task_default_queue)
            with suppress(queue.Empty):
                while True:
                    message = queue.get(block=False)
                    args, kwargs, _embed = message.payload
                    app.tasks[message.headers["task"]](*args, **kwargs)
                    message.ack()
                    names.append(message.headers["task"])
        return names

    run()
    return run


def code_of(secret: str) -> str:
    """What the application of this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
