"""Memberships as Popolo 1.0 JSON-LD: what another council, or a newspaper, may read without asking us.

The classes and their names are those of the specification (https://www.popoloproject.com/specs/); a date is as precise
as it is known, which Popolo allows (`2019`, `2019-05`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects

from crm.partners.domain.merging import numbers_before
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.domain.popolo_terms import CONTEXT
from crm.partners.enums import RecordKind
from crm.partners.models import Membership, Organization, OrganizationName, Person, Post

# An identifier of this same site, before a merger.
SCHEME = "parvis"


def popolo_document(memberships: Iterable[Membership], address: str) -> dict[str, Any]:
    """The memberships with their people, organizations and seats, each once; ``address`` begins every identifier."""
    held = sorted(memberships, key=lambda one: one.pk)
    prefetch_related_objects(held, "organization__other_names", "on_behalf_of__other_names")
    organizations = {one.organization_id: one.organization for one in held}
    organizations |= {one.on_behalf_of.pk: one.on_behalf_of for one in held if one.on_behalf_of}
    people = {one.person_id: one.person for one in held}
    posts = {one.post.pk: one.post for one in held if one.post}
    return {
        "@context": CONTEXT,
        "organizations": [
            {**_organization(organizations[pk], address, organizations), **before}
            for pk, before in _numbers_before(RecordKind.ORGANIZATION, organizations, address)
        ],
        "persons": [
            {**_person(people[pk], address), **before}
            for pk, before in _numbers_before(RecordKind.PERSON, people, address)
        ],
        "posts": [_post(posts[pk], address) for pk in sorted(posts)],
        "memberships": [_membership(one, address) for one in held],
    }


def _numbers_before(kind: RecordKind, pks: Collection[int], address: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each number in order, with the identifiers under which earlier files named those that became this one."""
    lost = numbers_before(kind, pks)
    for pk in sorted(pks):
        names = [{"scheme": SCHEME, "identifier": _identifier(address, kind, one)} for one in lost.get(pk, [])]
        yield pk, {"identifiers": names} if names else {}


def _organization(one: Organization, address: str, told: Collection[int]) -> dict[str, Any]:
    """One of those of the file: what it is part of is said where that is in the file too."""
    other_names = [_other_name(name) for name in one.other_names.all()]
    return {
        "@type": "Organization",
        "id": _identifier(address, "organization", one.pk),
        "name": one.name,
        "classification": str(one.get_kind_display()),
        **({"other_names": other_names} if other_names else {}),
        **_known(
            parent_id=_identifier(address, "organization", one.parent_id if one.parent_id in told else None),
            founding_date=_date(one.founded_on),
            dissolution_date=_date(one.dissolved_on),
        ),
    }


def _other_name(one: OrganizationName) -> dict[str, str]:
    days = _known(start_date=_date(one.starts_on), end_date=_date(one.ends_on))
    return {"name": one.name, "note": str(one.get_kind_display()), **days}


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
            post_id=_identifier(address, "post", one.post_id),
            on_behalf_of_id=_identifier(address, "organization", one.on_behalf_of_id),
            start_date=_date(one.starts_on),
            end_date=_date(one.ends_on),
        ),
        **({"sources": [{"url": one.source}]} if one.source.startswith(("https://", "http://")) else {}),
    }


def _identifier(address: str, kind: str, pk: int | None) -> str:
    return f"{address}#{kind}-{pk}" if pk else ""


def _date(moment: PartialDate | None) -> str:
    return str(moment) if moment else ""


def _known(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}
