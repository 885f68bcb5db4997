"""A collection that goes leaves no draft that cannot be opened, and one item never stops a whole list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, transaction
from django.db.models.signals import pre_save
from django.urls import reverse

from cms.archive.domain.descriptions.bringing import (
    describe_selection,
    plan_descriptions,
    prepare_descriptions,
    start_descriptions,
    undo_descriptions,
    write_some,
)
from cms.archive.domain.descriptions.values import latest_words
from cms.archive.models import DescriptionList, Fonds, Item
from crm.accounts.policy import Role
from crm.partners.enums import ImportState, LineOutcome
from tests.factories import FondsFactory, ItemFactory, someone_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def drafted(fonds: Fonds | None, **facts: object) -> Item:
    """On the site without a collection; its latest draft puts it in this one."""
    item: Item = ItemFactory(**facts)
    item.collection = fonds
    item.save_revision()
    return Item.objects.get(pk=item.pk)


def with_holder(*items: Item) -> DescriptionList:
    """The same values given to all of these, by a worker."""
    batch = describe_selection(items, {"rights_holder": "La ville"}, by=None, now=NOW, name="3 pièces")
    write_some(batch.pk, now=NOW)
    batch.refresh_from_db()
    return batch


def test_a_collection_that_a_draft_names_is_not_deleted_from_the_screens(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    fonds, other = FondsFactory(), FondsFactory()
    first, second = drafted(fonds), drafted(fonds)
    first.collection = other
    first.save_revision()

    page = client.post(reverse("archive_fonds:delete", args=[fonds.pk]), follow=True)

    assert f"le brouillon de 1 pièce la nomme encore : {second.number}" in page.content.decode().replace("\xa0", " ")
    assert Fonds.objects.filter(pk=fonds.pk).exists()
    client.post(reverse("archive_fonds:delete", args=[FondsFactory(title="Vide").pk]))
    assert set(Fonds.objects.all()) == {fonds, other}


def test_whatever_deletes_a_collection_every_draft_can_still_be_opened(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    fonds, other = FondsFactory(), FondsFactory()
    item, apart = drafted(fonds), drafted(other)
    earlier = item.latest_revision
    item.collection = None
    item.save_revision()
    drafted(fonds)

    fonds.delete()

    assert [latest_words(one).collection_id for one in Item.objects.order_by("pk")] == [None, other.pk, None]
    earlier.refresh_from_db()
    assert earlier.as_object().collection is None
    for address in (reverse("archive_items:edit", args=[apart.pk]), reverse("to_describe:item", args=[item.pk])):
        assert client.get(address).status_code == 200


def test_an_item_that_fails_does_not_stop_the_others(caplog):
    items = [ItemFactory(title=title, live=False) for title in ("Un", "Deux", "Trois")]

    def fails(instance: Item, **kwargs: object) -> None:
        if instance.title == "Deux":
            raise RuntimeError("Nom fictif")

    pre_save.connect(fails, sender=Item)
    try:
        batch = with_holder(*items)
    finally:
        pre_save.disconnect(fails, sender=Item)

    assert batch.state == ImportState.IMPORTED
    done = list(batch.lines.values_list("outcome", "is_done", "before"))
    written = (LineOutcome.UPDATE, True, {"rights_holder": ""})
    assert done == [written, (LineOutcome.REFUSED, True, {}), written]
    assert "Un imprévu" in batch.lines.get(number=2).reason
    assert [record.message for record in caplog.records] == ["line of descriptions failed"]
    assert list(Item.objects.order_by("pk").values_list("rights_holder", flat=True)) == ["La ville", "", "La ville"]


def test_a_place_taken_back_with_its_line_is_made_again_by_the_next():
    first, second = ItemFactory(title="Un", live=False), ItemFactory(title="Deux", live=False)
    raw = f"Numéro;Lieux\r\n{first.number};Rue Neuve\r\n{second.number};Rue Neuve\r\n".encode()
    batch = prepare_descriptions("lieux.csv", raw, by=None, now=NOW)
    plan_descriptions(batch, batch.mapping)
    start_descriptions(batch)

    def fails(instance: Item, **kwargs: object) -> None:
        if instance.title == "Un":
            raise RuntimeError

    pre_save.connect(fails, sender=Item)
    try:
        write_some(batch.pk, now=NOW)
    finally:
        pre_save.disconnect(fails, sender=Item)

    assert [place.name for place in second.places.all()] == ["Rue Neuve"]
    assert not first.places.exists()


def test_a_database_that_is_gone_stops_the_list_which_is_taken_up_later():
    items = [ItemFactory(live=False), ItemFactory(live=False)]

    def gone(**kwargs: object) -> None:
        raise OperationalError

    batch = describe_selection(items, {"rights_holder": "La ville"}, by=None, now=NOW, name="2 pièces")
    pre_save.connect(gone, sender=Item)
    try:
        with pytest.raises(OperationalError), transaction.atomic():
            write_some(batch.pk, now=NOW)
    finally:
        pre_save.disconnect(gone, sender=Item)

    batch.refresh_from_db()
    assert (batch.state, batch.lines.filter(is_done=False).count()) == (ImportState.UNDER_WAY, 2)
    write_some(batch.pk, now=NOW)
    assert list(Item.objects.values_list("rights_holder", flat=True)) == ["La ville", "La ville"]


def test_a_list_that_puts_in_a_collection_that_is_gone_says_so_and_changes_nothing():
    kept, going = FondsFactory(), FondsFactory()
    item = ItemFactory(live=False, collection=kept)
    batch = describe_selection([item], {"collection": going.pk}, by=None, now=NOW, name="1 pièce")
    going.delete()

    write_some(batch.pk, now=NOW)

    line = batch.lines.get()
    assert (line.outcome, line.reason) == (LineOutcome.REFUSED, "Cette collection n’existe plus.")
    assert latest_words(Item.objects.get(pk=item.pk)).collection == kept


def test_undone_after_its_collection_went_an_item_is_in_none():
    first, second = FondsFactory(), FondsFactory()
    item = ItemFactory(live=False, collection=first)
    batch = describe_selection([item], {"collection": second.pk}, by=None, now=NOW, name="1 pièce")
    write_some(batch.pk, now=NOW)
    batch.refresh_from_db()
    first.delete()

    undo_descriptions(batch, now=NOW)

    assert latest_words(Item.objects.get(pk=item.pk)).collection is None
    item.refresh_from_db()
    assert item.collection is None
