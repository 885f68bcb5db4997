"""What a list of partners asks of the database does not grow with its length."""

from __future__ import annotations

import pytest

from crm.partners.domain.imports.batches import plan_import, prepare_import
from crm.partners.domain.imports.undoing import undo_import
from tests.factories import UserFactory
from tests.partners.test_partner_imports import BOARD, NOW, carried, many, prepared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3, 50])
def test_planning_asks_as_much_of_the_database_however_long_the_list(number: int, django_assert_num_queries) -> None:
    batch = prepare_import("a.csv", many(number), by=UserFactory(), levels=BOARD, now=NOW)

    with django_assert_num_queries(15):
        plan_import(batch, batch.mapping)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_undoing_asks_as_much_however_many(number: int, django_assert_num_queries) -> None:
    batch = carried(prepared(many(number)))

    with django_assert_num_queries(64):
        undo_import(batch, now=NOW)
