"""The day and the facets of every thing, beside each other: what ranks and counts without reading the entries.

A shelf that did not change since is kept in the memory of the process, known by its stamp; the database holds it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cms.pages.domain.search.analysis import count_of
from cms.pages.domain.search.packing import FACET, MEMBER, ON_A_SHELF, Packed
from cms.pages.domain.search.remembering import Remembered
from cms.pages.domain.search.sources import FACETS
from cms.pages.models.search import SearchEntry, SearchShelf

LATEST = 1 << 22  # beyond the ordinal of any day

Valued = tuple[NDArray[np.int64], NDArray[np.uint32]]
NO_LINES, NO_VALUES = np.zeros(0, np.int64), np.zeros(0, np.uint32)


@dataclass(frozen=True)
class Columns:
    """One line a thing of the whole index, in dense arrays; what stands on no line has no title."""

    stamps: dict[int, int]  # those of the shelves, as they are here
    shelves: tuple[int, ...]  # which shelf each 4,096 lines are; what is fresh comes after them
    present: NDArray[np.bool_]
    title_words: NDArray[np.uint8]
    days: NDArray[np.uint32]
    ties: NDArray[np.uint32]
    facets: dict[int, Valued]  # by facet: lines, and the value of each
    remembered: Remembered  # where terms stand on these shelves, as they are

    @property
    def size(self) -> int:
        return len(self.present)


_kept: dict[int, tuple[int, Packed, Packed]] = {}
_all_shelves: Columns | None = None


def member_of(offset: int, entry: SearchEntry) -> tuple[int, int, int, int]:
    """What ranks a thing beside where its words stand. What lasts comes before what has a day."""
    title = entry.words.split("\n")[0].split()
    day = LATEST - 1 if entry.is_lasting else entry.day.toordinal() if entry.day else 0
    # The tie is the same on every machine, whatever number the thing has there.
    tie = zlib.crc32(f"{entry.source} {entry.key}".encode()) & 0xFFFFFF
    return offset, min(count_of(title), 255), day, tie


def read_columns(stamps: dict[int, int], fresh: Sequence[SearchEntry]) -> Columns:
    """Those of the shelves by their stamps, then of the entries that stand on none yet; a query where one changed.

    A shelf that changes meanwhile is read as it is then: its stamp tells.
    """
    global _all_shelves
    columns = _all_shelves
    if columns is None or columns.stamps != stamps:
        held = _remember(stamps)
        found = {number: held[number][0] for number in stamps if number in held}
        columns = _all_shelves = _side_by_side(found, [held[number][1:] for number in found])
    if fresh:
        return _beside(columns, _side_by_side({}, _pack(fresh)))
    return replace(columns, present=columns.present.copy())


def _remember(stamps: dict[int, int]) -> dict[int, tuple[int, Packed, Packed]]:
    """The shelves that are known by these stamps, or by later ones; what is no shelf any more is forgotten."""
    known = {number: _kept.get(number) for number in stamps}
    held = {number: kept for number, kept in known.items() if kept and kept[0] == stamps[number]}
    if changed := stamps.keys() - held.keys():
        for shelf in SearchShelf.objects.filter(number__in=changed):
            members, facets = np.frombuffer(shelf.members, MEMBER), np.frombuffer(shelf.facets, FACET)
            held[shelf.number] = _kept[shelf.number] = (shelf.stamp, members, facets)
    for number in _kept.keys() - stamps.keys():
        _kept.pop(number, None)
    return held


def _pack(fresh: Sequence[SearchEntry]) -> list[tuple[Packed, Packed]]:
    packed = []
    for at in range(0, len(fresh), ON_A_SHELF):
        some = list(enumerate(fresh[at : at + ON_A_SHELF]))
        members = [member_of(place, one) for place, one in some]
        facets = [(place, facet, value) for place, one in some for facet, value in one.facets]
        packed.append((np.array(members, MEMBER), np.array(facets, FACET)))
    return packed


def _side_by_side(stamps: dict[int, int], packed: list[tuple[Packed, Packed]]) -> Columns:
    size = len(packed) * ON_A_SHELF
    present, title_words = np.zeros(size, np.bool_), np.zeros(size, np.uint8)
    days, ties = np.zeros(size, np.uint32), np.zeros(size, np.uint32)
    values: dict[int, list[Valued]] = {code: [(NO_LINES, NO_VALUES)] for code in range(len(FACETS))}
    for place, (members, facets) in enumerate(packed):
        lines = members["offset"].astype(np.int64) + place * ON_A_SHELF
        present[lines] = True
        title_words[lines], days[lines], ties[lines] = members["title_words"], members["day"], members["tie"]
        for code, some in values.items():
            rows = facets[facets["facet"] == code]
            some.append((rows["offset"].astype(np.int64) + place * ON_A_SHELF, rows["value"]))
    joined = {
        code: (np.concatenate([one for one, _ in some]), np.concatenate([one for _, one in some]))
        for code, some in values.items()
    }
    return Columns(stamps, tuple(stamps), present, title_words, days, ties, joined, Remembered())


def _beside(columns: Columns, more: Columns) -> Columns:
    facets = {
        code: (
            np.concatenate([owners, more.facets[code][0] + columns.size]),
            np.concatenate([values, more.facets[code][1]]),
        )
        for code, (owners, values) in columns.facets.items()
    }
    return Columns(
        columns.stamps,
        columns.shelves,
        np.concatenate([columns.present, more.present]),
        np.concatenate([columns.title_words, more.title_words]),
        np.concatenate([columns.days, more.days]),
        np.concatenate([columns.ties, more.ties]),
        facets,
        columns.remembered,
    )
