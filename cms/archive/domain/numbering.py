"""Gives an item its number: once, from a locked row, never one that was given before."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from cms.archive.models import Item, ItemCounter


@transaction.atomic
def number_item(item: Item) -> Item:
    """Save a new item under the next number; one that has its number is saved as it is."""
    if item.number is None:
        item.number = next_number()
    item.save()
    return item


def next_number() -> int:
    """The next number; the row stays locked until the transaction around it ends."""
    counter, _made = ItemCounter.objects.get_or_create(pk=1)
    ItemCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return counter.last
