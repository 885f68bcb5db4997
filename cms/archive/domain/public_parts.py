"""Which places and collections the public may know: those of which something is public.

A name, an address and a few sentences may tell of an item that waits, or that was taken down.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.archive.models import Fonds, Item, Place, WalkPage


def public_collections() -> QuerySet[Fonds]:
    """Those in which, or below which, an item is public; all that is above one of them is among them."""
    here = OuterRef("pk")
    held = Q(collection=here) | Q(collection__parent=here) | Q(collection__parent__parent=here)
    return Fonds.objects.filter(Exists(Item.objects.public().filter(held)))


def places_of_items() -> QuerySet[Place]:
    """Those of a public item; what only the agenda, the register or a walk tells of is not among them."""
    return Place.objects.filter(Exists(Item.objects.public().filter(places=OuterRef("pk"))))


def is_on_a_walk(place: Place) -> bool:
    """A published walk stops there, and leads to its page."""
    walks = WalkPage.objects.live().public()
    return any(stop["value"].get("place") == place.pk for walk in walks for stop in walk.stops.raw_data)
