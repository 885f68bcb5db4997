"""Which Dublin Core term each thing said of an item has; nothing else of the memory decides of one.

https://www.dublincore.org/specifications/dublin-core/dcmi-terms/ has the terms, and the fifteen elements (section 3).
"""

from __future__ import annotations

TERMS = {
    "title": "dcterms:title",
    "description": "dcterms:description",
    "transcription": "dcterms:description",
    "dcmi_type": "dcterms:type",
    "date_edtf": "dcterms:created",
    "creator": "dcterms:creator",
    "contributor": "dcterms:contributor",
    "publisher": "dcterms:publisher",
    "subjects": "dcterms:subject",
    "shown": "dcterms:subject",
    "places": "dcterms:spatial",
    "collection": "dcterms:isPartOf",
    "language": "dcterms:language",
    "source": "dcterms:source",
    "original": "dcterms:medium",
    # Dublin Core has no word for where a thing is kept.
    "original_kept_at": "schema:itemLocation",
    "provenance": "dcterms:provenance",
    "donor": "dcterms:provenance",
    "rights_holder": "dcterms:rightsHolder",
    "number": "dcterms:identifier",
    "reference": "dcterms:identifier",
    "rights": "dcterms:rights",
    "embargo_until": "dcterms:available",
    "embargo_reason": "dcterms:accessRights",
    "changed_at": "dcterms:modified",
}

# What somebody types, under the names of what is said of it; a credit is one of four things.
TYPED = {
    "kind": ("dcmi_type",),
    "date_said": ("date_edtf",),
    "copyright": ("rights",),
    "role": ("creator", "contributor", "shown", "publisher"),
}

# The element of the fifteen that says it to those who know no more. For where a thing comes from there is none: it is
# told among the words about it rather than lost.
ELEMENTS = {
    "dcterms:title": "title",
    "dcterms:creator": "creator",
    "dcterms:subject": "subject",
    "dcterms:description": "description",
    "dcterms:provenance": "description",
    "dcterms:publisher": "publisher",
    "dcterms:contributor": "contributor",
    "dcterms:created": "date",
    "dcterms:type": "type",
    "dcterms:medium": "format",
    "dcterms:identifier": "identifier",
    "dcterms:source": "source",
    "dcterms:language": "language",
    "dcterms:isPartOf": "relation",
    "dcterms:spatial": "coverage",
    "dcterms:rights": "rights",
    "dcterms:rightsHolder": "rights",
}


def terms_of(name: str) -> tuple[str, ...]:
    """The terms of what is typed in the field ``name``; none for what tells of our work and not of the thing."""
    return tuple(dict.fromkeys(TERMS[one] for one in TYPED.get(name, (name,)) if one in TERMS))
