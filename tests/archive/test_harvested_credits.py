"""Harvesters are told of a name that comes, changes or leaves, also where its item is not saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.archive.domain.uncrediting import leave_credits
from cms.archive.models import Credit, HarvestRecord, Item
from tests.factories import ItemFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = datetime(2026, 11, 26, 15, 30, 12, tzinfo=UTC)


def credited(count: int = 1, **fields: object) -> Item:
    item: Item = ItemFactory(**fields)
    for number in range(count):
        Credit.objects.create(item=item, name=f"Rose Fictive {number}")
    return item


def stamps(act: Callable[[], object]) -> list[int]:
    """The numbers that an act stamps."""
    HarvestRecord.objects.update(stamped_at=NOW - timedelta(days=400))
    with time_machine.travel(NOW, tick=False):
        act()
    return list(HarvestRecord.objects.filter(stamped_at=NOW).order_by("number").values_list("number", flat=True))


def written_to_harvesters(act: Callable[[], object]) -> int:
    """How many questions of an act are about what harvesters are told."""
    with CaptureQueriesContext(connection) as work:
        act()
    return sum("archive_harvestrecord" in query["sql"] for query in work)


def test_a_credit_alone_stamps_its_item_and_no_other() -> None:
    item, _other = credited(), credited()
    credit = item.credits.get()

    def change() -> None:
        credit.name = "Alba Fictive"
        credit.save()

    assert stamps(lambda: Credit.objects.create(item=item, name="Basile Fictif")) == [item.number]
    assert stamps(change) == [item.number]
    assert stamps(credit.delete) == [item.number]
    assert stamps(lambda: leave_credits([PersonFactory()])) == []


def test_credits_that_one_query_deletes_stamp_their_items() -> None:
    items = [credited(count=2), credited()]
    kept = credited()

    gone = Credit.objects.filter(item__in=items)

    assert stamps(gone.delete) == sorted(item.number for item in items)
    assert Credit.objects.get().item == kept


def test_a_record_that_leaves_the_credits_stamps_what_named_it() -> None:
    item, person = credited(), PersonFactory()
    Credit.objects.create(item=item, person=person)

    assert stamps(person.delete) == [item.number]


def test_a_credit_of_what_is_not_open_tells_harvesters_nothing() -> None:
    drafted, closed = credited(live=False), credited()
    Item.objects.filter(pk=closed.pk).update(closed_for="taken_down")
    HarvestRecord.objects.filter(number=closed.number).update(is_deleted=True)

    for item in (drafted, closed):
        assert stamps(lambda item=item: Credit.objects.create(item=item, name="Basile")) == []
        assert stamps(item.credits.last().delete) == []
    assert HarvestRecord.objects.get().number == closed.number


def test_credits_committed_without_their_item_stamp_it() -> None:
    item = credited()
    item.credits.add(Credit(name="Alba Fictive"))

    assert stamps(item.credits.commit) == [item.number]


@pytest.mark.parametrize("count", [1, 3])
def test_an_item_saved_with_three_credits_is_stamped_once_as_with_one(count: int) -> None:
    item = credited(count)
    item.credits = [*item.credits.all()[1:], *(Credit(name=f"Alba {number}") for number in range(count))]

    assert written_to_harvesters(item.save) == 1
    assert item.credits.count() == 2 * count - 1


@pytest.mark.parametrize("count", [1, 3])
def test_three_credits_deleted_at_once_stamp_as_one_does(count: int) -> None:
    item = credited(count)

    assert written_to_harvesters(Credit.objects.filter(item=item).delete) == 1
    assert (written_to_harvesters(credited(count).delete), Credit.objects.count()) == (1, 0)


def test_an_item_whose_saving_failed_is_not_taken_for_one_being_saved() -> None:
    item = credited()
    with pytest.raises(ValueError, match="nothing"):
        item.save(update_fields=["nothing"])

    assert stamps(lambda: Credit.objects.create(item=item, name="Basile Fictif")) == [item.number]
