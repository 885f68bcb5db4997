"""What Popolo 1.0 asks of the classes that we export, as JSON Schema.

Every property, its type and the pattern of a date were checked against the specification's own schemas (draft 3):
popolo-project/popolo-spec, CC BY 4.0, `schemas/` at b622568 and c731e3b, the files of organization, person, post,
membership, other_name, link and identifier. Those let any other property through and ask for none but what names a
link, another name or an identifier; here nothing else is let through but the `@type` of JSON-LD, and what a reader
cannot do without is asked for.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "minLength": 1}
DAY = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}


def _of(*names: str, **kinds: Any) -> dict[str, Any]:
    return {**dict.fromkeys(names, TEXT), **kinds}


def _object(needed: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": needed, "properties": properties, "additionalProperties": False}


def _list(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one, "uniqueItems": True, "minItems": 1}


LINK = _object(["url"], _of("note", url=ADDRESS))
NAME_PARTS = (
    *("family_name", "given_name", "additional_name", "honorific_prefix", "honorific_suffix", "patronymic_name"),
)
OTHER_NAME = _object(["name"], _of("name", *NAME_PARTS, "note", start_date=DAY, end_date=DAY))
IDENTIFIER = _object(["identifier"], _of("identifier", "scheme"))
WITH_LINKS = {"links": _list(LINK), "sources": _list(LINK)}

CLASSES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "Organization": (
        ["name"],
        _of(
            *("name", "classification", "parent_id", "area_id"),
            other_names=_list(OTHER_NAME),
            identifiers=_list(IDENTIFIER),
            founding_date=DAY,
            dissolution_date=DAY,
            image=ADDRESS,
        ),
    ),
    "Person": (
        ["name"],
        _of(
            *("name", *NAME_PARTS, "sort_name", "email", "gender", "summary", "biography", "national_identity"),
            other_names=_list(OTHER_NAME),
            identifiers=_list(IDENTIFIER),
            birth_date=DAY,
            death_date=DAY,
            image=ADDRESS,
        ),
    ),
    "Post": (
        ["label", "organization_id"],
        _of("label", "role", "organization_id", "area_id", other_label=_list(TEXT), start_date=DAY, end_date=DAY),
    ),
    "Membership": (
        ["person_id", "organization_id"],
        _of(
            *("label", "role", "person_id", "organization_id", "post_id", "on_behalf_of_id", "area_id"),
            start_date=DAY,
            end_date=DAY,
        ),
    ),
}


def _class(kind: str) -> dict[str, Any]:
    needed, properties = CLASSES[kind]
    return _object(["@type", "id", *needed], {"@type": {"const": kind}, "id": ADDRESS, **properties, **WITH_LINKS})


POPOLO: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        ["@context", "organizations", "persons", "posts", "memberships"],
        {
            "@context": {"type": "object"},
            "organizations": _list(_class("Organization")),
            "persons": _list(_class("Person")),
            "posts": {**_list(_class("Post")), "minItems": 0},
            "memberships": _list(_class("Membership")),
        },
    ),
}
