"""What of the memory goes into a bag, row by row, and where; what does not, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from cms.archive.domain.terms import TERMS
from cms.archive.models import (
    Agreement,
    AgreementText,
    Contribution,
    Credit,
    Cue,
    Fonds,
    FormerName,
    HarvestRecord,
    Item,
    Master,
    Place,
    RecognitionAnswer,
    RecognitionPhoto,
    Synonym,
    Takedown,
    Term,
    Transcript,
)

METADATA = "data/metadata"
CONSENTS = "data/consents"
SITE = "data/site"
OURS = "urn:x-parvis:memory:"
# Versions of the bags: those in which pages of the site left first, then answers, gifts and old addresses, then those
# in which what is for the team stands apart.
WITH_PAGES, WITH_ANSWERS, WITH_TEAM = 2, 3, 4
VERSION = WITH_TEAM


@dataclass(frozen=True)
class KindOfRecord:
    """The rows of one model: the file they are in, what is written inside each, the links they have to others.

    ``parts`` are rows that belong to it, by the name of the relation; ``links`` are relations to rows that have a file
    of their own; ``named`` are relations to records of other rooms, by the field that names those. ``only`` narrows the
    rows that leave; ``since`` is the version of the first bags that have that file.
    """

    model: type[Model]
    name: str
    path: str
    types: tuple[str, ...]
    parts: dict[str, type[Model]] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)
    only: Q = field(default_factory=Q)
    since: int = 1


# In the order in which they stand up again: what is pointed at comes first.
KINDS = (
    KindOfRecord(Fonds, "collection", f"{METADATA}/collections.jsonld", ("dcmitype:Collection",)),
    KindOfRecord(Term, "subject", f"{METADATA}/subjects.jsonld", ("skos:Concept",), {"synonyms": Synonym}),
    KindOfRecord(
        Place,
        "place",
        f"{METADATA}/places.jsonld",
        ("dcterms:Location",),
        {"former_names": FormerName},
        named={"venues": "name", "decisions": "number"},
    ),
    KindOfRecord(
        Item,
        "item",
        f"{METADATA}/items.jsonld",
        ("schema:ArchiveComponent",),
        {"credits": Credit},
        ("subjects", "places"),
    ),
    KindOfRecord(Master, "file", f"{METADATA}/files.jsonld", ("schema:MediaObject",)),
    KindOfRecord(Transcript, "transcript", f"{METADATA}/transcripts.jsonld", ("schema:Transcript",), {"cues": Cue}),
    KindOfRecord(Takedown, "takedown", f"{METADATA}/takedowns.jsonld", ("Takedown",)),
    KindOfRecord(HarvestRecord, "harvest", f"{METADATA}/harvests.jsonld", ("HarvestRecord",)),
    KindOfRecord(AgreementText, "text", f"{CONSENTS}/texts.jsonld", ("dcterms:RightsStatement",)),
    KindOfRecord(Agreement, "agreement", f"{CONSENTS}/agreements.jsonld", ("Agreement",), links=("items",)),
    KindOfRecord(
        Contribution, "gift", f"{CONSENTS}/gifts.jsonld", ("Gift",), only=Q(agreement__isnull=False), since=WITH_ANSWERS
    ),
    KindOfRecord(
        RecognitionPhoto, "question", f"{METADATA}/questions.jsonld", ("schema:Question",), since=WITH_ANSWERS
    ),
    KindOfRecord(RecognitionAnswer, "answer", f"{CONSENTS}/answers.jsonld", ("schema:Answer",), since=WITH_ANSWERS),
)
OF_MODEL = {kind.model: kind for kind in KINDS}

# Each model of the room that does not leave, and why; a test asks that nothing is forgotten.
STAYS = {
    "Derivative": "made again from the masters",
    "DiscardedFile": "waits to be erased",
    "ItemCounter": "its number is in bag-info.txt",
    "StrayFile": "waits to be erased",
    "Deposit": "on its way",
    "Upload": "on its way",
    "UploadPart": "on its way",
    "ContributedFile": "waits to be accepted, or became a master",
    "ContributionMessage": "letters about a gift",
    "DescriptionList": "how descriptions were brought in",
    "DescriptionLine": "as its list",
    "Homecoming": "its posts leave with their old addresses: `brought_before`",
    "HomecomingLine": "what was decided of each post before it came",
    "BroughtPost": "leaves with its homecoming",
    "Takeaway": "says that the memory left",
}

# Columns that are made again, or that mean something in this installation only.
NOT_WRITTEN = {
    "search_text",
    "folded_name",
    "folded_label",
    "latest_revision",
    "live_revision",
    "locked",
    "locked_at",
    "go_live_at",
    "expire_at",
    "expired",
    "derived_at",
    "derive_error",
    "derive_claimed_at",
    "derive_attempts",
    "has_unpublished_changes",
    "file",
    "scan",
}

CONTEXT: dict[str, object] = {
    "@vocab": OURS,
    # With its slash: a row's own « item/7 » takes the place of whatever stands after the last one.
    "@base": f"{OURS}/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    **TERMS,
    "parent": TERMS["collection"],
    "rights": {"@id": TERMS["rights"], "@type": "@id"},
    "dcmi_type": {"@id": TERMS["dcmi_type"], "@type": "@vocab"},
    "media_type": "dcterms:format",
    "label": "skos:prefLabel",
    "broader": "skos:broader",
    "references": "dcterms:references",
    "body": {"@id": f"{OURS}body", "@type": "@json"},
    "stops": {"@id": f"{OURS}stops", "@type": "@json"},
    "readers": {"@id": f"{OURS}readers", "@type": "@json"},
    "draft": {"@id": f"{OURS}draft", "@type": "@json"},
}


def columns_of(model: type[Model]) -> list[Any]:
    """The columns that are written; an account of those who work here, and what points out of the memory, are not."""
    return [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key
        and column.name not in NOT_WRITTEN
        and (column.related_model is None or column.related_model in OF_MODEL)
    ]
