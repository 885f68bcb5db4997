"""Reads a position as people copy it from a map, and leads back to maps that ask for nothing in return."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
# « 46.8, -71.2 », « geo:46.8,-71.2 », « #map=17/46.8/-71.2 », « mlat=46.8&mlon=-71.2 », « @46.8,-71.2,17z »
WAYS = (
    re.compile(rf"^\s*(?:geo:)?{NUMBER}\s*[,;\s]\s*{NUMBER}\s*$"),
    re.compile(rf"mlat={NUMBER}&(?:amp;)?mlon={NUMBER}"),
    re.compile(rf"#map=\d+/{NUMBER}/{NUMBER}"),
    re.compile(rf"@{NUMBER},{NUMBER}"),
)
ZOOM = 17


class UnreadablePosition(ValueError):
    """Two numbers on the earth were not found in what was written."""


class Spot(NamedTuple):
    """Degrees north and east (WGS 84)."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude:f}, {self.longitude:f}"


def read_position(written: str) -> Spot:
    """The position in « 46.8, -71.2 » or in the address of a map. Raises `UnreadablePosition`."""
    for way in WAYS:
        if found := way.search(written):
            latitude, longitude = (round(Decimal(number), 6) for number in found.groups())
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return Spot(latitude, longitude)
    raise UnreadablePosition(written)


def map_address(spot: Spot) -> str:
    """OpenStreetMap with a pin there."""
    pin = urlencode({"mlat": f"{spot.latitude:f}", "mlon": f"{spot.longitude:f}"})
    return f"https://www.openstreetmap.org/?{pin}#map={ZOOM}/{spot.latitude:f}/{spot.longitude:f}"


def geo_address(spot: Spot) -> str:
    """RFC 5870: opens the map that the reader's own device has."""
    return f"geo:{spot.latitude:f},{spot.longitude:f}"
