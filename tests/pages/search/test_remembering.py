"""A process remembers where terms stand, and never answers by what it remembers of shelves that changed."""

from __future__ import annotations

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from cms.pages.domain.search.index import Index
from cms.pages.domain.search.packing import Spread
from cms.pages.domain.search.remembering import A_TERM, Remembered
from cms.pages.domain.search.shelving import shelve
from cms.pages.models import SearchEntry
from tests.pages.search.corpus import page, titles


def places(count: int) -> Spread:
    return np.arange(count, dtype=np.uint64)


def test_what_was_asked_least_lately_goes_first() -> None:
    remembered = Remembered(most=3 * (A_TERM + 10))
    for term in ("moulin", "pont", "forge"):
        remembered.keep(term, places(10))
    remembered.get("moulin")

    remembered.keep("puits", places(10))

    assert [term for term in ("moulin", "pont", "forge", "puits") if remembered.get(term) is not None] == [
        "moulin",
        "forge",
        "puits",
    ]


def test_one_that_would_fill_it_all_is_not_kept() -> None:
    remembered = Remembered(most=100)
    remembered.keep("pont", places(10))

    remembered.keep("la", places(1000))

    assert remembered.get("la") is None
    assert remembered.get("pont") is not None


def test_kept_twice_it_weighs_once() -> None:
    remembered = Remembered(most=2 * (A_TERM + 10))
    remembered.keep("pont", places(10))
    remembered.keep("pont", places(10))

    remembered.keep("forge", places(10))

    assert remembered.get("pont") is not None


@pytest.mark.django_db
def test_a_term_is_read_once_while_no_shelf_changes(
    council: object, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page("Le vieux moulin")
    shelve()
    Index().read({"moulin", "puit"})

    with django_assert_num_queries(1):
        index = Index()
        index.read({"moulin", "puit"})

    assert index.holds({"moulin"})
    assert not index.holds({"puit"})


@pytest.mark.django_db
def test_what_is_shelved_taken_off_or_written_since_is_known_at_once(council: object) -> None:
    shown = page("Le vieux moulin")
    shelve()
    assert titles("moulin") == ["Le vieux moulin"]

    page("Le moulin neuf")
    assert set(titles("moulin")) == {"Le vieux moulin", "Le moulin neuf"}
    shelve()
    assert set(titles("moulin")) == {"Le vieux moulin", "Le moulin neuf"}
    shown.delete()
    assert titles("moulin") == ["Le moulin neuf"]
    shelve()
    assert titles("moulin") == ["Le moulin neuf"]
    SearchEntry.objects.all().delete()
    assert titles("moulin") == []


@pytest.mark.django_db
def test_whoever_began_before_a_change_teaches_nothing_to_those_who_come_after(council: object) -> None:
    page("Le vieux moulin")
    shelve()
    before = Index()
    page("Le moulin neuf")
    shelve()

    before.read({"moulin"})

    assert set(titles("moulin")) == {"Le vieux moulin", "Le moulin neuf"}
