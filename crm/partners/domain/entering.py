"""Enters a new partner in one go: the organization, its contact person, and our seat there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from crm.partners.domain.searching import LITTLE_WORDS, acronym_of, words_of
from crm.partners.enums import ContactKind, OrganizationKind, Visibility
from crm.partners.models import Membership, Organization, OrganizationContact, Person, PersonContact, Post


@dataclass(frozen=True)
class Entry:
    """What is known of a new partner when one hangs up the telephone."""

    name: str
    kind: OrganizationKind
    given_name: str = ""
    family_name: str = ""
    role: str = ""
    email: str = ""
    telephone: str = ""
    our_seat: str = ""


@dataclass(frozen=True)
class Entered:
    """What was written."""

    organization: Organization
    person: Person | None = None
    membership: Membership | None = None
    post: Post | None = None


def organizations_alike(name: str) -> list[Organization]:
    """Those that go by the same name, alias, former name or acronym, whatever accents and little words."""
    asked = _bare(name)
    if not asked:
        return []
    candidates = Organization.objects.matching(" ".join(asked), {Visibility.PUBLIC}).prefetch_related("other_names")
    return [
        organization
        for organization in candidates
        if any(asked in (_bare(other), _bare(acronym_of(other))) for other in _names(organization))
    ]


@transaction.atomic
def enter_partner(entry: Entry, *, on: date) -> Entered:
    """Write the organization, then what was said of its contact person and of our seat; nothing is written halfway.

    The way to reach someone is kept for the board; without a person's name it is the organization's. The contact's
    role is known as of ``on``: nobody asked since when.
    """
    organization = Organization(name=entry.name, kind=entry.kind)
    person = None
    details = [(ContactKind.EMAIL, entry.email), (ContactKind.VOICE, entry.telephone)]
    if entry.family_name or entry.given_name:
        family, given = (entry.family_name, entry.given_name) if entry.family_name else (entry.given_name, "")
        person = Person(given_name=given, family_name=family)
        ways: Any = [PersonContact(kind=kind, value=value) for kind, value in details if value]
        person.contact_details = ways  # type: ignore[misc]
        person.save()
    else:
        ways = [OrganizationContact(kind=kind, value=value) for kind, value in details if value]
        organization.contact_details = ways  # type: ignore[misc]
    organization.save()
    membership = None
    if person:
        membership = Membership.objects.create(
            person=person, organization=organization, role=entry.role, last_verified_on=on
        )
    post = _our_seat(organization, entry.our_seat) if entry.our_seat else None
    return Entered(organization, person, membership, post)


def _our_seat(organization: Organization, title: str) -> Post:
    """The seat that our council has there."""
    return Post.objects.create(organization=organization, title=title, held_for=Organization.objects.our_council())


def _names(organization: Organization) -> list[str]:
    return [organization.name, *(other.name for other in organization.other_names.all())]


def _bare(name: str) -> list[str]:
    return [word for word in words_of(name) if word not in LITTLE_WORDS]
