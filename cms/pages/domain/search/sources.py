"""What each room offers to the search: it registers a source, and hears of nothing else.

A source says which of its things anyone may read, and what is to be found of one. It registers when all the rooms are
ready, so that the library imports nothing from above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KIND = "sorte"
# The ways to narrow, in their order on the screen; the words of the addresses are French.
FACETS = {
    KIND: _("Where on the site"),
    "nature": pgettext_lazy("of an item", "What it is"),
    "periode": _("Period"),
    "lieu": _("Place"),
    "personne": _("Person or organization"),
    "sujet": pgettext_lazy("archives", "Subject"),
    "fonds": pgettext_lazy("archives", "Collection"),
    "droits": _("Copyright"),
}


@dataclass(frozen=True)
class FacetValue:
    """One way to narrow: `FacetValue("periode", "1950", "Années 1950")`."""

    facet: str
    slug: str
    label: str


@dataclass(frozen=True)
class Offered:
    """What is found of a thing that anyone may read; plain text, in the order of what counts most."""

    title: str
    url: str
    names: str = ""
    description: str = ""
    text: str = ""
    day: date | None = None
    is_lasting: bool = False  # a page, a partner: ranked before what has a day, where nothing else tells
    day_in_words: str = ""
    facets: tuple[FacetValue, ...] = ()


@dataclass(frozen=True)
class Source:
    """The things of one kind.

    ``public`` is asked again each time some are shown: what it leaves out is never seen, whatever the index holds.
    ``watched`` says of each model whose change matters which things it concerns, by their primary keys.
    ``answers_on_page``: its page shows where the words of ``?q=`` are said in its text.
    ``with_parts`` adds to public things what ``offer`` reads of each.
    """

    name: str
    kind: FacetValue
    noun: Any  # one of its things, as an answer says it: « Décision »
    public: Callable[[], models.QuerySet[Any]]
    offer: Callable[[Any], Offered]
    watched: Mapping[type[models.Model], Callable[[Any], Iterable[int]]] = field(default_factory=dict)
    answers_on_page: bool = False
    with_parts: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = models.QuerySet.all


def own_key(thing: Any) -> list[int]:
    """Of the model whose things these are: one that is deleted is found no more."""
    return [thing.pk]


SOURCES: dict[str, Source] = {}


def kind(slug: str, label: Any) -> FacetValue:
    """What its things are, as the first way to narrow says it."""
    return FacetValue(KIND, slug, label)
