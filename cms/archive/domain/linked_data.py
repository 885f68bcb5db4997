"""Describes an item in the words of schema.org, for those who search rather than read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from cms.archive.domain.describing import Field
from cms.archive.domain.naming import names_of
from cms.archive.domain.played import HEARD
from cms.archive.domain.viewing import ShownFile
from cms.archive.enums import CreditRole, Kind, Purpose
from cms.archive.models import Derivative, Fonds, Item, Place, Term
from crm.events.domain.calendars import Publisher

# Its fields under their Dublin Core terms stand beside what search engines know.
CONTEXT = ["https://schema.org", {"dcterms": "http://purl.org/dc/terms/"}]
SCHEMA_TYPES = {
    Kind.PHOTO: "Photograph",
    Kind.POSTCARD: "Photograph",
    Kind.MAP: "Map",
    Kind.DOCUMENT: "DigitalDocument",
    Kind.CLIPPING: "NewsArticle",
    Kind.SOUND: "AudioObject",
    Kind.FILM: "VideoObject",
    Kind.OBJECT: "VisualArtwork",
    Kind.STORY: "Article",
}


def item_linked_data(
    item: Item,
    named: Sequence[Any],
    places: Iterable[Place],
    subjects: Iterable[Term],
    publisher: Publisher,
    image_url: str = "",
    stated: Iterable[Field] = (),
    files: Iterable[ShownFile] = (),
) -> dict[str, Any]:
    """https://schema.org/ArchiveComponent, which is also what the thing is: a photograph, a map, a sound.

    ``stated`` is all that is said of it (`describing.statements`), under the terms of Dublin Core; ``files`` are those
    that are seen. Prefetch `masters__derivatives`.
    """
    url = publisher.absolute(reverse("archive_number", args=[item.number]))
    facts: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": ["ArchiveComponent", SCHEMA_TYPES[Kind(item.kind)]],
        "@id": url,
        "url": publisher.absolute(item.get_absolute_url()),
        "identifier": [str(item.number), *([item.reference] if item.reference else [])],
        "name": item.title,
        "description": item.description,
        "text": item.transcription,
        "inLanguage": item.language,
        "dateCreated": item.date_edtf,
        "temporalCoverage": _coverage(item),
        "creator": _named(names_of(named, CreditRole.CREATOR)),
        "contributor": _named(names_of(named, CreditRole.CONTRIBUTOR)),
        "publisher": _named(names_of(named, CreditRole.PUBLISHER)),
        "about": [{"@type": "DefinedTerm", "name": term.label} for term in subjects],
        "mentions": _named(names_of(named, CreditRole.SHOWN)),
        "contentLocation": [_place(place, publisher) for place in places],
        "isPartOf": _collection(item.collection, publisher) if item.collection else None,
        "license": item.rights.uri if item.rights else "",
        "copyrightHolder": _named([item.rights_holder] if item.rights_holder else []),
        "image": image_url,
        "associatedMedia": [*_pictures(files, publisher), *_recordings(item, publisher)],
        "holdingArchive": _archive(publisher),
    }
    for field in stated:
        facts.setdefault(field.term, []).extend(told for said in field.values for told in said.told)
    return {name: fact for name, fact in facts.items() if fact}


def _coverage(item: Item) -> str:
    """The earliest and the latest day (ISO 8601), « .. » for an end that is open; nothing for what has no date."""
    earliest, latest = item.date_earliest, item.date_latest
    if earliest is None and latest is None:
        return ""
    return f"{earliest.isoformat() if earliest else '..'}/{latest.isoformat() if latest else '..'}"


def _pictures(files: Iterable[ShownFile], publisher: Publisher) -> list[dict[str, Any]]:
    """The largest copy that anyone may open of each picture, and of the first page of each document."""
    return [
        _medium("ImageObject", file.first.largest, publisher)
        | {"width": file.first.largest.width, "height": file.first.largest.height}
        for file in files
    ]


def _recordings(item: Item, publisher: Publisher) -> list[dict[str, Any]]:
    types = {Purpose.SOUND: "AudioObject", Purpose.FILM: "VideoObject"}
    return [
        _medium(types[Purpose(copy.purpose)], copy, publisher)
        | ({"duration": f"PT{round(master.seconds)}S"} if master.seconds else {})
        for master in item.masters.all()
        for copy in master.derivatives.all()
        if copy.purpose in HEARD
    ]


def _medium(kind: str, copy: Derivative, publisher: Publisher) -> dict[str, Any]:
    url = publisher.absolute(copy.get_absolute_url())
    return {"@type": kind, "contentUrl": url, "encodingFormat": copy.media_type}


def _named(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": "Thing", "name": name} for name in names]


def _place(place: Place, publisher: Publisher) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@type": "Place",
        "@id": publisher.absolute(place.get_absolute_url()),
        "name": place.name,
        "address": place.address,
    }
    if (spot := place.spot) is not None:
        facts["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(spot.latitude),
            "longitude": float(spot.longitude),
        }
    return {name: fact for name, fact in facts.items() if fact}


def _collection(fonds: Fonds, publisher: Publisher) -> dict[str, str]:
    return {"@type": "Collection", "@id": publisher.absolute(fonds.get_absolute_url()), "name": fonds.title}


def _archive(publisher: Publisher) -> dict[str, str] | None:
    if not publisher.name:
        return None
    return {"@type": "ArchiveOrganization", "name": publisher.name, "url": publisher.absolute("/")}
