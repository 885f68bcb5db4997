"""The plain links by which the public agenda is narrowed, each to what it would show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cms.pages.domain.agenda_filters import AUDIENCE_SLUGS, AgendaFilter, Genre
from crm.events.enums import Audience
from crm.events.models import Venue
from crm.events.querysets import OWN, EventQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class FilterLink:
    label: str | _StrPromise
    query: str
    is_current: bool


@dataclass(frozen=True)
class Facets:
    """What the events of a period have, so that no link leads to an empty page."""

    kinds: frozenset[str]
    audiences: frozenset[str]
    places: tuple[Venue, ...]


def facets_of(events: EventQuerySet) -> Facets:
    """Two questions, however many the events: what they have, then the names of their places."""
    rows = set(events.order_by().values_list("kind", "own_kind", "audiences", "place").distinct())
    kinds = {kind for kind, *_rest in rows} | {f"{OWN}{own}" for _kind, own, *_rest in rows if own}
    audiences = {code for _kind, _own, codes, _place in rows for code in codes}
    places = {place for *_rest, place in rows if place}
    return Facets(frozenset(kinds), frozenset(audiences), tuple(Venue.objects.filter(pk__in=places)))


def period_links(current: AgendaFilter, today: date) -> list[FilterLink]:
    """Coming, past, by month."""
    this_month = today.replace(day=1)
    return [
        FilterLink(_("Coming"), _at(current, is_past=False, month=None), not (current.is_past or current.month)),
        FilterLink(_("Past"), _at(current, is_past=True, month=None), current.is_past),
        FilterLink(_("By month"), _at(current, is_past=False, month=this_month), bool(current.month)),
    ]


def genre_links(current: AgendaFilter, genres: Iterable[Genre], kinds: Collection[str]) -> list[FilterLink]:
    """Everything, then each genre that holds some of ``kinds``; nothing where there is nothing to choose."""
    shown = [genre for genre in genres if genre == current.genre or not set(genre.kinds).isdisjoint(kinds)]
    return _links(current, "genre", _("Everything"), [(genre, genre.label) for genre in shown])


def audience_links(current: AgendaFilter, audiences: Collection[str]) -> list[FilterLink]:
    shown = [known for known in AUDIENCE_SLUGS.values() if known in audiences or known == current.audience]
    chosen = [(known, known.label) for known in shown if known != Audience.EVERYONE or known == current.audience]
    return _links(current, "audience", _("Any audience"), chosen, least=1)


def place_links(current: AgendaFilter, places: Collection[Venue]) -> list[FilterLink]:
    shown = {*places, *([current.place] if current.place else [])}
    named = sorted(shown, key=lambda place: place.folded_name)
    return _links(current, "place", _("Any place"), [(place, place.name) for place in named])


def _links(
    current: AgendaFilter, name: str, anything: _StrPromise, choices: list[tuple[Any, Any]], least: int = 2
) -> list[FilterLink]:
    """The way back to anything, then one link a choice."""
    now = getattr(current, name)
    if len(choices) < least and now is None:
        return []
    links = [FilterLink(label, _at(current, **{name: choice}), choice == now) for choice, label in choices]
    return [FilterLink(anything, _at(current, **{name: None}), now is None), *links]


def _at(current: AgendaFilter, **changes: Any) -> str:
    return replace(current, **changes).query
