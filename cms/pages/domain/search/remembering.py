"""Where the terms that were asked last stand on the shelves: a process reads them once while no shelf changes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from cms.pages.domain.search.packing import Spread

MOST_PLACES = 2_000_000  # 16 MB in each process; a common word stands at 150,000 places among 100,000 things
A_TERM = 40  # what an entry weighs beside its places, counted in places: 300 bytes, measured


class Remembered:
    """Of some shelves as they are; another is made when one of them changes. What was asked least lately goes first."""

    def __init__(self, most: int = MOST_PLACES) -> None:
        self._most = most
        self._held = 0
        self._places: OrderedDict[str, Spread] = OrderedDict()
        self._lock = Lock()

    def get(self, term: str) -> Spread | None:
        with self._lock:
            if term in self._places:
                self._places.move_to_end(term)
            return self._places.get(term)

    def keep(self, term: str, places: Spread) -> None:
        """Those of one term on all the shelves, which may be nowhere; too many to keep are not kept."""
        weight = len(places) + A_TERM
        with self._lock:
            if term in self._places or weight > self._most:
                return
            self._places[term] = places
            self._held += weight
            while self._held > self._most:
                _term, least = self._places.popitem(last=False)
                self._held -= len(least) + A_TERM
