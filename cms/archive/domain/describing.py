"""What the public reads of an item, field by field, each under its Dublin Core term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.archive.domain.addresses import absolute, lasting_address
from cms.archive.domain.browsing import SLUGS, ItemFilter
from cms.archive.domain.terms import TERMS
from cms.archive.enums import TYPES, CreditRole, Kind
from cms.archive.models import Item, Place, Term

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROLE_NAMES = {
    CreditRole.CREATOR: "creator",
    CreditRole.CONTRIBUTOR: "contributor",
    CreditRole.PUBLISHER: "publisher",
    CreditRole.SHOWN: "shown",
}
ROLE_LABELS = {
    CreditRole.CREATOR: _("Made by"),
    CreditRole.CONTRIBUTOR: _("With"),
    CreditRole.PUBLISHER: _("Published by"),
    CreditRole.SHOWN: _("Seen or heard in it"),
}


@dataclass(frozen=True)
class Said:
    """One value: its words, where more of the same is found, what an archivist would write instead of the words.

    ``entry`` is the page of an organization in the public directory; ``formal`` is what other archives are told, where
    it is not the code and the words.
    """

    words: str | _StrPromise
    query: str = ""
    url: str = ""
    detail: str = ""
    coded: str = ""
    entry: str = ""
    formal: tuple[str, ...] | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """What other archives are told of it."""
        if self.formal is not None:
            return self.formal
        return (self.coded, str(self.words)) if self.coded else (str(self.words),)


@dataclass(frozen=True)
class Field:
    """One field of the description, by its name in `TERMS`."""

    name: str
    label: str | _StrPromise
    values: list[Said] = field(default_factory=list)

    @property
    def term(self) -> str:
        return TERMS[self.name]


def describe(
    item: Item,
    named: Sequence[Any],
    places: Iterable[Place],
    subjects: Iterable[Term],
    entries: Mapping[int, str] | None = None,
) -> list[Field]:
    """Those that say something, in the order in which one reads them. Nothing that is for the team only.

    ``entries`` are the pages of organizations in the directory (`naming.entries_of`).
    """
    kind = Kind(item.kind)
    fields = [
        Field("dcmi_type", pgettext_lazy("of an item", "What it is"), [_kind(kind)]),
        Field("date_edtf", _("Date"), [_date(item)]),
        *(_credited(role, named, entries or {}) for role in ROLE_NAMES),
        Field(
            "places",
            pgettext_lazy("archives", "Places"),
            [Said(place.name, url=place.get_absolute_url()) for place in places],
        ),
        Field(
            "subjects", _("Subjects"), [Said(term.label, query=ItemFilter(sujet=(term,)).query) for term in subjects]
        ),
        Field("collection", pgettext_lazy("archives", "Collection"), _collection(item)),
        Field("language", _("Language"), _language(item.language)),
        Field("source", _("Source"), _plain(item.source)),
        Field("original", _("Physical original"), _plain(item.original)),
        Field("provenance", _("Where it comes from"), _provenance(item)),
        Field("rights_holder", _("Who holds the rights"), _plain(item.rights_holder)),
        Field("number", _("Number"), [Said(str(item.number), formal=(lasting_address(item.number),))]),
        Field("reference", _("Reference of the original"), _plain(item.reference)),
    ]
    return [one for one in fields if one.values]


def statements(item: Item, fields: Sequence[Field]) -> list[Field]:
    """All that is said of it under a term: ``fields`` as `describe` gives them, between what stands apart from them."""
    rights = [Said(str(item.get_copyright_display()), coded=item.rights.uri)] if item.rights else []
    said = [
        Field("title", _("Title"), [Said(item.title)]),
        Field("description", _("Description"), _plain(item.description)),
        Field("transcription", _("Transcription"), _plain(item.transcription)),
        *fields,
        Field("rights", _("Rights"), rights),
        Field("changed_at", _("Changed on"), [Said(localdate(item.changed_at).isoformat(), formal=())]),
    ]
    return [one for one in said if one.values]


def _plain(words: str) -> list[Said]:
    return [Said(words)] if words else []


def _kind(kind: Kind) -> Said:
    return Said(kind.label, query=ItemFilter(nature=(SLUGS[kind],)).query, coded=TYPES[kind])


def _date(item: Item) -> Said:
    """« s.d. » where nobody knows (sine dato), as archivists write it; nobody else is told that."""
    words = item.date_words or item.date_said
    formal = tuple(filter(None, dict.fromkeys([item.date_edtf, words])))
    return Said(words or "s.d.", coded=item.date_edtf, formal=formal)


def _credited(role: CreditRole, named: Sequence[Any], entries: Mapping[int, str]) -> Field:
    values = [
        Said(
            credit.shown,
            query=ItemFilter(personne=(credit.shown,)).query,
            detail=credit.detail,
            entry=entries.get(credit.organization_id, ""),
        )
        for credit in named
        if credit.role == role
    ]
    return Field(ROLE_NAMES[role], ROLE_LABELS[role], values)


def _collection(item: Item) -> list[Said]:
    """From the widest to the one that it is in, which is told by its address too."""
    path = item.collection.path() if item.collection else []
    addresses = [step.get_absolute_url() for step in path]
    return [
        Said(step.title, url=url, formal=(absolute(url), step.title) if step is path[-1] else None)
        for step, url in zip(path, addresses, strict=True)
    ]


def _language(code: str) -> list[Said]:
    if not code:
        return []
    try:
        words = str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        words = code
    return [Said(words, coded=code, formal=(code,))]


def _provenance(item: Item) -> list[Said]:
    given = [Said(_("Given by {name}").format(name=item.donor))] if item.donor and item.donor_is_public else []
    return [*given, *_plain(item.provenance)]
