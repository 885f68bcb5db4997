"""Keeps what harvesters are told of each item in step with what the public may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.archive.models import Fonds, HarvestRecord, Item


@transaction.atomic
def note_items(numbers: Iterable[int], now: datetime) -> None:
    """Something of these items changed: those that are open are stamped, those that were open are told as deleted."""
    wanted = list(numbers)
    stamp = now.replace(microsecond=0)
    seen = Item.objects.public(timezone.localdate(now)).filter(number__in=wanted)
    opened = {item.number: item for item in seen.select_related("collection__parent__parent")}
    closed = [number for number in wanted if number not in opened]
    if closed:
        HarvestRecord.objects.filter(number__in=closed, is_deleted=False).update(is_deleted=True, stamped_at=stamp)
    HarvestRecord.objects.bulk_create(
        [
            HarvestRecord(number=number, is_deleted=False, stamped_at=stamp, set_path=set_path(item.collection))
            for number, item in opened.items()
        ],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["is_deleted", "stamped_at", "set_path"],
    )


def restamp(items: QuerySet[Item], now: datetime) -> None:
    """Something that these items quote changed, such as the name of a place."""
    told = HarvestRecord.objects.filter(is_deleted=False, number__in=items.values("number"))
    told.update(stamped_at=now.replace(microsecond=0))


@transaction.atomic
def note_collection(collection: Fonds, now: datetime) -> None:
    """A collection changed, perhaps its place in the tree: so did the sets of all that is below it."""
    for one in [collection, *Fonds.objects.filter(Q(parent=collection) | Q(parent__parent=collection))]:
        below = HarvestRecord.objects.filter(is_deleted=False, number__in=one.items.values("number"))
        below.update(set_path=set_path(one), stamped_at=now.replace(microsecond=0))


def catch_up(now: datetime) -> int:
    """Note what opened or closed by the mere passing of time, or without a word; how many items that were."""
    seen = Item.objects.public(timezone.localdate(now))
    told = HarvestRecord.objects.filter(is_deleted=False)
    silent = list(seen.exclude(number__in=told.values("number")).values_list("number", flat=True)[:5000])
    stale = list(told.exclude(number__in=seen.values("number")).values_list("number", flat=True)[:5000])
    if silent or stale:
        note_items([*silent, *stale], now)
    return len(silent) + len(stale)


def set_path(collection: Fonds | None) -> str:
    """Where a collection stands, as the specification of a set: « fonds:series:file »."""
    return ":".join(step.slug for step in collection.path()) if collection else ""
