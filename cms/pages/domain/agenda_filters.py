"""What a reader may ask of the public agenda, as a plain address: `/agenda/?periode=passes&genre=assemblees`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from crm.events.domain.kinds import code_of
from crm.events.enums import ASSEMBLY_KINDS, Audience, EventKind
from crm.events.models import OwnKind, Venue

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PAST = "passes"
MONTH = re.compile(r"(19[7-9]\d|20\d\d)-(0[1-9]|1[0-2])")
LONGEST_WORDS = 100

AUDIENCE_SLUGS = {
    "tout-le-monde": Audience.EVERYONE,
    "enfants": Audience.CHILDREN,
    "ados": Audience.TEENAGERS,
    "familles": Audience.FAMILIES,
    "aines": Audience.SENIORS,
    "conseil": Audience.MEMBERS,
}


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
    Genre("rencontres", _("Meetings with partners"), (EventKind.MEETING, EventKind.INTER_COUNCIL)),
    Genre("presences", _("Elsewhere in the neighbourhood"), (EventKind.PRESENCE,)),
)


def all_genres() -> tuple[Genre, ...]:
    """Those of every council, then the kinds that ours named, but for a name already taken."""
    known = {genre.slug for genre in GENRES}
    ours = (Genre(kind.slug, kind.name, (code_of(kind),)) for kind in OwnKind.objects.all())
    return (*GENRES, *(genre for genre in ours if genre.slug not in known))


@dataclass(frozen=True)
class AgendaFilter:
    """What a reader asked to see."""

    is_past: bool = False
    month: date | None = None
    genre: Genre | None = None
    audience: Audience | None = None
    place: Venue | None = None
    words: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.genre.kinds if self.genre else ()

    @property
    def audiences(self) -> tuple[str, ...]:
        return (self.audience.value,) if self.audience else ()

    @property
    def is_narrowed(self) -> bool:
        """Something is left out that the period alone would show."""
        return bool(self.genre or self.audience or self.place or self.words)

    @property
    def period_query(self) -> str:
        """The same period, with nothing left out."""
        return replace(self, genre=None, audience=None, place=None, words="").query

    @property
    def kept(self) -> dict[str, str]:
        """Each thing asked, under its name in an address."""
        asked = {
            "periode": PAST if self.is_past else "",
            "mois": f"{self.month:%Y-%m}" if self.month else "",
            "genre": self.genre.slug if self.genre else "",
            "public": audience_slug(self.audience) if self.audience else "",
            "lieu": self.place.slug if self.place else "",
            "mots": self.words,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def query(self) -> str:
        """``?periode=passes&genre=assemblees``; ``./`` for the bare address."""
        return f"?{urlencode(self.kept)}" if self.kept else "./"

    @property
    def page_prefix(self) -> str:
        """What a page number is added to."""
        return f"?{urlencode(self.kept)}&" if self.kept else "?"


def audience_slug(audience: Audience) -> str:
    return next(slug for slug, known in AUDIENCE_SLUGS.items() if known == audience)


def read_filter(asked: Mapping[str, str], genres: tuple[Genre, ...]) -> AgendaFilter | None:
    """The filter that an address asks for, or nothing when it asks for what does not exist."""
    period, month, slug = asked.get("periode", ""), asked.get("mois", ""), asked.get("genre", "")
    genre = next((known for known in genres if known.slug == slug), None)
    audience = AUDIENCE_SLUGS.get(asked.get("public", ""))
    place = Venue.objects.filter(slug=asked["lieu"]).first() if asked.get("lieu") else None
    for name, found in (("genre", genre), ("public", audience), ("lieu", place)):
        if asked.get(name) and found is None:
            return None
    if period not in {"", PAST} or (month and (period or not MONTH.fullmatch(month))):
        return None
    words = " ".join(asked.get("mots", "").replace("\0", "")[:LONGEST_WORDS].split())
    first = date(int(month[:4]), int(month[5:]), 1) if month else None
    return AgendaFilter(period == PAST, first, genre, audience, place, words)
