"""Hears that a thing changed, and has the index say it in the same transaction, or after it for what is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save

from cms.pages.domain.search.sources import SOURCES, Source
from cms.pages.domain.search.writing import refresh

TOGETHER = 50


def watch(source: Source) -> None:
    """From now on its things are found; called once, when the models of its room are ready."""
    SOURCES[source.name] = source
    for model, keys in source.watched.items():
        changed = _receiver(source, keys)
        deleted = _forgetter(keys, source)
        name = f"search-{source.name}-{model._meta.label}"
        post_save.connect(changed, sender=model, dispatch_uid=f"{name}-saved", weak=False)
        post_delete.connect(deleted, sender=model, dispatch_uid=f"{name}-deleted", weak=False)


def _receiver(source: Source, keys: Callable[[Any], Iterable[int]]) -> Callable[..., None]:
    def tell(instance: Any, raw: bool = False, **kwargs: Any) -> None:
        if not raw:  # rows of a fixture come in any order: the repair reads them
            refresh(source, keys(instance))

    return tell


def _forgetter(keys: Callable[[Any], Iterable[int]], source: Source) -> Callable[..., None]:
    def tell(instance: Any, **kwargs: Any) -> None:
        refresh_after_commit(source, keys(instance))

    return tell


def refresh_after_commit(source: Source, keys: Iterable[int]) -> None:
    """Have all that one transaction deletes leave the index together, by a few queries, once it is committed.

    Nothing that is deleted is shown meanwhile: an answer asks its source. What a kill leaves is mended by the repair.
    """
    flush = next((one[1] for one in connection.run_on_commit if isinstance(one[1], _Leaving)), None)
    if flush is None:
        flush = _Leaving()
        flush.add(source, keys)
        transaction.on_commit(flush)
    else:
        flush.add(source, keys)


class _Leaving:
    """What one transaction deleted, until it is committed: keys, or queries that tell them, asked together."""

    def __init__(self) -> None:
        self.keys: dict[str, set[int]] = defaultdict(set)
        self.queries: dict[tuple[str, type[Model]], list[QuerySet[Any]]] = defaultdict(list)

    def __call__(self) -> None:
        for (name, _model), queries in self.queries.items():
            for some in _by(TOGETHER, queries):
                self.keys[name].update(reduce(or_, some))
        for name, keys in self.keys.items():
            refresh(SOURCES[name], keys)

    def add(self, source: Source, keys: Iterable[int]) -> None:
        if isinstance(keys, QuerySet):
            self.queries[source.name, keys.model].append(keys)
        else:
            self.keys[source.name].update(keys)


def _by(size: int, queries: list[QuerySet[Any]]) -> Iterator[list[QuerySet[Any]]]:
    return (queries[at : at + size] for at in range(0, len(queries), size))
