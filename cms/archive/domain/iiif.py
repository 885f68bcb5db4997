"""Describes items as IIIF manifests (Presentation 3.0), their pictures as level 0 image services (Image 3.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.archive.domain.addresses import absolute
from cms.archive.domain.describing import Field
from cms.archive.domain.oai.writing import identifier_of
from cms.archive.enums import Purpose
from cms.archive.models import Derivative, Fonds, Item, Master

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
IMAGE = "http://iiif.io/api/image/3/context.json"
JPEG = "image/jpeg"
Json = dict[str, Any]


def picture_copies(master: Master, page: int = 0) -> list[Derivative]:
    """The copies that IIIF serves of a picture, or of a page of a document: JPEG, the smallest first."""
    purpose = Purpose.PAGE if page else Purpose.IMAGE
    wanted = (JPEG, purpose, page)
    found = [one for one in master.derivatives.all() if (one.media_type, one.purpose, one.page) == wanted]
    return sorted(found, key=lambda copy: copy.width)


def image_name(copy: Derivative) -> str:
    """What the address of an image service says: the file, and its page if it has several."""
    return f"{copy.master_id}-{copy.page}" if copy.page else str(copy.master_id)


def image_information(copies: Sequence[Derivative]) -> Json:
    """`info.json`: only sizes that are made already. The largest copy counts as the whole picture."""
    largest = copies[-1]
    return {
        "@context": IMAGE,
        **_service(largest),
        "protocol": "http://iiif.io/api/image",
        "width": largest.width,
        "height": largest.height,
        "sizes": [{"width": copy.width, "height": copy.height} for copy in copies],
    }


def manifest_of(item: Item, fields: Iterable[Field], council_name: str) -> Json | None:
    """One item with what the public sees of its files; None while it has nothing to show.

    ``fields`` are those of its public page; reads `item.masters` with their `derivatives`.
    """
    address = manifest_address(item)
    canvases = [
        one for master in item.masters.all() if master.poster_of_id is None for one in _canvases(master, address)
    ]
    if not canvases:
        return None
    facts: Json = {
        "@context": PRESENTATION,
        "id": address,
        "type": "Manifest",
        "label": _in_words(item.title, item.language),
        "summary": _in_words(item.description, item.language) if item.description else None,
        "metadata": [_metadata(field) for field in fields],
        "rights": rights_uri(item.rights.uri) if item.rights else None,
        "requiredStatement": _statement(item, council_name),
        "provider": [_provider(council_name)] if council_name else None,
        "thumbnail": thumbnail_of(item),
        "homepage": [_page(absolute(item.get_absolute_url()), item.title, item.language)],
        "seeAlso": [_dublin_core(item.number)],
        "partOf": [_collection_link(item.collection)] if item.collection else None,
        "items": canvases,
    }
    return {name: fact for name, fact in facts.items() if fact}


def collection_of(fonds: Fonds, parts: Iterable[Fonds], items: Iterable[Item]) -> Json:
    """A collection: what it is divided in, then the items that have something to show."""
    shown = [*(_collection_link(part) for part in parts), *(_manifest_link(item) for item in items)]
    facts: Json = {
        "@context": PRESENTATION,
        **_collection_link(fonds),
        "summary": _in_words(fonds.description) if fonds.description else None,
        "homepage": [_page(absolute(fonds.get_absolute_url()), fonds.title)],
        "partOf": [_collection_link(fonds.parent)] if fonds.parent else None,
    }
    return {**{name: fact for name, fact in facts.items() if fact}, "items": shown}


def manifest_address(item: Item) -> str:
    return absolute(reverse("archive_manifest", args=[item.number]))


def rights_uri(address: str) -> str:
    """The address that stands for a statement in IIIF, where ours leads to its page in French."""
    return re.sub(r"^https?://(creativecommons\.org/.*/)deed\.\w+$", r"http://\1", address)


def thumbnail_of(item: Item) -> list[Json] | None:
    copies = (copies for master in item.masters.all() if (copies := picture_copies(master)))
    found = next(copies, None)
    return [_picture(found[0])] if found else None


def _canvases(master: Master, address: str) -> list[Json]:
    numbers = {copy.page for copy in master.derivatives.all() if copy.purpose == Purpose.PAGE}
    pages = [copies for page in sorted(numbers) if (copies := picture_copies(master, page))]
    pictures = pages or [copies for copies in [picture_copies(master)] if copies]
    played = [copy for copy in master.derivatives.all() if copy.purpose in (Purpose.SOUND, Purpose.FILM)]
    if played and master.seconds:
        return [_played_canvas(master, played, address)]
    return [_picture_canvas(master, copies, address) for copies in pictures]


def _picture_canvas(master: Master, copies: Sequence[Derivative], address: str) -> Json:
    largest = copies[-1]
    name = _("Page {number}").format(number=largest.page) if largest.page else master.caption or master.alt_text
    size = {"height": largest.height, "width": largest.width}
    return _canvas(f"{address}#{image_name(largest)}", name, size, _picture(largest))


def _played_canvas(master: Master, copies: Sequence[Derivative], address: str) -> Json:
    """A sound or a film; a choice where it has several forms."""
    bodies = [_played(copy, master.seconds or 0.0) for copy in copies]
    body = bodies[0] if len(bodies) == 1 else {"type": "Choice", "items": bodies}
    is_film = copies[0].purpose == Purpose.FILM and copies[0].width and copies[0].height
    size = {"height": copies[0].height, "width": copies[0].width} if is_film else {}
    return _canvas(f"{address}#{master.pk}", master.caption, {**size, "duration": master.seconds}, body)


def _canvas(address: str, name: str, size: Json, body: Json) -> Json:
    address = address.replace("manifest.json#", "iiif/")
    annotation = {
        "id": f"{address}/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": address,
    }
    page = {"id": f"{address}/page", "type": "AnnotationPage", "items": [annotation]}
    label = {"label": _in_words(name)} if name else {}
    return {"id": address, "type": "Canvas", **label, **size, "items": [page]}


def _picture(copy: Derivative) -> Json:
    return {
        "id": absolute(reverse("archive_iiif_image", args=[image_name(copy), f"{copy.width},{copy.height}"])),
        "type": "Image",
        "format": JPEG,
        "height": copy.height,
        "width": copy.width,
        "service": [_service(copy)],
    }


def _played(copy: Derivative, seconds: float) -> Json:
    kind = "Video" if copy.purpose == Purpose.FILM else "Sound"
    size = {"height": copy.height, "width": copy.width} if copy.width and copy.height else {}
    address = absolute(copy.get_absolute_url())
    return {"id": address, "type": kind, "format": copy.media_type, "duration": seconds, **size}


def _service(copy: Derivative) -> Json:
    address = absolute(reverse("archive_iiif", args=[image_name(copy)]))
    return {"id": address, "type": "ImageService3", "profile": "level0"}


def _metadata(field: Field) -> Json:
    return {"label": _in_words(str(field.label)), "value": {"fr": [str(said.words) for said in field.values]}}


def _statement(item: Item, council_name: str) -> Json | None:
    said = [council_name] if council_name else []
    if item.rights:
        said.append(f"{item.get_copyright_display()}. {item.rights.sentence}")
    return {"label": _in_words(_("Source")), "value": {"fr": said}} if said else None


def _provider(name: str) -> Json:
    address = absolute("/")
    return {"id": address, "type": "Agent", "label": _in_words(name), "homepage": [_page(address, name)]}


def _page(address: str, name: str, language: str = "fr") -> Json:
    return {"id": address, "type": "Text", "label": _in_words(name, language), "format": "text/html"}


def _dublin_core(number: int) -> Json:
    query = f"?verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier_of(number)}"
    address = absolute(reverse("archive_oai")) + query
    return {"id": address, "type": "Dataset", "label": _in_words("Dublin Core"), "format": "text/xml"}


def _collection_link(fonds: Fonds) -> Json:
    address = absolute(reverse("archive_iiif_collection", args=[fonds.slug]))
    return {"id": address, "type": "Collection", "label": _in_words(fonds.title)}


def _manifest_link(item: Item) -> Json:
    link = {"id": manifest_address(item), "type": "Manifest", "label": _in_words(item.title, item.language)}
    return {**link, **({"thumbnail": found} if (found := thumbnail_of(item)) else {})}


def _in_words(words: str, language: str = "fr") -> dict[str, list[str]]:
    return {language or "none": [words]}
