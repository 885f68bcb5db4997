"""What every test may use: a council with an identity; a broker, a browser and quiet logs come from the plugins."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from hypothesis import HealthCheck

from crm.partners.clock import ZONE_KEY
from crm.partners.models import Council
from newsletters.append_only import protect, unprotect
from tests.factories import SignedInClient, complete_council

# A rule is general or it is not, however busy the machine that tries it.
hypothesis.settings.register_profile("parvis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("parvis")

pytest_plugins = ["tests.browser", "tests.database", "tests.logs", "tests.services"]


@pytest.fixture(scope="session", autouse=True)
def flushable_ledger() -> Iterator[None]:
    """Let the flush that ends a transactional test empty the ledger, which the database refuses otherwise."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unprotected(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with transaction.atomic():
            unprotect(operations.connection)
            flush(operations, sql_list)
            protect(operations.connection)

    with patch.object(BaseDatabaseOperations, "execute_sql_flush", flush_unprotected):
        yield


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
