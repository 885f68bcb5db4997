"""Hears what changes of an item for the public, so that harvesters are told."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils import timezone

from cms.archive.domain.harvesting import note_collection, note_items, restamp
from cms.archive.models import Credit, Fonds, Item, Place, Term
from cms.archive.signals import deleted_together, item_closed, item_opened
from crm.partners.enums import RecordKind
from crm.partners.models import Merger, Organization, Person

# Whose words stand in the records of which items.
QUOTED: dict[type[Model], str] = {
    Term: "subjects",
    Place: "places",
    Person: "credits__person",
    Organization: "credits__organization",
}


def watch_for_harvesters() -> None:
    """Called when all the rooms are ready."""
    for signal in (post_save, post_delete):
        signal.connect(item_changed, sender=Item, dispatch_uid=f"harvest-item-{id(signal)}")
    for announced in (item_opened, item_closed):
        announced.connect(item_announced, dispatch_uid=f"harvest-announced-{id(announced)}")
    for between in (Item.subjects.through, Item.places.through):
        m2m_changed.connect(links_changed, sender=between, dispatch_uid=f"harvest-{between._meta.label}")
    post_save.connect(credit_changed, sender=Credit, dispatch_uid="harvest-credit")
    pre_delete.connect(credit_leaves, sender=Credit, dispatch_uid="harvest-credit-leaves")
    post_save.connect(collection_changed, sender=Fonds, dispatch_uid="harvest-collection")
    for kind in QUOTED:
        post_save.connect(quoted_changed, sender=kind, dispatch_uid=f"harvest-{kind._meta.label}")
    for listed in (Place, Term):
        pre_delete.connect(quoted_leaves, sender=listed, dispatch_uid=f"harvest-leaves-{listed._meta.label}")
    post_save.connect(records_merged, sender=Merger, dispatch_uid="harvest-merged")


def item_changed(instance: Item, **kwargs: Any) -> None:
    note_items([instance.number], timezone.now())


def item_announced(item: Item, **kwargs: Any) -> None:
    note_items([item.number], timezone.now())


def links_changed(instance: Model, action: str, **kwargs: Any) -> None:
    if isinstance(instance, Item) and action.startswith("post_"):
        note_items([instance.number], timezone.now())


def credit_changed(instance: Credit, **kwargs: Any) -> None:
    """Written alone: an item that writes its credits is stamped once for all of them."""
    if not _goes_with_its_item(instance):
        restamp(Item.objects.filter(pk=instance.item_id), timezone.now())


def credit_leaves(instance: Credit, origin: Any = None, **kwargs: Any) -> None:
    """Alone, or with others by one query, which stamp their items at once; an item that goes is told of by itself."""
    if _goes_with_its_item(instance) or _model_of(origin) is Item:
        return
    if together := deleted_together(instance, origin):
        restamp(Item.objects.filter(pk__in={credit.item_id for credit in together}), timezone.now())


def _goes_with_its_item(credit: Credit) -> bool:
    item = Credit._meta.get_field("item").get_cached_value(credit, default=None)
    return item is not None and item.is_being_saved


def _model_of(origin: Any) -> type[Model]:
    return origin.model if isinstance(origin, QuerySet) else type(origin)


def quoted_changed(sender: type[Model], instance: Model, created: bool, **kwargs: Any) -> None:
    """A place was renamed, a person's file closed: the records that quote them are not what they were."""
    if not created:
        restamp(Item.objects.filter(**{QUOTED[sender]: instance.pk}), timezone.now())


def quoted_leaves(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """While the items still name it: afterwards nobody knows which ones did."""
    restamp(Item.objects.filter(**{QUOTED[sender]: instance.pk}), timezone.now())


def records_merged(instance: Merger, **kwargs: Any) -> None:
    """Two records become one, or two again: one may be public and the other not."""
    record = "credits__person" if instance.kind == RecordKind.PERSON else "credits__organization"
    restamp(Item.objects.filter(**{f"{record}__in": [instance.lost_pk, instance.kept_pk]}), timezone.now())


def collection_changed(instance: Fonds, created: bool, **kwargs: Any) -> None:
    if not created:
        note_collection(instance, timezone.now())
