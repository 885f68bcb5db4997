"""Compares the index with what anyone may read, and mends it: what was written in bulk, what time alone changed.

A thing whose date of publication came, a restriction that was lifted by hand in the database, a version of Parvis that
reads words otherwise: nobody announced them.
"""

from __future__ import annotations

from django.db import transaction

from cms.pages.domain.search.analysis import RULES
from cms.pages.domain.search.names import know_all_names
from cms.pages.domain.search.packing import MEMBER, ON_A_SHELF
from cms.pages.domain.search.sources import SOURCES
from cms.pages.domain.search.writing import leave_shelves, refresh, take_out
from cms.pages.models.search import SearchEntry, SearchFacetValue, SearchKeeper, SearchShelf

IN_A_TRANSACTION = 200
# Fewer things than this on a shelf that is not the last, and they move to the last: numbers are never used twice.
SPARSE = ON_A_SHELF // 4


def repair(*, whole: bool = False) -> int:
    """Have the index hold what anyone may read and nothing else; how many things it had wrong.

    Each thing is read again where ``whole`` says so, or where the rules of the words are new; otherwise only what is
    missing and what should not be there. Twice is the same as once.
    """
    whole = whole or not SearchKeeper.objects.filter(rules=RULES).exists()
    wrong = _forget_unknown_sources()
    for source in SOURCES.values():
        held = set(SearchEntry.objects.filter(source=source.name).values_list("key", flat=True))
        public = {str(key) for key in source.public().values_list("pk", flat=True)}
        keys = sorted(int(key) for key in (held | public if whole else held ^ public))
        for at in range(0, len(keys), IN_A_TRANSACTION):
            wrong += refresh(source, keys[at : at + IN_A_TRANSACTION])
    if whole:
        know_all_names()
        _leave_sparse_shelves()
        _forget_unused_values()
        SearchKeeper.objects.update_or_create(pk=1, defaults={"rules": RULES})
    return wrong


@transaction.atomic
def _forget_unknown_sources() -> int:
    unknown = list(SearchEntry.objects.select_for_update().exclude(source__in=SOURCES).only("number", "words"))
    take_out(unknown)
    return len(unknown)


def _leave_sparse_shelves() -> None:
    """What stands on them is fresh again, and will be shelved with the next things."""
    shelves = list(SearchShelf.objects.order_by("number"))
    for shelf in shelves[:-1]:
        if len(shelf.members) // MEMBER.itemsize < SPARSE:
            _take_down(shelf.number)


@transaction.atomic
def _take_down(shelf: int) -> None:
    first = shelf * ON_A_SHELF
    standing = SearchEntry.objects.select_for_update().filter(number__gte=first, number__lt=first + ON_A_SHELF)
    leave_shelves(list(standing.only("number", "words")))
    standing.update(number=None)


def _forget_unused_values() -> None:
    """Names that nothing is narrowed by any more are not kept."""
    used = {value for facets in SearchEntry.objects.values_list("facets", flat=True) for _facet, value in facets}
    unused = [pk for pk in SearchFacetValue.objects.values_list("pk", flat=True) if pk not in used]
    SearchFacetValue.objects.filter(pk__in=unused).delete()
