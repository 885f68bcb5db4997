"""The ways to narrow the memory, each a plain address: `/memoire/?nature=photos&periode=1920&periode=1930`.

Each question may have several values: any of them will do. Commas part them too, but not names, which may have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.decades import BY_DATE, NO_DATE, in_decade
from cms.archive.domain.naming import named_credits
from cms.archive.domain.public_parts import places_of_items, public_collections
from cms.archive.enums import Kind
from cms.archive.models import Fonds, Item, Place, Term

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms.archive.querysets import ItemQuerySet

LONGEST_NAME = 200
UNDATED = "sans-date"
KINDS = {
    "photos": Kind.PHOTO,
    "cartes-postales": Kind.POSTCARD,
    "plans": Kind.MAP,
    "documents": Kind.DOCUMENT,
    "coupures": Kind.CLIPPING,
    "sons": Kind.SOUND,
    "films": Kind.FILM,
    "objets": Kind.OBJECT,
    "recits": Kind.STORY,
}
SLUGS = {kind: slug for slug, kind in KINDS.items()}
ORDERS: dict[str, tuple[Any, ...]] = {"": ("-number",), "dates": BY_DATE}
LOOKS = ("", "liste")
MOST_VALUES = 12
QUESTIONS = ("nature", "periode", "lieu", "personne", "sujet", "fonds", "droits")
# Asking must not tell that something exists of which nothing is public.
RECORDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "lieu": places_of_items,
    "sujet": Term.objects.all,
    "fonds": public_collections,
}


@dataclass(frozen=True)
class Active:
    """One way in which the list is narrowed now, and the address that leaves it out."""

    label: str | _StrPromise
    query: str


Value = str | Place | Term | Fonds


@dataclass(frozen=True)
class ItemFilter:
    """What a reader asked to see of the memory."""

    nature: tuple[str, ...] = ()
    periode: tuple[str, ...] = ()
    lieu: tuple[Place, ...] = ()
    personne: tuple[str, ...] = ()
    sujet: tuple[Term, ...] = ()
    fonds: tuple[Fonds, ...] = ()
    droits: tuple[str, ...] = ()
    ordre: str = ""
    vue: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any(values for _name, values in self._questions())

    @property
    def is_bare(self) -> bool:
        """Nothing is asked, neither of the things nor of how they are shown."""
        return self == ItemFilter()

    @property
    def query(self) -> str:
        """``?nature=photos&periode=1920``; ``?`` alone where nothing is asked."""
        asked = [(name, _written(value)) for name, values in self._questions() for value in values]
        looks = [(name, said) for name, said in (("ordre", self.ordre), ("vue", self.vue)) if said]
        return "?" + urlencode([*asked, *looks])

    @property
    def page_query(self) -> str:
        """What stands before a page number."""
        return "?page=" if self.is_bare else f"{self.query}&page="

    @property
    def active(self) -> list[Active]:
        """What is asked, each with the way to take it off."""
        return [
            Active(_label(name, value), self.with_turned(name, value).query)
            for name, values in self._questions()
            for value in values
        ]

    def values_of(self, name: str) -> tuple[Value, ...]:
        """What is asked of one question."""
        values: tuple[Value, ...] = getattr(self, name)
        return values

    def with_turned(self, name: str, value: Value) -> ItemFilter:
        """The same with that value too, or without it where it was asked; in one order: a list has one address."""
        said: dict[str, Any] = {name: tuple(sorted({*self.values_of(name)} ^ {value}, key=_written))}
        return replace(self, **said)

    def narrow(self, items: ItemQuerySet) -> ItemQuerySet:
        """Those that answer to everything asked, in no order yet."""
        if self.nature:
            items = items.filter(kind__in=[KINDS[one] for one in self.nature])
        if self.periode:
            items = items.filter(reduce(or_, map(in_period, self.periode)))
        if self.lieu:
            items = items.filter(pk__in=Item.places.through.objects.filter(place__in=self.lieu).values("item"))
        if self.personne:
            named = named_credits(Item.objects.public()).filter(shown__in=self.personne)
            items = items.filter(pk__in=named.order_by().values("item"))
        if self.sujet:
            items = items.filter(pk__in=Item.subjects.through.objects.filter(term__in=self.sujet).values("item"))
        if self.fonds:
            items = items.filter(reduce(or_, map(in_collection, self.fonds)))
        if self.droits:
            items = items.filter(copyright__in=self.droits)
        return items

    def _questions(self) -> list[tuple[str, tuple[Value, ...]]]:
        return [(name, self.values_of(name)) for name in QUESTIONS]


def _written(value: Value) -> str:
    """As an address says it."""
    return value if isinstance(value, str) else value.slug


def _label(name: str, value: Value) -> str | _StrPromise:
    if not isinstance(value, str):
        return str(value)
    labels: dict[str, Callable[[str], str | _StrPromise]] = {
        "nature": lambda one: KINDS[one].label,
        "periode": period_label,
        "droits": lambda one: Copyright(one).label,
    }
    return labels[name](value) if name in labels else value


def in_period(periode: str) -> Q:
    """What may be of that decade (`cms.archive.domain.decades`). Undated things are of none."""
    return NO_DATE if periode == UNDATED else in_decade(int(periode))


def in_collection(fonds: Fonds) -> Q:
    """In this collection, or in a part of it."""
    return Q(collection=fonds) | Q(collection__parent=fonds) | Q(collection__parent__parent=fonds)


def period_label(periode: str) -> str | _StrPromise:
    """« années 1920 »."""
    return _("undated") if periode == UNDATED else _("the {decade}s").format(decade=periode)


def read_item_filter(asked: Mapping[str, Sequence[str]]) -> ItemFilter | None:
    """The filter that an address asks for, or nothing when it asks for what does not exist.

    ``asked`` are the values of each key of the address, as `QueryDict.lists` gives them.
    """
    said = {name: [one.strip() for one in asked.get(name, []) if one.strip()] for name in QUESTIONS}
    values = {name: said[name] if name == "personne" else ",".join(said[name]).split(",") for name in QUESTIONS}
    ordre, vue = ([*asked.get(name, []), ""][0] for name in ("ordre", "vue"))
    found: dict[str, Any] = {name: tuple(values[name]) for name in QUESTIONS if said[name]}
    is_known = all(_is_known(name, found.get(name, ())) for name in QUESTIONS) and ordre in ORDERS and vue in LOOKS
    if not is_known:
        return None
    for name, known in RECORDS.items():
        if slugs := found.get(name):
            found[name] = tuple(known().filter(slug__in=slugs).order_by("slug"))
            if len(found[name]) != len(slugs):
                return None
    if "personne" in found:
        found["personne"] = tuple(dict.fromkeys(one[:LONGEST_NAME] for one in found["personne"]))
    return ItemFilter(**found, ordre=ordre, vue=vue)


def _is_known(name: str, values: Sequence[str]) -> bool:
    """Each value may exist and is asked once."""
    known = {"nature": KINDS.__contains__, "periode": _is_period, "droits": Copyright.values.__contains__}.get(name)
    return len(values) <= MOST_VALUES and len(set(values)) == len(values) and (known is None or all(map(known, values)))


def _is_period(periode: str) -> bool:
    is_year = len(periode) == 4 and periode.isascii() and periode.isdigit()
    return periode == UNDATED or (is_year and periode[3] == "0" and periode >= "1000")
