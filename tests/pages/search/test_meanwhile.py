"""What is shelved in the middle of a search is found once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from cms.pages.domain.search.answering import search
from cms.pages.domain.search.shelving import shelve
from tests.pages.search.corpus import page, titles, titles_of

pytestmark = pytest.mark.django_db


@contextmanager
def after_query(number: int, act: Callable[[], object]) -> Iterator[None]:
    """Another process acts when this one has asked so many questions."""
    asked = 0

    def watched(execute: Any, *args: Any) -> Any:
        nonlocal asked
        asked += 1
        answer = execute(*args)
        if asked == number:
            act()
        return answer

    with connection.execute_wrapper(watched):
        yield


@pytest.mark.parametrize("knows", [True, False], ids=["a process that searched", "a process that begins"])
@pytest.mark.parametrize("number", range(1, 8))
def test_what_is_shelved_meanwhile_is_found_once(council: object, number: int, knows: bool) -> None:
    page("Le vieux moulin")
    shelve()
    page("Le moulin neuf")
    if knows:
        titles("pont")

    with after_query(number, shelve):
        found = search("moulin", {})

    assert (found.total, set(titles_of(found))) == (2, {"Le vieux moulin", "Le moulin neuf"})
