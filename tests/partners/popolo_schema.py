"""What Popolo 1.0 asks of the classes that we export, written from its specification as JSON Schema.

The names, the formats and what must be there follow https://www.popoloproject.com/specs/ (organization, person, post,
membership); only the properties that we write are described, and no other is let through.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
REFERENCE = {"type": "string", "format": "uri", "minLength": 1}
# Popolo: ISO 8601 reduced dates, a year, a month or a day.
DATE = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
SOURCES = {"type": "array", "items": {"type": "object", "required": ["url"], "properties": {"url": REFERENCE}}}


def _class(kind: str, required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["@type", "id", *required],
        "properties": {"@type": {"const": kind}, "id": REFERENCE, **properties},
        "additionalProperties": False,
    }


def _list(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one, "uniqueItems": True}


POPOLO: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "organizations", "persons", "posts", "memberships"],
    "additionalProperties": False,
    "properties": {
        "@context": {"type": "array", "items": {"type": "string", "pattern": "\\.jsonld$"}},
        "organizations": _list(
            _class(
                "Organization",
                ["name"],
                name=TEXT,
                classification=TEXT,
                founding_date=DATE,
                dissolution_date=DATE,
            )
        ),
        "persons": _list(_class("Person", ["name"], name=TEXT, family_name=TEXT, given_name=TEXT)),
        "posts": _list(
            _class(
                "Post",
                ["label", "organization_id"],
                label=TEXT,
                organization_id=REFERENCE,
                start_date=DATE,
                end_date=DATE,
            )
        ),
        "memberships": _list(
            _class(
                "Membership",
                ["person_id", "organization_id"],
                label=TEXT,
                role=TEXT,
                person_id=REFERENCE,
                organization_id=REFERENCE,
                post_id=REFERENCE,
                start_date=DATE,
                end_date=DATE,
                sources=SOURCES,
            )
        ),
    },
}
