"""`/sante/` tells the truth about the database and the broker."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_health_is_200_when_database_and_broker_answer(client: Client) -> None:
    response = client.get("/sante/")

    assert (response.status_code, response.json()) == (200, {"base": True, "file": True})
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_health_is_503_when_the_broker_is_gone(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/sante/")

    assert (response.status_code, response.json()) == (503, {"base": True, "file": False})


def test_health_is_503_when_the_database_is_gone(client: Client) -> None:
    with patch("django.db.backends.base.base.BaseDatabaseWrapper.cursor", side_effect=DatabaseError):
        response = client.get("/sante/")

    assert (response.status_code, response.json()) == (503, {"base": False, "file": True})
