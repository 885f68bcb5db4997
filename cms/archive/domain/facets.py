"""By what a list of items may be narrowed further, with how many each way leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.archive.domain.browsing import MOST_VALUES, SLUGS, UNDATED, ItemFilter, period_label
from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.decades import decades_between
from cms.archive.domain.naming import named_credits
from cms.archive.enums import Kind
from cms.archive.models import Fonds, Item, Place, Term

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms.archive.querysets import ItemQuerySet

FIRST = 7  # how many ways of a facet are seen before it is unfolded


@dataclass(frozen=True)
class Way:
    """One link of a facet: where it leads and how many items are there; ``share`` of the most, in hundredths."""

    label: str | _StrPromise
    query: str
    count: int
    share: int = 0


@dataclass(frozen=True)
class Facet:
    """One question that may be asked of the list; ``is_added`` where a way adds its things to those that are shown."""

    name: str
    label: str | _StrPromise
    first: list[Way]
    more: list[Way]
    is_added: bool = False


def facets_of(asked: ItemFilter, items: ItemQuerySet) -> list[Facet]:
    """Those that are not asked yet, or that take another value, and that things answer in some way.

    `items`: what ``asked`` leaves of what anyone may see.
    """
    bare = items.order_by()
    questions: list[tuple[str, str | _StrPromise, Callable[[ItemFilter, ItemQuerySet], list[Way]]]] = [
        ("nature", pgettext_lazy("of an item", "What it is"), _kinds),
        ("periode", _("Period"), _periods),
        ("lieu", _("Place"), _places),
        ("personne", _("Person or organization"), _people),
        ("sujet", pgettext_lazy("archives", "Subject"), _subjects),
        ("fonds", pgettext_lazy("archives", "Collection"), _collections),
        ("droits", _("Copyright"), _rights),
    ]
    found = []
    for name, label, ways_of in questions:
        known = asked.values_of(name)
        if name == "fonds" and len(known) == 1 and (parts := _parts(asked, bare)):
            found.append(Facet("parties", pgettext_lazy("archives", "Inside it"), parts[:FIRST], parts[FIRST:]))
        if len(known) < MOST_VALUES and (ways := ways_of(asked, _beside(asked, name) if known else bare)):
            cut = len(ways) if name == "periode" else FIRST
            found.append(Facet(name, label, ways[:cut], ways[cut:], bool(known)))
    return found


def _beside(asked: ItemFilter, name: str) -> ItemQuerySet:
    """What everything else that is asked leaves: among it, other values of this question find theirs."""
    nothing: dict[str, Any] = {name: ()}
    return replace(asked, **nothing).narrow(Item.objects.public()).order_by()


def _kinds(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    counted = items.values_list("kind").annotate(many=Count("pk"))
    ways = [
        Way(Kind(kind).label, asked.with_turned("nature", SLUGS[Kind(kind)]).query, many)
        for kind, many in counted
        if SLUGS[Kind(kind)] not in asked.nature
    ]
    return sorted(ways, key=lambda way: (-way.count, str(way.label)))


def _periods(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    """An item that may be of several decades counts in each, as following the link shows it."""
    counts: Counter[int] = Counter()
    undated = 0
    for earliest, latest, many in items.values_list("date_earliest", "date_latest").annotate(many=Count("pk")):
        decades = decades_between(earliest, latest)
        counts.update(dict.fromkeys(decades, many))
        undated += 0 if decades else many
    most = max(counts.values(), default=1)
    ways = [
        Way(period_label(one), asked.with_turned("periode", one).query, many, round(100 * many / most))
        for one, many in sorted((str(decade), many) for decade, many in counts.items())
        if one not in asked.periode
    ]
    if undated and UNDATED not in asked.periode:
        ways.append(Way(period_label(UNDATED), asked.with_turned("periode", UNDATED).query, undated))
    return ways


def _places(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    counted = Place.objects.filter(items__in=items).annotate(many=Count("items")).order_by("-many", "folded_name")
    return [
        Way(place.name, asked.with_turned("lieu", place).query, place.many)
        for place in counted
        if place not in asked.lieu
    ]


def _people(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    counted = named_credits(items).order_by().values_list("shown").annotate(many=Count("item", distinct=True))
    return [
        Way(name, asked.with_turned("personne", name).query, many)
        for name, many in sorted(counted, key=lambda pair: (-pair[1], pair[0]))
        if name not in asked.personne
    ]


def _subjects(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    counted = Term.objects.filter(items__in=items).annotate(many=Count("items")).order_by("-many", "folded_label")
    return [
        Way(term.label, asked.with_turned("sujet", term).query, term.many)
        for term in counted
        if term not in asked.sujet
    ]


def _collections(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    """The fonds; beside those that are asked, the others under the same one. Each counts what its own parts hold."""
    beside = {fonds.parent_id for fonds in asked.fonds} or {None}
    return [
        Way(fonds.title, asked.with_turned("fonds", fonds).query, many)
        for fonds, many in _held(items)
        if fonds.parent_id in beside and fonds not in asked.fonds
    ]


def _parts(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    """The parts of the one collection that is asked; each link goes down into one."""
    (wanted,) = asked.fonds
    return [
        Way(fonds.title, replace(asked, fonds=(fonds,)).query, many)
        for fonds, many in _held(items)
        if fonds.parent_id == wanted.pk
    ]


def _held(items: ItemQuerySet) -> list[tuple[Fonds, int]]:
    """Each collection with how many of these items it and its parts hold, the fullest first; two queries."""
    counted = dict(items.exclude(collection=None).values_list("collection").annotate(many=Count("pk")))
    if not counted:
        return []
    every = {one.pk: one for one in Fonds.objects.all()}
    totals: Counter[int] = Counter()
    for pk, many in counted.items():
        step: Fonds | None = every[pk]
        while step is not None:
            totals[step.pk] += many
            step = every[step.parent_id] if step.parent_id else None
    return sorted(((every[pk], many) for pk, many in totals.items()), key=lambda pair: (-pair[1], pair[0].title))


def _rights(asked: ItemFilter, items: ItemQuerySet) -> list[Way]:
    counted = items.exclude(copyright="").values_list("copyright").annotate(many=Count("pk"))
    ways = [
        Way(Copyright(code).label, asked.with_turned("droits", code).query, many)
        for code, many in counted
        if code not in asked.droits
    ]
    return sorted(ways, key=lambda way: (-way.count, str(way.label)))
