"""What Popolo 1.0 asks of Motion, VoteEvent, Count, Vote and Event, as JSON Schema.

Every property and its type were checked against the specification's own schemas (draft 3): popolo-project/popolo-spec,
CC BY 4.0, `schemas/` at 22d0c6b, 0b6a3dc, 740e506, 7ae1068 and 6651677, the files of motion, vote_event, count, vote
and event. As in `tests/partners/popolo_schema.py`, nothing else is let through but the `@type` of JSON-LD, and what a
reader cannot do without is asked for.
"""

from __future__ import annotations

from typing import Any

from tests.partners.popolo_schema import ADDRESS, IDENTIFIER, LINK, TEXT, _list, _object, _of

MOMENT = {"type": "string", "format": "date-time"}
# The pattern of the specification: a date as far as it is known, or a moment with its offset.
SINCE = {
    "type": "string",
    "pattern": "^[0-9]{4}((-[0-9]{2}){0,2}|(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){0,2}(Z|[+-][0-9]{2}(:[0-9]{2})?))$",
}
RESULT = {"enum": ["pass", "fail"]}


def _class(kind: str, needed: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return _object(["@type", *needed], {"@type": {"const": kind}, **properties})


ORGANIZATION = _class("Organization", ["id", "name"], {"id": ADDRESS, "name": TEXT})
PERSON = _class("Person", ["id", "name"], {"id": ADDRESS, "name": TEXT})
COUNT = _class(
    "Count",
    ["option", "value"],
    {"option": {"enum": ["yes", "no", "abstain"]}, "value": {"type": "integer", "minimum": 0}},
)
VOTE = _class(
    "Vote", ["voter_id", "option"], {"voter_id": ADDRESS, "voter": PERSON, "option": {"enum": ["yes", "no", "abstain"]}}
)
VOTE_EVENT = _class(
    "VoteEvent",
    ["id", "motion_id", "organization_id", "start_date", "result"],
    {
        **_of("identifier", "classification"),
        "id": ADDRESS,
        "motion_id": ADDRESS,
        "organization_id": ADDRESS,
        "organization": ORGANIZATION,
        "start_date": MOMENT,
        "end_date": MOMENT,
        "result": RESULT,
        "counts": _list(COUNT),
        "votes": _list(VOTE),
    },
)
MOTION = _class(
    "Motion",
    ["id", "organization_id", "text", "date", "result", "vote_events"],
    {
        **_of("text", "classification", "requirement"),
        "id": ADDRESS,
        "organization_id": ADDRESS,
        "organization": ORGANIZATION,
        "creator_id": ADDRESS,
        "creator": PERSON,
        "date": MOMENT,
        "result": RESULT,
        "vote_events": _list(VOTE_EVENT),
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "sources": _list(LINK),
    },
)
EVENT_PROPERTIES = {
    **_of("name", "description", "location", "status", "classification"),
    "id": ADDRESS,
    "start_date": SINCE,
    "end_date": SINCE,
    "identifiers": _list(IDENTIFIER),
    "organization_id": ADDRESS,
    "organization": ORGANIZATION,
    "parent_id": ADDRESS,
}
ITEM = _class("Event", ["id", "name", "parent_id"], EVENT_PROPERTIES)

MOTIONS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(["@context", "motions"], {"@context": {"type": "object"}, "motions": {**_list(MOTION), "minItems": 0}}),
}
AGENDA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_class(
        "Event",
        ["@context", "id", "name", "start_date", "organization_id", "children"],
        {**EVENT_PROPERTIES, "@context": {"type": "object"}, "children": {**_list(ITEM), "minItems": 0}},
    ),
}
