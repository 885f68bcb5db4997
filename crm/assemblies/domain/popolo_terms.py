"""What the words of our files of decisions mean: JSON-LD 1.1 contexts that stand alone, so that nothing is fetched.

The addresses are those of Popolo's own contexts (popolo-project/popolo-spec, `contexts/`: motion, vote_event, count,
vote, event); each class has its words, because two classes give the same word two senses.
"""

from __future__ import annotations

from typing import Any

from crm.partners.domain.popolo_terms import FOAF, OPENGOV, ORG, SCHEMA, SKOS, TERMS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NCAL = "http://www.semanticdesktop.org/ontologies/2007/04/02/ncal#"


def _link(address: str) -> dict[str, str]:
    return {"@id": address, "@type": "@id"}


def _moment(address: str) -> dict[str, str]:
    return {"@id": address, "@type": f"{TERMS}W3CDTF"}


def _class(address: str, **words: Any) -> dict[str, Any]:
    return {"@id": address, "@context": words}


SHARED: dict[str, Any] = {
    "@version": 1.1,
    "id": "@id",
    "url": "@id",
    "note": f"{SKOS}note",
    "Organization": _class(f"{ORG}Organization", name=f"{SKOS}prefLabel"),
    "Person": _class("http://www.w3.org/ns/person#Person", name=f"{FOAF}name"),
}
RESULT = {
    "@id": f"{OPENGOV}result",
    "@type": "@vocab",
    "@context": {"pass": f"{OPENGOV}Pass", "fail": f"{OPENGOV}Fail"},
}
OPTIONS = {
    "yes": f"{OPENGOV}YesCount",
    "no": f"{OPENGOV}NoCount",
    "abstain": f"{OPENGOV}AbstainCount",
}

MOTIONS_CONTEXT: dict[str, Any] = {
    **SHARED,
    "motions": "@included",
    "Motion": _class(
        f"{OPENGOV}Motion",
        organization_id=_link(f"{SCHEMA}publisher"),
        organization=_link(f"{SCHEMA}publisher"),
        creator_id=_link(f"{SCHEMA}creator"),
        creator=_link(f"{SCHEMA}creator"),
        text=f"{SCHEMA}text",
        classification=f"{OPENGOV}classification",
        date=_moment(f"{TERMS}dateSubmitted"),
        result=RESULT,
        vote_events=_link(f"{OPENGOV}voteEvent"),
        created_at=_moment(f"{TERMS}created"),
        updated_at=_moment(f"{TERMS}modified"),
        sources=f"{TERMS}source",
    ),
    "VoteEvent": _class(
        f"{OPENGOV}VoteEvent",
        identifier=f"{TERMS}identifier",
        motion_id=_link(f"{OPENGOV}motion"),
        organization_id=_link(f"{SCHEMA}organizer"),
        organization=_link(f"{SCHEMA}organizer"),
        start_date=_moment(f"{SCHEMA}startDate"),
        result=RESULT,
        counts=_link(f"{OPENGOV}count"),
        votes=_link(f"{OPENGOV}vote"),
    ),
    "Count": _class(
        f"{OPENGOV}Count",
        option={"@id": f"{RDF}type", "@type": "@vocab", "@context": OPTIONS},
        value=f"{RDF}value",
    ),
    "Vote": _class(
        f"{OPENGOV}Vote", voter_id=_link(f"{SCHEMA}agent"), voter=_link(f"{SCHEMA}agent"), option=f"{SCHEMA}option"
    ),
}

AGENDA_CONTEXT: dict[str, Any] = {
    **SHARED,
    "Event": _class(
        f"{SCHEMA}Event",
        name=f"{SCHEMA}name",
        description=f"{SCHEMA}description",
        start_date=_moment(f"{SCHEMA}startDate"),
        end_date=_moment(f"{SCHEMA}endDate"),
        location=f"{SCHEMA}location",
        classification=f"{NCAL}categories",
        organization_id=_link(f"{SCHEMA}organizer"),
        organization=_link(f"{SCHEMA}organizer"),
        identifiers={
            "@id": f"{ORG}identifier",
            "@context": {"identifier": f"{SKOS}notation", "scheme": f"{SKOS}inScheme"},
        },
        children=_link(f"{SCHEMA}subEvent"),
        parent_id=_link(f"{SCHEMA}superEvent"),
    ),
}
