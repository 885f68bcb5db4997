"""The ways to narrow the public directory, each a plain address, and the lines that answer, letter by letter."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.utils.text import slugify

from crm.partners.domain.folding import address_words
from crm.partners.enums import OrganizationKind, Visibility
from crm.partners.models import Organization, Sector
from crm.partners.querysets import OrganizationQuerySet

PUBLIC = frozenset([Visibility.PUBLIC.value])
LONGEST_WORDS = 80
OTHER_SIGNS = "#"

# In the addresses, which are French whatever the language of the code.
GENRES = {
    "conseils": OrganizationKind.COUNCIL,
    "ville": OrganizationKind.CITY,
    "institutions": OrganizationKind.INSTITUTION,
    "organismes": OrganizationKind.COMMUNITY,
    "ecoles": OrganizationKind.SCHOOL,
    "tables": OrganizationKind.COMMITTEE,
    "commerces": OrganizationKind.BUSINESS,
    "cooperatives": OrganizationKind.COOPERATIVE,
    "culte": OrganizationKind.WORSHIP,
    "bailleurs": OrganizationKind.FUNDER,
    "medias": OrganizationKind.MEDIA,
    "autres": OrganizationKind.OTHER,
}


@dataclass(frozen=True)
class DirectoryChoice:
    """A kind or a sector that the form offers, by the word of its address."""

    slug: str
    label: str
    pk: int = 0


@dataclass(frozen=True)
class DirectoryFilter:
    """What a reader looks for."""

    words: str = ""
    genre: str = ""
    sector: DirectoryChoice | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.genre or self.sector)

    @property
    def query(self) -> str:
        """``?mots=velo&genre=organismes``; ``?`` alone where nothing is asked."""
        asked = {"mots": self.words, "genre": self.genre, "secteur": self.sector.slug if self.sector else ""}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class DirectoryLine:
    """An organization in the list; ``address`` is below that of the directory."""

    name: str
    address: str
    other_names: str
    kind: str
    sectors: str
    description: str


@dataclass(frozen=True)
class DirectoryLetter:
    """The lines whose name begins alike."""

    letter: str
    lines: tuple[DirectoryLine, ...]


def genres_offered(kinds: Collection[str]) -> list[DirectoryChoice]:
    """The kinds that hold someone, in the order of their French names."""
    offered = [DirectoryChoice(slug, str(kind.label)) for slug, kind in GENRES.items() if kind in kinds]
    return sorted(offered, key=lambda one: slugify(one.label))


def sectors_offered() -> list[DirectoryChoice]:
    """The sectors of those listed; one query."""
    held = Sector.objects.filter(organizations__is_listed=True).distinct()
    return sorted((DirectoryChoice(slugify(one.name), one.name, one.pk) for one in held), key=lambda one: one.slug)


def read_directory_filter(
    words: str, genre: str, sector: str, sectors: Collection[DirectoryChoice]
) -> DirectoryFilter | None:
    """What an address asks for, or nothing when it asks for what does not exist."""
    found = next((one for one in sectors if one.slug == sector), None)
    if (genre and genre not in GENRES) or (sector and found is None):
        return None
    return DirectoryFilter(" ".join(words.replace("\0", "").split())[:LONGEST_WORDS], genre, found)


def listed(asked: DirectoryFilter) -> OrganizationQuerySet:
    """Those of the public listing that answer, by name whatever its accents; words look into what is public only."""
    found = Organization.objects.listed().matching(asked.words, PUBLIC)
    if asked.genre:
        found = found.filter(kind=GENRES[asked.genre])
    if asked.sector:
        found = found.filter(sectors=asked.sector.pk)
    ordered: OrganizationQuerySet = found.order_by("search_text", "pk").prefetch_related("sectors", "other_names")
    return ordered


def by_letter(organizations: Iterable[Organization]) -> list[DirectoryLetter]:
    """In the order that they come, under the first letter of each."""
    groups = groupby(organizations, key=_letter)
    return [DirectoryLetter(letter, tuple(_line(one) for one in those)) for letter, those in groups]


def address_of(organization: Organization) -> str:
    """``12-cafe-le-perron/``: the number finds it, the words are for people."""
    words = address_words(organization.name)
    return f"{organization.pk}-{words}/" if words else f"{organization.pk}/"


def _letter(organization: Organization) -> str:
    first = organization.search_text[:1]
    return first.upper() if first.isalpha() else OTHER_SIGNS


def _line(one: Organization) -> DirectoryLine:
    return DirectoryLine(
        name=one.name,
        address=address_of(one),
        other_names=", ".join(other.name for other in one.other_names.all()),
        kind=one.get_kind_display(),
        sectors=", ".join(sector.name for sector in one.sectors.all()),
        description=one.description,
    )
