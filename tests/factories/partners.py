"""Organizations, people and seats of a fictional neighbourhood."""

from __future__ import annotations

import factory

from crm.partners.domain.partial_dates import PartialDate, read_edtf
from crm.partners.enums import OrganizationKind, Visibility
from crm.partners.models import Membership, Organization, Person, Post


class OrganizationFactory(factory.django.DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Atelier du Four-à-Chaux {n}")
    kind = OrganizationKind.COMMUNITY


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person

    given_name = "Oriane"
    family_name = factory.Sequence(lambda n: f"Desormeaux-Fictive {n}")
    visibility = Visibility.BOARD


class PostFactory(factory.django.DjangoModelFactory[Post]):
    class Meta:
        model = Post

    organization = factory.SubFactory(OrganizationFactory)
    title = factory.Sequence(lambda n: f"Siège {n}")


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    organization = factory.SubFactory(OrganizationFactory)
    starts_on = PartialDate(2024, 4, 16)


def edtf(written: str) -> PartialDate | None:
    """« 2019-05 » as a partial date; nothing where nothing is written."""
    return read_edtf(written) if written else None
