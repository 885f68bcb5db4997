"""What every test may use: a council with an identity; a broker, a browser and quiet logs come from the plugins."""

from __future__ import annotations

import gc

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck

from crm.partners.clock import ZONE_KEY
from crm.partners.models import Council
from tests.factories import SignedInClient, complete_council

# A rule is general or it is not, however busy the machine that tries it.
hypothesis.settings.register_profile("parvis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("parvis")

# Migrations and tests make many objects that stay: to look for garbage as often as Python does took a quarter of a run.
gc.set_threshold(50_000, 20, 50)

pytest_plugins = ["tests.browser", "tests.database", "tests.logs", "tests.scheduling", "tests.services"]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: it is not searched for garbage any more."""
    gc.freeze()


@pytest.fixture(autouse=True)
def known_zone(fresh_cache: None) -> None:
    """The council's zone is in the cache already, as on any running site: query counts start from there."""
    caches["pages"].set(ZONE_KEY, settings.TIME_ZONE, None)


@pytest.fixture
def client() -> SignedInClient:
    """A browser; ``client.force_login(user)`` signs in with the second factor too (T20 to T22 sign in for real)."""
    return SignedInClient()


@pytest.fixture
def council(db: None) -> Council:
    """The council of this installation, its identity complete."""
    return complete_council()


@pytest.fixture
def strict_client() -> Client:
    """A browser without cookies, to which CSRF applies as on the real site."""
    return Client(enforce_csrf_checks=True)
