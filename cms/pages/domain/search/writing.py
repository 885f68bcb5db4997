"""Writes what is found of a thing in the very transaction that changes it, or takes it out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any

from django.db import transaction

from cms.pages.domain.search.analysis import RULES, clean, words_of
from cms.pages.domain.search.packing import MOST_WORDS
from cms.pages.domain.search.sources import FACETS, FacetValue, Offered, Source
from cms.pages.models.search import SearchEntry, SearchFacetValue, SearchGone

BATCH = 500
CODES = {facet: code for code, facet in enumerate(FACETS)}
PARTS = ("title", "names", "description", "text")
BETWEEN_NAMES = " · "
WRITTEN = [
    *PARTS, "url", "day", "day_in_words", "facets", "words", "fingerprint", "number",
]  # fmt: skip

_all_at_once: ContextVar[bool] = ContextVar("search_all_at_once", default=False)


@contextmanager
def all_at_once() -> Iterator[None]:
    """While much is made that nobody reads yet, nothing is written of each thing: the caller has it all repaired."""
    token = _all_at_once.set(True)
    try:
        yield
    finally:
        _all_at_once.reset(token)


@transaction.atomic
def refresh(source: Source, keys: Iterable[int]) -> int:
    """Have the index say of these things what anyone may read of them now; how many entries changed.

    What anyone may not read leaves it. Twice is the same as once.
    """
    asked = [] if _all_at_once.get() else sorted({str(key) for key in keys})
    changed = 0
    for at in range(0, len(asked), BATCH):
        some = asked[at : at + BATCH]
        public = source.with_parts(source.public().filter(pk__in=some))
        things = {str(thing.pk): source.offer(thing) for thing in public}
        held = _locked(source.name, some)
        leaving = [entry for key, entry in held.items() if key not in things]
        take_out(leaving)
        changed += len(leaving) + _put(source, things, held)
    return changed


def take_out(entries: Collection[SearchEntry]) -> None:
    """Nobody finds these any more. They are locked, or nobody else writes."""
    leave_shelves(entries)
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def _locked(source: str, keys: Collection[str]) -> dict[str, SearchEntry]:
    found = SearchEntry.objects.select_for_update().filter(source=source, key__in=keys).order_by("pk")
    return {entry.key: entry for entry in found.only("key", "number", "words", "fingerprint")}


def _put(source: Source, things: dict[str, Offered], held: dict[str, SearchEntry]) -> int:
    prints = {key: fingerprint_of(source, offered) for key, offered in things.items()}
    changed = [key for key in things if key not in held or held[key].fingerprint != prints[key]]
    if not changed:
        return 0
    leave_shelves([held[key] for key in changed if key in held])
    values = _numbered({value for key in changed for value in _facets_of(source, things[key])})
    entries = [_entry(source, key, things[key], prints[key], values) for key in changed]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["source", "key"], update_fields=WRITTEN
    )
    return len(changed)


def leave_shelves(entries: Iterable[SearchEntry]) -> None:
    """Their numbers answer no more; a worker takes their words off the shelves."""
    gone = [SearchGone(number=one.number, words=one.words) for one in entries if one.number is not None]
    SearchGone.objects.bulk_create(gone, ignore_conflicts=True)


def _entry(
    source: Source, key: str, offered: Offered, fingerprint: str, values: dict[tuple[str, str], int]
) -> SearchEntry:
    parts = {name: clean(getattr(offered, name)) for name in PARTS}
    parts["names"] = BETWEEN_NAMES.join(filter(None, map(clean, offered.names.split("\n"))))
    words = [words_of(parts[name])[:MOST_WORDS] for name in PARTS]
    return SearchEntry(
        source=source.name,
        key=key,
        number=None,
        **parts,
        url=offered.url,
        day=offered.day,
        is_lasting=offered.is_lasting,
        day_in_words=offered.day_in_words,
        facets=sorted({(CODES[one.facet], values[one.facet, one.slug]) for one in _facets_of(source, offered)}),
        words="\n".join(" ".join(line) for line in words),
        fingerprint=fingerprint,
    )


def _facets_of(source: Source, offered: Offered) -> tuple[FacetValue, ...]:
    return (source.kind, *offered.facets)


def fingerprint_of(source: Source, offered: Offered) -> str:
    """Another one where the thing, or the rules by which it is read, are no longer the same."""
    said: dict[str, Any] = {**asdict(offered), "rules": RULES, "kind": source.kind.slug}
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:32]


def _numbered(values: Collection[FacetValue]) -> dict[tuple[str, str], int]:
    """The number of each, with the label that it has now."""
    rows = [SearchFacetValue(facet=one.facet, slug=one.slug, label=str(one.label)[:250]) for one in values]
    rows.sort(key=lambda row: (row.facet, row.slug))
    known = SearchFacetValue.objects.filter(facet__in={row.facet for row in rows}, slug__in={row.slug for row in rows})
    found = {(row.facet, row.slug): row for row in known}
    changed = [row for row in rows if getattr(found.get((row.facet, row.slug)), "label", None) != row.label]
    if changed:
        SearchFacetValue.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["facet", "slug"], update_fields=["label"]
        )
        found = {(row.facet, row.slug): row for row in known.all()}
    return {key: row.pk for key, row in found.items()}
