"""The ways to narrow the public agenda, each a plain address: `/agenda/?periode=passes&genre=assemblees`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from crm.events.enums import ASSEMBLY_KINDS, EventKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PAST = "passes"


@dataclass(frozen=True)
class Genre:
    """Kinds of events that a citizen looks for together."""

    slug: str
    label: str | _StrPromise
    kinds: tuple[str, ...]


GENRES = (
    Genre("assemblees", _("Assemblies"), ASSEMBLY_KINDS),
    Genre("consultations", _("Consultations"), (EventKind.CONSULTATION,)),
    Genre("activites", _("Activities"), (EventKind.ACTIVITY,)),
    Genre("fetes", _("Fêtes"), (EventKind.FETE,)),
    Genre("formations", _("Training"), (EventKind.TRAINING,)),
    Genre("rencontres", _("Meetings with partners"), (EventKind.MEETING,)),
)


@dataclass(frozen=True)
class AgendaFilter:
    """What a reader asked to see."""

    is_past: bool = False
    genre: Genre | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.genre.kinds if self.genre else ()

    @property
    def query(self) -> str:
        """``?periode=passes&genre=assemblees``; ``./`` for the bare address."""
        asked = {"periode": PAST if self.is_past else "", "genre": self.genre.slug if self.genre else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else "./"


@dataclass(frozen=True)
class FilterLink:
    label: str | _StrPromise
    query: str
    is_current: bool


def read_filter(period: str, genre: str) -> AgendaFilter | None:
    """The filter that an address asks for, or nothing when it asks for what does not exist."""
    found = next((known for known in GENRES if known.slug == genre), None)
    if period not in {"", PAST} or (genre and found is None):
        return None
    return AgendaFilter(is_past=period == PAST, genre=found)


def period_links(current: AgendaFilter) -> list[FilterLink]:
    """Coming, past."""
    return [
        FilterLink(label, replace(current, is_past=is_past).query, is_past == current.is_past)
        for label, is_past in ((_("Coming"), False), (_("Past"), True))
    ]


def genre_links(current: AgendaFilter, kinds: Collection[str]) -> list[FilterLink]:
    """Everything, then each genre that holds some of ``kinds``; nothing where there is nothing to choose."""
    shown = [genre for genre in GENRES if genre == current.genre or not set(genre.kinds).isdisjoint(kinds)]
    if len(shown) < 2 and current.genre is None:
        return []
    everything = FilterLink(_("Everything"), replace(current, genre=None).query, current.genre is None)
    links = [FilterLink(genre.label, replace(current, genre=genre).query, genre == current.genre) for genre in shown]
    return [everything, *links]
