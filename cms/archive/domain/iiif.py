"""Describes items as IIIF manifests (Presentation 3.0), their pictures as level 0 image services (Image 3.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.archive.domain.addresses import absolute
from cms.archive.domain.describing import Field
from cms.archive.domain.oai.writing import identifier_of
from cms.archive.domain.played import HEARD
from cms.archive.domain.posters import posters_of
from cms.archive.domain.timed_text import language_name
from cms.archive.enums import Purpose
from cms.archive.models import Derivative, Fonds, Item, Master, Transcript

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
IMAGE = "http://iiif.io/api/image/3/context.json"
JPEG = "image/jpeg"
UNKNOWN_SIZE = (1280, 720)  # of a film that says none and has no picture: a canvas to look at needs a shape
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


def has_manifest(item: Item) -> bool:
    """Whether there is something of it to see or to hear; reads `item.masters` with their `derivatives`."""
    return any(_played(master) or _pictures(master) for master in _shown_masters(item))


def manifest_of(item: Item, fields: Iterable[Field], council_name: str, said: Mapping[int, Transcript]) -> Json | None:
    """One item with what the public sees of its files; None while it has nothing to show.

    ``fields`` are those of its public page, ``said`` the transcripts of its recordings by the key of their master;
    reads `item.masters` with their `derivatives`.
    """
    if not has_manifest(item):
        return None
    address, posters = manifest_address(item), posters_of(item.masters.all())
    canvases = []
    for master in _shown_masters(item):
        if played := _played(master):
            size = _film_size(master, posters.get(master.pk))
            canvases.append(_played_canvas(played, size, said.get(master.pk), address))
        else:
            canvases += [_picture_canvas(master, copies, address) for copies in _pictures(master)]
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
    """A collection: what it is divided in, then those of the items that have a manifest."""
    shown = [_collection_link(part) for part in parts]
    shown += [_manifest_link(item) for item in items if has_manifest(item)]
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


def _shown_masters(item: Item) -> list[Master]:
    """Its files in their order, without the pictures that stand for its films."""
    return [master for master in item.masters.all() if master.poster_of_id is None]


def _pictures(master: Master) -> list[list[Derivative]]:
    """The copies of each picture to look at: the pages of a document, or the one picture."""
    numbers = {copy.page for copy in master.derivatives.all() if copy.purpose == Purpose.PAGE}
    pages = [copies for page in sorted(numbers) if (copies := picture_copies(master, page))]
    return pages or [copies for copies in [picture_copies(master)] if copies]


def _played(master: Master) -> list[Derivative]:
    """The copies of a recording. A canvas of sound needs its length: none where it is not known."""
    return [copy for copy in master.derivatives.all() if copy.purpose in HEARD] if master.seconds else []


def _film_size(master: Master, poster: Master | None) -> tuple[int, int]:
    """Of the film; where the file does not say it, of its picture, as its player has it."""
    if master.width and master.height:
        return master.width, master.height
    copies = picture_copies(poster) if poster else []
    return (copies[-1].width, copies[-1].height) if copies else UNKNOWN_SIZE


def _picture_canvas(master: Master, copies: Sequence[Derivative], address: str) -> Json:
    largest = copies[-1]
    name = _("Page {number}").format(number=largest.page) if largest.page else master.caption or master.alt_text
    size = {"height": largest.height, "width": largest.width}
    return _canvas(f"{address}#{image_name(largest)}", name, size, _picture(largest))


def _played_canvas(
    copies: Sequence[Derivative], film_size: tuple[int, int], transcript: Transcript | None, address: str
) -> Json:
    """A sound or a film, with what is said in it; a choice where it has several forms."""
    master = copies[0].master
    size: Json = {"duration": master.seconds}
    if copies[0].purpose == Purpose.FILM:
        size = {"height": film_size[1], "width": film_size[0], **size}
    bodies = [_recording(copy, size) for copy in copies]
    body = bodies[0] if len(bodies) == 1 else {"type": "Choice", "items": bodies}
    canvas = _canvas(f"{address}#{master.pk}", master.caption, size, body)
    return {**canvas, "annotations": [_captions(canvas["id"], transcript)]} if transcript else canvas


def _captions(canvas: str, transcript: Transcript) -> Json:
    """What is said, as WebVTT beside the recording (recipe 0219 of IIIF's cookbook).

    `language` is a word as there and in the consortium's validator, though the standard has a list of them.
    """
    name = _("Captions: {language}").format(language=language_name(transcript.language))
    file = {
        "id": absolute(reverse("archive_captions", args=[transcript.master_id])),
        "type": "Text",
        "format": "text/vtt",
        "label": _in_words(name),
        "language": transcript.language,
    }
    return _page_of(f"{canvas}/captions", _annotation(f"{canvas}/captions/1", "supplementing", file, canvas))


def _canvas(address: str, name: str, size: Json, body: Json) -> Json:
    address = address.replace("manifest.json#", "iiif/")
    page = _page_of(f"{address}/page", _annotation(f"{address}/image", "painting", body, address))
    label = {"label": _in_words(name)} if name else {}
    return {"id": address, "type": "Canvas", **label, **size, "items": [page]}


def _annotation(address: str, motivation: str, body: Json, target: str) -> Json:
    return {"id": address, "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _page_of(address: str, annotation: Json) -> Json:
    return {"id": address, "type": "AnnotationPage", "items": [annotation]}


def _picture(copy: Derivative) -> Json:
    return {
        "id": absolute(reverse("archive_iiif_image", args=[image_name(copy), f"{copy.width},{copy.height}"])),
        "type": "Image",
        "format": JPEG,
        "height": copy.height,
        "width": copy.width,
        "service": [_service(copy)],
    }


def _recording(copy: Derivative, size: Json) -> Json:
    kind = "Video" if copy.purpose == Purpose.FILM else "Sound"
    return {"id": absolute(copy.get_absolute_url()), "type": kind, "format": copy.media_type, **size}


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
