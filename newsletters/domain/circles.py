"""Gathers a circle of people whom the council knows by its own records: their addresses, and whose they are.

To be in a circle is no consent: `newsletters.domain.audience` asks the same of them as of anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from crm.assemblies.domain.convening import members_on
from crm.events.enums import RegistrationState
from crm.events.models import EventOrganization, Registration
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import Membership, Organization, OrganizationContact, PersonContact
from newsletters.domain.addresses import lookup_hash
from newsletters.enums import CircleKind

# What is private is for the secretariat alone: no letter to many is sent with it.
USABLE = (Visibility.PUBLIC, Visibility.BOARD)


@dataclass(frozen=True)
class Circle:
    """Which people: ``of`` is the number of an event, or a kind of organization; the board needs none."""

    kind: CircleKind
    of: str = ""

    @property
    def key(self) -> str:
        """« co_hosts:12 », as a form and the mailing keep it."""
        return f"{self.kind}:{self.of}" if self.of else str(self.kind)


@dataclass(frozen=True)
class Correspondent:
    """One address of a circle; whose it is, and who of the council may know that."""

    address: str
    name: str
    visibility: str
    person_id: int | None = None
    organization_id: int | None = None

    @property
    def address_hash(self) -> str:
        return lookup_hash(self.address)


@dataclass(frozen=True)
class Roll:
    """A circle as it stands on a day: each address once, and how many people or organizations have none."""

    circle: Circle
    correspondents: tuple[Correspondent, ...]
    without_address: int = 0

    @property
    def hashes(self) -> list[str]:
        return [each.address_hash for each in self.correspondents]


def gather_circle(circle: Circle, on: date) -> Roll:
    """Everyone who surely belongs to it that day. Nobody, where the event is gone."""
    found = list(_GATHERERS[circle.kind](circle.of, on))
    known = [each for each in found if each.address]
    once = {each.address_hash: each for each in reversed(known)}
    return Roll(circle, tuple(reversed(once.values())), len(found) - len(known))


def _members(of: str, on: date) -> Iterator[Correspondent]:
    for member in members_on(on):
        if member.is_sure and member.person.visibility in USABLE:
            person = member.person
            yield Correspondent(member.email, person.name, person.visibility, person_id=person.pk)


def _registered(of: str, on: date) -> Iterator[Correspondent]:
    registrations = Registration.objects.filter(desk__event=int(of), state=RegistrationState.REGISTERED)
    for registration in registrations.order_by("pk"):
        yield Correspondent(registration.email, registration.name, Visibility.PRIVATE)


def _co_hosts(of: str, on: date) -> Iterator[Correspondent]:
    parts = EventOrganization.objects.filter(event=int(of))
    return _representatives(Organization.objects.filter(pk__in=parts.values("organization")), on)


def _of_a_kind(of: str, on: date) -> Iterator[Correspondent]:
    existing = Organization.objects.filter(kind=of, is_our_council=False)
    return _representatives([each for each in existing if _exists(each, on)], on)


def _exists(organization: Organization, on: date) -> bool:
    return organization.dissolved_on is None or on <= organization.dissolved_on.latest


def _representatives(organizations: Iterable[Organization], on: date) -> Iterator[Correspondent]:
    """Those who hold a place there that day and whose e-mail is known; for want of any, the organization's own."""
    them = {each.pk: each for each in organizations}
    found = Membership.objects.filter(organization__in=them).visible(USABLE).on(on).select_related("person")
    places = list(found.order_by("pk"))
    people: dict[int, Membership] = {}
    for place in places:
        people.setdefault(place.person_id, place)
    written = _emails(PersonContact.objects.filter(person__in=people), "person_id")
    own = _emails(OrganizationContact.objects.filter(organization__in=them), "organization_id")
    reached = {place.organization_id for place in places if place.person_id in written}
    for pk, place in people.items():
        if pk in written:
            name = f"{place.person.name} ({them[place.organization_id]})"
            yield Correspondent(written[pk], name, place.person.visibility, pk, place.organization_id)
    for pk, organization in them.items():
        if pk not in reached:
            yield Correspondent(own.get(pk, ""), organization.name, Visibility.PUBLIC, organization_id=pk)


def _emails(contacts: QuerySet[Any], of: str) -> dict[int, str]:
    """The first e-mail of each that a letter to many may use."""
    usable = contacts.filter(kind=ContactKind.EMAIL, visibility__in=USABLE)
    return dict(usable.order_by("-pk").values_list(of, "value"))


_GATHERERS: dict[CircleKind, Callable[[str, date], Iterator[Correspondent]]] = {
    CircleKind.MEMBERS: _members,
    CircleKind.CO_HOSTS: _co_hosts,
    CircleKind.REGISTERED: _registered,
    CircleKind.KIND: _of_a_kind,
}
