"""Where what the agenda shows takes place: a numbered list, and a plan beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms.pages.domain.agenda_filters import AgendaFilter
from crm.events.domain.sketches import Sketch, draw_spots
from crm.events.models import Event, Venue
from crm.partners.domain.positions import Spot, geo_address, map_address


@dataclass(frozen=True)
class PlaceLine:
    """A place with its number on the plan; its links open a map elsewhere only when followed."""

    number: int
    venue: Venue
    count: int
    query: str
    map_url: str
    geo_url: str


@dataclass(frozen=True)
class Places:
    lines: list[PlaceLine]
    sketch: Sketch | None


def places_of(events: Iterable[Event], asked: AgendaFilter) -> Places:
    """The known places with a position, in the order one meets them in the list."""
    counts: dict[Venue, int] = {}
    spots: dict[Venue, Spot] = {}
    for event in events:
        if event.place is not None and (spot := event.place.spot) is not None and not event.is_cancelled:
            spots[event.place] = spot
            counts[event.place] = counts.get(event.place, 0) + 1
    lines = [
        PlaceLine(number, venue, counts[venue], replace(asked, place=venue).query, map_address(spot), geo_address(spot))
        for number, (venue, spot) in enumerate(spots.items(), 1)
    ]
    return Places(lines, draw_spots(list(spots.values())))
