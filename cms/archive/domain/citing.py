"""How one cites an item, and what comes before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from cms.archive.models import Item
from crm.events.domain.dates import plain_date


class Neighbours(NamedTuple):
    """The item before and the item after, where there are any."""

    before: Item | None
    after: Item | None


def neighbours_of(item: Item) -> Neighbours:
    """By number, within its collection where it has one."""
    others = Item.objects.public()
    if item.collection_id is not None:
        others = others.filter(collection=item.collection_id)
    return Neighbours(
        others.filter(number__lt=item.number).order_by("-number").first(),
        others.filter(number__gt=item.number).order_by("number").first(),
    )


def citation(item: Item, creators: Sequence[str], council: str, address: str, on: date) -> str:
    """« Auteur, « Titre », vers 1921. Fonds. Mémoire du conseil, no 12, adresse (consulté le 26 novembre 2026). »"""
    said = [*creators, f"«\u00a0{item.title}\u00a0»", item.date_words or "s.d."]
    parts = [", ".join(said)]
    if item.collection:
        parts.append(item.collection.title)
    memory = _("Memory of {council}").format(council=council) if council else _("Memory")
    seen = _("seen on {day}").format(day=plain_date(on))
    parts.append(f"{memory}, no\u00a0{item.number}, {address} ({seen})")
    return ". ".join(part.rstrip(".") for part in parts) + "."
