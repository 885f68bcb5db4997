"""Says of an item what its public page says, in the fifteen elements of Dublin Core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cms.archive.domain.describing import describe, statements
from cms.archive.domain.terms import ELEMENTS
from cms.archive.models import Item


def elements_of(item: Item, named: Sequence[Any]) -> list[tuple[str, str]]:
    """Each element with a value, once, in the order of the page; ``named`` are its credits with their `shown` names.

    Nothing that is for the team only: not where the original is kept, not a donor who is not named on the site.
    """
    said = statements(item, describe(item, named, item.places.all(), item.subjects.all()))
    pairs = ((ELEMENTS[one.term], told) for one in said for value in one.values for told in value.told)
    return list(dict.fromkeys(pairs))
