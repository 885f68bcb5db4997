"""The index as it is during one search: where terms stand, on the shelves and in what is on none yet."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from cms.pages.domain.search.analysis import term_of
from cms.pages.domain.search.columns import Columns, read_columns
from cms.pages.domain.search.packing import ON_A_SHELF, PLACE, Spread, places_of, read_places, spread
from cms.pages.models.search import SearchEntry, SearchGone, SearchPosting

NOWHERE: Spread = np.zeros(0, np.uint64)


class Index:
    """A thing is a line: 4,096 for each shelf, then those that are fresh.

    What is fresh is read first: a thing that is shelved meanwhile is here twice, never nowhere.
    """

    def __init__(self) -> None:
        fresh = SearchEntry.objects.filter(number=None).order_by("pk")
        self.fresh = list(fresh.only("source", "key", "day", "is_lasting", "facets", "words"))
        self.columns: Columns = read_columns(self.fresh)
        self._line_of_shelf = {shelf: line for line, shelf in enumerate(self.columns.shelves)}
        self._places: dict[str, Spread] = {}
        self._leave_out(SearchGone.objects.values_list("number", flat=True))

    def _leave_out(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            shelf, offset = divmod(number, ON_A_SHELF)
            if shelf in self._line_of_shelf:
                self.columns.present[self._line_of_shelf[shelf] * ON_A_SHELF + offset] = False

    def begun(self, word: str) -> set[str]:
        """The terms of the fresh words that begin so."""
        return {term_of(one) for entry in self.fresh for one in entry.words.split() if one.startswith(word)}

    def read(self, terms: Iterable[str]) -> None:
        """Learn where these stand; one query for those that are not known yet."""
        parts: dict[str, list[Spread]] = {term: [] for term in terms if term not in self._places}
        if not parts:
            return
        rows = SearchPosting.objects.filter(term__among=parts).order_by("shelf")
        for term, shelf, packed in rows.values_list("term", "shelf", "places"):
            if shelf in self._line_of_shelf:
                parts[term].append(spread(read_places(packed), self._line_of_shelf[shelf]))
        for position, entry in enumerate(self.fresh):
            self._read_fresh(position, entry, parts)
        for term, some in parts.items():
            self._places[term] = np.concatenate([NOWHERE, *some])

    def _read_fresh(self, position: int, entry: SearchEntry, parts: dict[str, list[Spread]]) -> None:
        shelf, offset = divmod(position, ON_A_SHELF)
        places = places_of(entry.words, offset)
        for term in places.keys() & parts.keys():
            parts[term].append(spread(np.array(places[term], PLACE), len(self.columns.shelves) + shelf))

    def holds(self, terms: Iterable[str]) -> bool:
        """Whether any of these, which were read, stands anywhere."""
        return any(len(self._places[term]) for term in terms)

    def places_of(self, term: str) -> Spread:
        """Where this one, which was read, stands; in order."""
        return self._places[term]

    def places(self, terms: Iterable[str]) -> Spread:
        """Where any of these, which were read, stands; in order."""
        some = [self._places[term] for term in terms]
        return some[0] if len(some) == 1 else np.unique(np.concatenate([NOWHERE, *some]))

    def entries_on(self, lines: NDArray[np.int64]) -> list[SearchEntry]:
        """What stands there, in that order; one query. What left meanwhile is not among them."""
        first_fresh = len(self.columns.shelves) * ON_A_SHELF
        numbers: dict[int | None, int] = {}
        keys: dict[int, int] = {}
        for rank, line in enumerate(lines.tolist()):
            if line >= first_fresh:
                keys[self.fresh[line - first_fresh].pk] = rank
            else:
                shelf, offset = divmod(line, ON_A_SHELF)
                numbers[self.columns.shelves[shelf] * ON_A_SHELF + offset] = rank
        found = list(SearchEntry.objects.filter(Q(number__in=numbers) | Q(pk__in=keys)))
        rank_of = {entry.pk: keys.get(entry.pk, numbers.get(entry.number, len(lines))) for entry in found}
        return sorted(found, key=lambda entry: rank_of[entry.pk])
