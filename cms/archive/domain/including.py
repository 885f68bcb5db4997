"""The items that a story or a walk includes: only those that anyone may see on the day it is read."""

from __future__ import annotations

from collections.abc import Iterable

from cms.archive.models.items import Item


def included(chosen: Iterable[Item | None]) -> list[Item]:
    """These items, in their order, each with its face; what is closed, a draft or not yet open is left out."""
    keys = [item.pk for item in chosen if item is not None]
    found = {item.pk: item for item in Item.objects.public().filter(pk__in=keys).with_faces()}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
