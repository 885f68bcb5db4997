"""Puts on the shelves what was written since, and takes off what is gone; a worker does it each minute.

Nothing waits for it: a search reads what is fresh word by word. Killed in the middle, it has done nothing.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import transaction

from cms.pages.domain.search.analysis import TOKEN, term_of, word_of
from cms.pages.domain.search.columns import member_of
from cms.pages.domain.search.packing import FACET, MEMBER, ON_A_SHELF, PLACE, places_of, read_places, without
from cms.pages.models.search import (
    SearchEntry,
    SearchGone,
    SearchKeeper,
    SearchPosting,
    SearchShelf,
    SearchWord,
)

AT_ONCE = ON_A_SHELF
IN_A_QUERY = 500


def shelve(most: int = 25 * AT_ONCE) -> int:
    """Shelve what is fresh, a transaction for each 4,096 things; how many. Run twice, the second finds nothing."""
    done = 0
    while done < most and (some := _shelve_some()):
        done += some
    return done


@transaction.atomic
def _shelve_some() -> int:
    keeper, _created = SearchKeeper.objects.select_for_update().get_or_create(pk=1)
    gone = list(SearchGone.objects.order_by("pk")[:AT_ONCE])
    fresh = list(
        SearchEntry.objects.select_for_update()
        .filter(number=None)
        .order_by("source", "key")[: _room(keeper.next_number)]
    )
    if not (gone or fresh):
        return 0
    for number, entry in enumerate(fresh, keeper.next_number):
        entry.number = number
    _change_shelves(gone, fresh)
    _count_words(gone, fresh)
    SearchEntry.objects.bulk_update(fresh, ["number"], batch_size=IN_A_QUERY)
    SearchGone.objects.filter(pk__in=[one.pk for one in gone]).delete()
    keeper.next_number += len(fresh)
    keeper.save(update_fields=["next_number"])
    return len(gone) + len(fresh)


def _room(next_number: int) -> int:
    """How many numbers are left on the last shelf."""
    return ON_A_SHELF - next_number % ON_A_SHELF


def _change_shelves(gone: Sequence[SearchGone], fresh: Sequence[SearchEntry]) -> None:
    leaving: dict[int, list[SearchGone]] = defaultdict(list)
    arriving: dict[int, list[SearchEntry]] = defaultdict(list)
    for one in gone:
        leaving[one.number // ON_A_SHELF].append(one)
    for entry in fresh:
        arriving[_number(entry) // ON_A_SHELF].append(entry)
    for shelf in sorted(leaving.keys() | arriving.keys()):
        offsets = [one.number % ON_A_SHELF for one in leaving[shelf]]
        terms = {term_of(word) for one in leaving[shelf] for word in one.words.split()}
        _change_places(shelf, offsets, terms, arriving[shelf])
        _change_columns(shelf, offsets, arriving[shelf])


def _number(entry: SearchEntry) -> int:
    assert entry.number is not None  # noqa: S101
    return entry.number


def _change_places(shelf: int, offsets: list[int], leaving: set[str], arriving: Iterable[SearchEntry]) -> None:
    new: dict[str, list[int]] = defaultdict(list)
    for entry in arriving:
        for term, places in places_of(entry.words, _number(entry) % ON_A_SHELF).items():
            new[term].extend(places)
    terms = sorted(leaving | new.keys())
    for at in range(0, len(terms), IN_A_QUERY):
        some = terms[at : at + IN_A_QUERY]
        rows = SearchPosting.objects.filter(shelf=shelf, term__in=some)
        changed = {term: np.array(sorted(new.get(term, ())), PLACE) for term in some}
        for row in rows:
            changed[row.term] = np.sort(np.concatenate([without(read_places(row.places), offsets), changed[row.term]]))
        SearchPosting.objects.bulk_create(
            [SearchPosting(term=term, shelf=shelf, places=places.tobytes()) for term, places in changed.items()],
            update_conflicts=True,
            unique_fields=["term", "shelf"],
            update_fields=["places"],
        )
        rows.filter(term__in=[term for term, places in changed.items() if not len(places)]).delete()


def _change_columns(shelf: int, offsets: list[int], arriving: Iterable[SearchEntry]) -> None:
    held = SearchShelf.objects.filter(number=shelf).first()
    members = np.frombuffer(held.members if held else b"", MEMBER)
    facets = np.frombuffer(held.facets if held else b"", FACET)
    new: list[tuple[int, ...]] = []
    new_facets: list[tuple[int, ...]] = []
    for entry in arriving:
        offset = _number(entry) % ON_A_SHELF
        new.append(member_of(offset, entry))
        new_facets.extend((offset, facet, value) for facet, value in entry.facets)
    members = np.concatenate([members[~np.isin(members["offset"], offsets)], np.array(new, MEMBER)])
    facets = np.concatenate([facets[~np.isin(facets["offset"], offsets)], np.array(new_facets, FACET)])
    packed = {"members": members.tobytes(), "facets": facets.tobytes(), "stamp": secrets.randbits(62)}
    if len(members):
        SearchShelf.objects.update_or_create(number=shelf, defaults=packed)
    else:
        SearchShelf.objects.filter(number=shelf).delete()


def _count_words(gone: Iterable[SearchGone], fresh: Iterable[SearchEntry]) -> None:
    """In how many things each word is; one that is in none is known no more."""
    change = Counter(word for entry in fresh for word in set(entry.words.split()))
    change.subtract(word for one in gone for word in set(one.words.split()))
    written = _as_written(fresh)
    words = sorted(word for word, difference in change.items() if difference)
    for at in range(0, len(words), IN_A_QUERY):
        some = words[at : at + IN_A_QUERY]
        held = {row.word: row for row in SearchWord.objects.filter(word__in=some)}
        rows = []
        for word in some:
            row = held.get(word) or SearchWord(
                word=word, written=written.get(word, word)[:60], term=term_of(word), count=0
            )
            row.count = max(0, row.count + change[word])
            rows.append(row)
        SearchWord.objects.bulk_create(rows, update_conflicts=True, unique_fields=["word"], update_fields=["count"])
    SearchWord.objects.filter(count=0).delete()


def _as_written(entries: Iterable[SearchEntry]) -> dict[str, str]:
    """A word with its accents, in small letters unless it always begins with a capital."""
    written: dict[str, str] = {}
    for entry in entries:
        for text in (entry.title, entry.names, entry.description, entry.text):
            for token in TOKEN.findall(text):
                word = word_of(token)
                if word not in written or (written[word][0].isupper() and token[0].islower()):
                    written[word] = token
    return written
