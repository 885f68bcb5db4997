"""A test that commits leaves the database as the migrations made it, for whichever test comes next.

Django puts the migrations' own rows (groups, topics, the first page) back only before the next test
that asks for it, and counts on running such tests last: with several workers they are not. It also
keeps those rows on the connection, and under Playwright's event loop the thread has another one.
"""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Remember the first rows, and put them back right after the flush that ends a test that commits."""
    with django_db_blocker.unblock():
        first_rows = connection.creation.serialize_db_to_string()

    def flush_and_put_back(_test_case: TransactionTestCase) -> None:
        # What listens to saved rows asks for content types while the rows come back; those that are not in
        # memory would be made anew, and meet the old ones.
        ContentType.objects.get_for_models(*apps.get_models())
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(first_rows)

    with (
        patch.object(TransactionTestCase, "_fixture_setup", classmethod(lambda cls: None)),
        patch.object(TransactionTestCase, "_fixture_teardown", flush_and_put_back),
    ):
        yield
