"""Finds what answers a question, ranks it, counts it by every way to narrow.

The databases only keep the index: what reads it is here, so the answers and their order are the same on each of them.

What ranks, in this order: in which part each thing that was asked stands (title, names, description, text), the sum of
it all; a title that holds nothing else; the day, the latest first; an order that never changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cms.pages.domain.search.columns import LATEST
from cms.pages.domain.search.index import NOWHERE, Index
from cms.pages.domain.search.packing import Spread, part_of, thing_of
from cms.pages.domain.search.understanding import Alternative, Meant
from cms.pages.models.search import SearchEntry

COST_OF_PART = np.array([0, 1, 2, 4], np.uint16)
NOT_THERE = 1000
NONE_COUNTED: Mapping[int, int] = MappingProxyType({})

Lines = NDArray[np.bool_]
Costs = NDArray[np.uint16]


@dataclass(frozen=True)
class Found:
    """What answers: how many, those of one page in their order, and how many under the commonest values of some facets.

    A facet that is narrowed already is counted as if it were not, so that one may change one's mind. Those that are
    ``cut`` have other values beside.
    """

    total: int
    entries: list[SearchEntry]
    counts: dict[int, dict[int, int]]
    cut: frozenset[int]


def find(
    meant: Meant,
    index: Index,
    chosen: Mapping[int, Collection[int]],
    start: int,
    count: int,
    most: Mapping[int, int] = NONE_COUNTED,
) -> Found:
    """Those from ``start`` on, narrowed to any of the ``chosen`` values of each facet; one query, none for no page.

    ``most`` says which facets are counted, and of how many values each.
    """
    cost = _cost(meant, index)
    answering = index.columns.present & (cost < NOT_THERE)
    kept = {facet: _of_values(index, facet, wanted) for facet, wanted in chosen.items()}
    narrowed = _all_of(answering, kept.values())
    counts, cut = {}, set()
    for facet, values in most.items():
        held = _counts(index, facet, _all_of(answering, [kept[one] for one in kept if one != facet]))
        counts[facet] = _commonest(held, values)
        if len(counts[facet]) < np.count_nonzero(held):
            cut.add(facet)
    lines = np.flatnonzero(narrowed)
    ranked = _ranked(lines, cost, meant.count, index, start + count)
    return Found(len(lines), index.entries_on(ranked[start:]), counts, frozenset(cut))


def _cost(meant: Meant, index: Index) -> Costs:
    """What keeps each line from the top; `NOT_THERE` or more for what lacks something."""
    size = index.columns.size
    total = np.zeros(size, np.uint16)
    for need in meant.needs:
        best = np.full(size, NOT_THERE, np.uint16)
        for alternative in need:
            np.minimum(best, _cost_of(alternative, index, size), out=best)
        total += best
    return total


def _cost_of(alternative: Alternative, index: Index, size: int) -> Costs:
    if alternative.is_phrase:
        return _by_line([_in_a_row(alternative, index)], size)
    worst = np.zeros(size, np.uint16)
    for slot in alternative.slots:
        np.maximum(worst, _by_line([index.places_of(term) for term in slot], size), out=worst)
    return worst


def _in_a_row(alternative: Alternative, index: Index) -> Spread:
    """Where the last word of the phrase stands, wherever all of it does."""
    found = index.places(alternative.slots[0])
    for slot in alternative.slots[1:]:
        if not len(found):
            return NOWHERE
        found = np.intersect1d(index.places(slot), found + np.uint64(1), assume_unique=True)
    return found


def _by_line(some: Iterable[Spread], size: int) -> Costs:
    """The cost of the best place in each thing."""
    every = [_of_term(places, size) for places in some]
    return np.minimum.reduce(every) if every else np.full(size, NOT_THERE, np.uint16)


def _of_term(places: Spread, size: int) -> Costs:
    costs = np.full(size, NOT_THERE, np.uint16)
    # From the last place to the first, which is the best and is written over the others.
    backwards = places[::-1]
    costs[thing_of(backwards)] = COST_OF_PART.take(part_of(backwards))
    return costs


def _of_values(index: Index, facet: int, wanted: Collection[int]) -> Lines:
    owners, values = index.columns.facets[facet]
    lines = np.zeros(index.columns.size, np.bool_)
    for value in wanted:
        lines[owners.take(np.flatnonzero(values == value))] = True
    return lines


def _all_of(lines: Lines, others: Collection[Lines]) -> Lines:
    for other in others:
        lines = lines & other
    return lines


def _counts(index: Index, facet: int, lines: Lines) -> NDArray[np.int64]:
    """How many of these lines are of each value, by the value."""
    owners, values = index.columns.facets[facet]
    return np.bincount(values.take(np.flatnonzero(lines.take(owners))))


def _commonest(counts: NDArray[np.int64], most: int) -> dict[int, int]:
    held = np.flatnonzero(counts)
    commonest = held[np.argsort(-counts[held], kind="stable")][:most]
    return {int(value): int(counts[value]) for value in commonest}


def _ranked(lines: NDArray[np.int64], cost: Costs, asked: int, index: Index, count: int) -> NDArray[np.int64]:
    """The first ``count`` of these, the best at the top."""
    columns = index.columns
    says_more = (cost[lines] > 0) | (columns.title_words[lines] != asked)
    keys = (cost[lines].astype(np.uint64) << np.uint64(1)) | says_more
    keys = (keys << np.uint64(22)) | (np.uint64(LATEST - 1) - columns.days[lines])
    keys = (keys << np.uint64(24)) | columns.ties[lines]
    if len(lines) > count:
        best = np.argpartition(keys, count - 1)[:count]
        lines, keys = lines[best], keys[best]
    return lines[np.argsort(keys, kind="stable")]
