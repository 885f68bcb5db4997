"""What planning a list of partners asks of the database does not grow with its length."""

from __future__ import annotations

import pytest

from crm.partners.domain.imports.batches import plan_import, prepare_import
from tests.factories import UserFactory
from tests.partners.test_partner_imports import BOARD, NOW, many

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3, 50])
def test_planning_asks_as_much_of_the_database_however_long_the_list(number: int, django_assert_num_queries) -> None:
    batch = prepare_import("a.csv", many(number), by=UserFactory(), levels=BOARD, now=NOW)

    with django_assert_num_queries(15):
        plan_import(batch, batch.mapping)
