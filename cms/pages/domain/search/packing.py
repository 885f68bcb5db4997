"""How the shelves are packed: numbers that the two databases keep alike, and never compare.

A shelf holds 4,096 numbers. A *place* is where a term stands: the number on its shelf (12 bits), the part of the thing
(2 bits: title, names, description, text), the rank of the word in the whole (18 bits). Sorted places are sorted by
thing, then by what counts most. With the shelf above these bits, `spread` gives the same of the whole index.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.pages.domain.search.analysis import term_of

SHELF_BITS, PART_BITS, RANK_BITS = 12, 2, 18
ON_A_SHELF = 1 << SHELF_BITS
PLACE_BITS = SHELF_BITS + PART_BITS + RANK_BITS
MOST_WORDS = (1 << RANK_BITS) - 8

PLACE = np.dtype("<u4")
MEMBER = np.dtype([("offset", "<u2"), ("title_words", "u1"), ("day", "<u4"), ("tie", "<u4")])
FACET = np.dtype([("offset", "<u2"), ("facet", "u1"), ("value", "<u4")])

Places = NDArray[np.uint32]
Spread = NDArray[np.uint64]
Packed = NDArray[Any]


def places_of(words: str, offset: int) -> dict[str, list[int]]:
    """Where each term of an entry stands. A phrase never runs from one part into the next."""
    found: dict[str, list[int]] = {}
    rank = 0
    for part, line in enumerate(words.split("\n")):
        start = (offset << (PART_BITS + RANK_BITS)) | (part << RANK_BITS)
        for word in line.split():
            if rank >= MOST_WORDS:
                break
            found.setdefault(term_of(word), []).append(start | rank)
            rank += 1
        rank += 1
    return found


def read_places(packed: bytes | memoryview) -> Places:
    return np.frombuffer(packed, PLACE)


def without(places: Places, offsets: Iterable[int]) -> Places:
    """Those of other things."""
    return places[~np.isin(places >> (PART_BITS + RANK_BITS), np.fromiter(offsets, PLACE))]


def spread(places: Places, shelf: int) -> Spread:
    """The same places among those of every shelf."""
    return places.astype(np.uint64) | np.uint64(shelf << PLACE_BITS)


def thing_of(spread_places: Spread) -> NDArray[np.int64]:
    """Which thing each place belongs to: its shelf and its number there."""
    return (spread_places >> np.uint64(PART_BITS + RANK_BITS)).view(np.int64)


def part_of(spread_places: Spread) -> NDArray[np.int64]:
    return ((spread_places >> np.uint64(RANK_BITS)) & np.uint64((1 << PART_BITS) - 1)).view(np.int64)
