"""Whom an assembly convenes: the members of the board seated on that day, and how each is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from crm.partners.domain.tenure import Answer
from crm.partners.enums import ContactKind
from crm.partners.models import Membership, Person, PersonContact


@dataclass(frozen=True)
class Member:
    """Someone of the board on that day, for sure or perhaps; ``email`` is empty where none is known."""

    person: Person
    email: str
    is_sure: bool


def members_on(day: date) -> list[Member]:
    """Each member once, by name, in two queries: who holds a seat of our board, or belongs to it without a seat.

    Someone of whom nobody knows whether the term still lasts is listed as not sure: past and present are never mixed.
    """
    held = Membership.objects.filter(organization__is_our_council=True).on(day, perhaps=True)
    held = held.filter(Q(post=None) | Q(post__is_on_board=True)).select_related("person__user")
    people: dict[int, Person] = {}
    sure: set[int] = set()
    for one in held.order_by("person__family_name", "person__given_name", "person_id"):
        people[one.person_id] = one.person
        if one.is_current(day) == Answer.YES:
            sure.add(one.person_id)
    addresses = _addresses(people)
    return [Member(person, addresses.get(pk, ""), pk in sure) for pk, person in people.items()]


def address_of(person: Person) -> str:
    """The address of one person, as it is known now."""
    return _addresses({person.pk: person}).get(person.pk, "")


def _addresses(people: dict[int, Person]) -> dict[int, str]:
    """The first e-mail of each file; otherwise that of an open account."""
    found = {
        pk: person.user.email for pk, person in people.items() if person.user is not None and person.user.is_active
    }
    written = PersonContact.objects.filter(person__in=people, kind=ContactKind.EMAIL).order_by("-pk")
    return found | dict(written.values_list("person_id", "value"))
