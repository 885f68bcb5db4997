"""What the tests of « Qui siège où ? » share: a small neighbourhood, and someone who may look at it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Permission

from crm.accounts.models import User
from crm.partners.enums import Visibility
from crm.partners.models import Membership, Organization, Person
from tests.factories import UserFactory, edtf
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory

TODAY = date(2026, 11, 24)
BOARD_LEVELS = frozenset({"public", "board"})


def someone_who_may(*names: str) -> User:
    """An account of the administration with these permissions of the ground floor, and no role."""
    user = UserFactory.create()
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(content_type__app_label="partners", codename__in=names),
    )
    return user


def our_council(name: str = "Conseil de quartier des Trois-Ormes") -> Organization:
    return OrganizationFactory.create(name=name, is_our_council=True)


def person(given_name: str, family_name: str = "Fictif", visibility: Visibility = Visibility.PUBLIC) -> Person:
    return PersonFactory.create(given_name=given_name, family_name=family_name, visibility=visibility)


def sits(someone: Person, place: Organization, since: str = "2024", until: str = "", **more: object) -> Membership:
    return MembershipFactory.create(
        person=someone,
        organization=place,
        starts_on=edtf(since),
        ends_on=edtf(until),
        **{"visibility": Visibility.PUBLIC, **more},
    )


def shared(council: Organization, place: Organization, count: int) -> None:
    """So many people who sit in both."""
    for number in range(count):
        someone = person(f"Voisine {number}")
        sits(someone, council)
        sits(someone, place)
