"""What planning a list of partners, and taking it back, ask of the database does not grow with its length."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.models import ReferenceIndex

from crm.partners.domain.imports.batches import prepare_import
from crm.partners.domain.imports.looking import plan_import
from crm.partners.domain.imports.undoing import ORDER
from crm.partners.models import Membership, Person
from crm.partners.references import undo_list
from tests.factories import MembershipFactory, PersonFactory, UserFactory
from tests.partners.test_partner_imports import BOARD, NOW, carried, many, prepared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3, 50])
def test_planning_asks_as_much_of_the_database_however_long_the_list(number: int, django_assert_num_queries) -> None:
    batch = prepare_import("a.csv", many(number), by=UserFactory(), levels=BOARD, now=NOW)

    with django_assert_num_queries(29):
        plan_import(batch, batch.mapping)


ENDS = ("base_content_type", "object_id", "to_content_type", "to_object_id")


def index_all() -> set[tuple[int, str, int, str]]:
    """Fill the index of references as saving each record does; what it says, from where to where."""
    for record in (*Person.objects.all(), *Membership.objects.all()):
        ReferenceIndex.create_or_update_for_object(record)
    return index()


def index() -> set[tuple[int, str, int, str]]:
    return set(ReferenceIndex.objects.values_list(*ENDS))


@pytest.mark.parametrize("number", [1, 3, 50])
def test_undoing_asks_as_much_of_the_database_however_long_the_list(number: int, django_assert_num_queries) -> None:
    MembershipFactory(person=PersonFactory())
    before = index_all()
    batch = carried(prepared(many(number)))
    assert len(index_all()) >= len(before) + 2 * number
    ContentType.objects.get_for_models(*(apps.get_model(label) for label in ORDER))

    with django_assert_num_queries(136):
        undo_list(batch, now=NOW)

    assert before
    assert index() == before


def test_a_list_that_cannot_be_undone_keeps_what_the_index_says() -> None:
    batch = carried(prepared(many(3)))
    MembershipFactory(person=Person.objects.order_by("pk")[0])
    before = index_all()

    with pytest.raises(ValidationError):
        undo_list(batch, now=NOW)

    assert before
    assert index() == before
