"""Where the things of the memory are from: a numbered list, and a plan beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count

from cms.archive.domain.browsing import ItemFilter
from cms.archive.models import Place
from crm.events.domain.sketches import Sketch, draw_spots
from crm.partners.domain.positions import Spot, geo_address, map_address

if TYPE_CHECKING:
    from cms.archive.querysets import ItemQuerySet


@dataclass(frozen=True)
class PlaceLine:
    """A place, with its number on the plan where its position is known; its links open a map only when followed."""

    number: int | None
    place: Place
    count: int
    query: str
    map_url: str = ""
    geo_url: str = ""


@dataclass(frozen=True)
class ItemPlaces:
    """Those that have a number on the plan, then those whose position nobody wrote."""

    numbered: list[PlaceLine]
    others: list[PlaceLine]
    sketch: Sketch | None


def places_of(items: ItemQuerySet, asked: ItemFilter) -> ItemPlaces:
    """The places of these items, the most told first."""
    counted = Place.objects.filter(items__in=items.order_by()).annotate(many=Count("items"))
    found = list(counted.order_by("-many", "folded_name").prefetch_related("former_names"))
    spots: list[Spot] = []
    numbered: list[PlaceLine] = []
    others: list[PlaceLine] = []
    for place in found:
        query = replace(asked, lieu=(place,)).query
        if (spot := place.spot) is None:
            others.append(PlaceLine(None, place, place.many, query))
        else:
            spots.append(spot)
            numbered.append(PlaceLine(len(spots), place, place.many, query, map_address(spot), geo_address(spot)))
    return ItemPlaces(numbered, others, draw_spots(spots))
