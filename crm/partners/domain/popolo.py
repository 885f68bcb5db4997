"""Memberships as Popolo 1.0 JSON-LD: what another council, or a newspaper, may read without asking us.

The classes and their names are those of the specification (https://www.popoloproject.com/specs/); a date is as precise
as it is known, which Popolo allows (`2019`, `2019-05`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm.partners.domain.partial_dates import PartialDate
from crm.partners.models import Membership, Organization, Person, Post

CONTEXTS = "http://www.popoloproject.com/contexts"


def popolo_document(memberships: Iterable[Membership], address: str) -> dict[str, Any]:
    """The memberships with their people, organizations and seats, each once; ``address`` begins every identifier."""
    held = sorted(memberships, key=lambda one: one.pk)
    organizations = {one.organization_id: one.organization for one in held}
    people = {one.person_id: one.person for one in held}
    posts = {one.post.pk: one.post for one in held if one.post}
    return {
        "@context": [f"{CONTEXTS}/{name}.jsonld" for name in ("organization", "person", "post", "membership")],
        "organizations": [_organization(organizations[pk], address) for pk in sorted(organizations)],
        "persons": [_person(people[pk], address) for pk in sorted(people)],
        "posts": [_post(posts[pk], address) for pk in sorted(posts)],
        "memberships": [_membership(one, address) for one in held],
    }


def _organization(one: Organization, address: str) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "id": _identifier(address, "organization", one.pk),
        "name": one.name,
        "classification": str(one.get_kind_display()),
        **_known(founding_date=_date(one.founded_on), dissolution_date=_date(one.dissolved_on)),
    }


def _person(one: Person, address: str) -> dict[str, Any]:
    return {
        "@type": "Person",
        "id": _identifier(address, "person", one.pk),
        "name": one.name,
        "family_name": one.family_name,
        **_known(given_name=one.given_name),
    }


def _post(one: Post, address: str) -> dict[str, Any]:
    return {
        "@type": "Post",
        "id": _identifier(address, "post", one.pk),
        "label": one.title,
        "organization_id": _identifier(address, "organization", one.organization_id),
        **_known(start_date=_date(one.starts_on), end_date=_date(one.ends_on)),
    }


def _membership(one: Membership, address: str) -> dict[str, Any]:
    return {
        "@type": "Membership",
        "id": _identifier(address, "membership", one.pk),
        "person_id": _identifier(address, "person", one.person_id),
        "organization_id": _identifier(address, "organization", one.organization_id),
        **_known(
            label=one.label,
            role=one.role,
            post_id=_identifier(address, "post", one.post_id) if one.post_id else "",
            start_date=_date(one.starts_on),
            end_date=_date(one.ends_on),
        ),
        **({"sources": [{"url": one.source}]} if one.source.startswith(("https://", "http://")) else {}),
    }


def _identifier(address: str, kind: str, pk: int) -> str:
    return f"{address}#{kind}-{pk}"


def _date(moment: PartialDate | None) -> str:
    return str(moment) if moment else ""


def _known(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}
