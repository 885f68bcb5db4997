"""The index as it is during one search: where terms stand, on the shelves and in what is on none yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from cms.pages.domain.search.analysis import term_of
from cms.pages.domain.search.columns import Columns, read_columns
from cms.pages.domain.search.packing import ON_A_SHELF, PLACE, Spread, places_of, read_places, spread
from cms.pages.models.search import SearchEntry, SearchGone, SearchPosting, SearchShelf

NOWHERE: Spread = np.zeros(0, np.uint64)
MOST_TIMES = 3  # that all of it is read, while a worker goes on shelving
SHELF, GONE, FRESH = range(3)
# The names of three tables and three numbers; in the order of the shelves.
STANDING = f"""
    SELECT {SHELF} AS what, number, stamp FROM {SearchShelf._meta.db_table}
    UNION ALL SELECT {GONE}, number, 0 FROM {SearchGone._meta.db_table}
    UNION ALL SELECT {FRESH}, id, 0 FROM {SearchEntry._meta.db_table} WHERE number IS NULL
    ORDER BY what, number
"""  # noqa: S608


class Standing(NamedTuple):
    """What the index is made of at one moment: each shelf by its stamp, what left them, what is on none yet."""

    shelves: dict[int, int]
    gone: list[int]
    fresh: list[int]


def read_standing() -> Standing:
    """One query."""
    standing = Standing({}, [], [])
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        for what, number, stamp in cursor.fetchall():
            if what == SHELF:
                standing.shelves[number] = stamp
            else:
                (standing.gone if what == GONE else standing.fresh).append(number)
    return standing


def _entries(fresh: list[int]) -> QuerySet[SearchEntry]:
    named = SearchEntry.objects.filter(pk__among=fresh).order_by("pk")
    return named.only("source", "key", "day", "is_lasting", "facets", "words")


class Index:
    """A thing is a line: 4,096 for each shelf, then those that are fresh.

    Where all of it stands is read in one statement, and again where a shelf changed before it was read: a thing that
    is shelved meanwhile is not here twice.
    """

    def __init__(self) -> None:
        for _time in range(MOST_TIMES):
            standing = read_standing()
            self.fresh = list(_entries(standing.fresh)) if standing.fresh else []
            self.columns: Columns = read_columns(standing.shelves, self.fresh)
            if self.columns.stamps == standing.shelves:
                break
        self._line_of_shelf = {shelf: line for line, shelf in enumerate(self.columns.shelves)}
        self._places: dict[str, Spread] = {}
        self._remembered = self.columns.remembered
        self._leave_out(standing.gone)

    def _leave_out(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            shelf, offset = divmod(number, ON_A_SHELF)
            if shelf in self._line_of_shelf:
                self.columns.present[self._line_of_shelf[shelf] * ON_A_SHELF + offset] = False

    def begun(self, word: str) -> set[str]:
        """The terms of the fresh words that begin so."""
        return {term_of(one) for entry in self.fresh for one in entry.words.split() if one.startswith(word)}

    def read(self, terms: Iterable[str]) -> None:
        """Learn where these stand; one query for those that the process does not remember."""
        asked = {term for term in terms if term not in self._places}
        parts = {term: [places] for term in asked if (places := self._remembered.get(term)) is not None}
        if unknown := asked - parts.keys():
            for term, places in self._read_shelves(unknown):
                self._remembered.keep(term, places)
                parts[term] = [places]
        for position, entry in enumerate(self.fresh if parts else ()):
            self._read_fresh(position, entry, parts)
        for term, some in parts.items():
            self._places[term] = np.concatenate(some) if len(some) > 1 else some[0]

    def _read_shelves(self, terms: set[str]) -> Iterator[tuple[str, Spread]]:
        found: dict[str, list[Spread]] = {term: [NOWHERE] for term in terms}
        rows = SearchPosting.objects.filter(term__among=terms).order_by("shelf")
        for term, shelf, packed in rows.values_list("term", "shelf", "places"):
            if shelf in self._line_of_shelf:
                found[term].append(spread(read_places(packed), self._line_of_shelf[shelf]))
        for term, some in found.items():
            yield term, np.concatenate(some)

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
        standing = Q(number__among=numbers) | Q(pk__among=keys) if keys else Q(number__among=numbers)
        found = list(SearchEntry.objects.filter(standing).defer("facets", "fingerprint"))
        rank_of = {entry.pk: keys.get(entry.pk, numbers.get(entry.number, len(lines))) for entry in found}
        return sorted(found, key=lambda entry: rank_of[entry.pk])
