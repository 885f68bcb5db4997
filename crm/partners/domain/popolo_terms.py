"""What the words of our Popolo files mean: a JSON-LD 1.1 context that stands alone, so that nothing is fetched.

The addresses are those of Popolo's own contexts (popolo-project/popolo-spec, `contexts/`). Theirs cannot be joined in
one file: each gives another sense to `name` and `start_date`, none knows `person_id`. Here each class has its words.
"""

from __future__ import annotations

from typing import Any

ORG = "http://www.w3.org/ns/org#"
OPENGOV = "http://www.w3.org/ns/opengov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "http://schema.org/"
TERMS = "http://purl.org/dc/terms/"


def _link(address: str) -> dict[str, str]:
    return {"@id": address, "@type": "@id"}


def _day(address: str) -> dict[str, str]:
    """A year, a month or a day, as far as it is known."""
    return {"@id": address, "@type": f"{TERMS}W3CDTF"}


def _class(address: str, **words: Any) -> dict[str, Any]:
    return {"@id": address, "@context": words}


OTHER_NAMES = {
    "@id": f"{OPENGOV}otherName",
    "@context": {
        "name": "http://www.w3.org/2000/01/rdf-schema#label",
        "start_date": _day(f"{SCHEMA}validFrom"),
        "end_date": _day(f"{SCHEMA}validThrough"),
    },
}

# A number that was lost in a merger names the same thing as the record that was kept.
IDENTIFIERS = {
    "@id": f"{ORG}identifier",
    "@context": {"identifier": f"{SKOS}notation", "scheme": f"{SKOS}inScheme"},
}

CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "id": "@id",
    "url": "@id",
    "note": f"{SKOS}note",
    "organizations": "@included",
    "persons": "@included",
    "posts": "@included",
    "memberships": "@included",
    "Organization": _class(
        f"{ORG}Organization",
        name=f"{SKOS}prefLabel",
        other_names=OTHER_NAMES,
        identifiers=IDENTIFIERS,
        classification=f"{ORG}classification",
        parent_id=_link(f"{ORG}subOrganizationOf"),
        founding_date=_day(f"{SCHEMA}foundingDate"),
        dissolution_date=_day(f"{OPENGOV}dissolutionDate"),
    ),
    "Person": _class(
        "http://www.w3.org/ns/person#Person",
        name=f"{FOAF}name",
        family_name=f"{FOAF}familyName",
        given_name=f"{FOAF}givenName",
        identifiers=IDENTIFIERS,
    ),
    "Post": _class(
        f"{ORG}Post",
        label=f"{SKOS}prefLabel",
        organization_id=_link(f"{ORG}postIn"),
        start_date=_day(f"{SCHEMA}validFrom"),
        end_date=_day(f"{SCHEMA}validThrough"),
    ),
    "Membership": _class(
        f"{ORG}Membership",
        label=f"{SKOS}prefLabel",
        role=f"{ORG}role",
        person_id=_link(f"{ORG}member"),
        organization_id=_link(f"{ORG}organization"),
        post_id=_link(f"{OPENGOV}post"),
        on_behalf_of_id=_link(f"{OPENGOV}onBehalfOf"),
        start_date=_day(f"{SCHEMA}validFrom"),
        end_date=_day(f"{SCHEMA}validUntil"),
        sources=f"{TERMS}source",
    ),
}
