"""One organization as the public may know it: nothing but what is marked public, of today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.text import slugify

from cms.pages.domain.directory import PUBLIC, DirectoryChoice, address_of
from cms.pages.domain.telephones import dialled
from crm.partners.enums import ContactKind
from crm.partners.models import Membership, Organization, OrganizationAddress, OrganizationContact, Post

CALLED = (ContactKind.VOICE, ContactKind.CELL)


@dataclass(frozen=True)
class Neighbour:
    """Another listed organization: what this one is part of, or what is part of it."""

    name: str
    address: str


@dataclass(frozen=True)
class Reach:
    """A public way to reach it, and the address to follow where there is one."""

    kind: str
    label: str
    note: str
    value: str
    href: str


@dataclass(frozen=True)
class Place:
    """A public address, its position where it is known, and where to see it on a map."""

    street: str
    city: str
    postal_code: str
    position: tuple[str, str] | None
    map_url: str

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.street, self.city, self.postal_code) if part)


@dataclass(frozen=True)
class Seat:
    """A public seat, or being a member without one; those who hold it today for sure, where all of it is public."""

    title: str
    reserved_for: str
    holders: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """All that the page of an organization says beside its own columns."""

    organization: Organization
    address: str
    other_names: tuple[tuple[str, str], ...]
    sectors: tuple[DirectoryChoice, ...]
    contacts: tuple[Reach, ...]
    places: tuple[Place, ...]
    parent: Neighbour | None
    children: tuple[Neighbour, ...]
    seats: tuple[Seat, ...]

    def values_of(self, *kinds: str) -> list[str]:
        """The public numbers or addresses of these kinds."""
        return [one.value for one in self.contacts if one.kind in kinds]


def read_entry(organization: Organization, *, on: date) -> Entry:
    """What is public of it on that day, in seven queries; one more where it is part of something."""
    above = organization.parent
    return Entry(
        organization=organization,
        address=address_of(organization),
        other_names=tuple((str(one.get_kind_display()), one.name) for one in organization.other_names.all()),
        sectors=tuple(DirectoryChoice(slugify(one.name), one.name, one.pk) for one in organization.sectors.all()),
        contacts=tuple(_reach(one) for one in organization.contact_details.filter(visibility__in=PUBLIC)),
        places=tuple(_place(one) for one in organization.addresses.filter(visibility__in=PUBLIC)),
        parent=_neighbour(above) if above and above.is_listed else None,
        children=tuple(_neighbour(one) for one in Organization.objects.listed().filter(parent=organization)),
        seats=tuple(_seats(organization, on)),
    )


def _neighbour(organization: Organization) -> Neighbour:
    return Neighbour(organization.name, address_of(organization))


def _reach(one: OrganizationContact) -> Reach:
    return Reach(one.kind, str(one.get_kind_display()), one.label, one.value, _href(one.kind, one.value))


def _href(kind: str, value: str) -> str:
    if kind == ContactKind.EMAIL:
        return f"mailto:{value}"
    if kind in CALLED:
        return f"tel:{dialled(value)}"
    # A social network is often told by a mere name.
    return value if is_address(value) else ""


def is_address(value: str) -> bool:
    """Whether it is a web address that a page may lead to."""
    return value.startswith(("https://", "http://"))


def _place(one: OrganizationAddress) -> Place:
    known = one.latitude is not None and one.longitude is not None
    position = (f"{one.latitude:f}", f"{one.longitude:f}") if known else None
    return Place(one.street_address, one.city, one.postal_code, position, _map_url(str(one), position))


def _map_url(words: str, position: tuple[str, str] | None) -> str:
    """Where to see it on a map that asks for nothing in return."""
    if position is None:
        return "https://www.openstreetmap.org/search?" + urlencode({"query": words})
    latitude, longitude = position
    query = urlencode({"mlat": latitude, "mlon": longitude})
    return f"https://www.openstreetmap.org/?{query}#map=17/{latitude}/{longitude}"


def _seats(organization: Organization, on: date) -> list[Seat]:
    """Public seats in their order, then roles without a seat. Whether a seat is vacant is not said: someone whose name
    is for the board may hold it."""
    held: dict[int | None, list[Membership]] = defaultdict(list)
    surely = Membership.objects.visible(PUBLIC).on(on).filter(organization=organization)
    for one in surely.select_related("person", "post").order_by("person__family_name", "person__given_name", "pk"):
        held[one.post_id].append(one)
    posts = Post.objects.visible(PUBLIC).existing(on).filter(organization=organization)
    seats = [
        Seat(post.title, post.reserved_for, tuple(_holder(one) for one in held[post.pk]))
        for post in posts.order_by("position", "pk")
    ]
    return seats + [Seat(one.role, "", (str(one.person),)) for one in held[None]]


def _holder(one: Membership) -> str:
    return f"{one.person} ({one.role})" if one.role else str(one.person)
