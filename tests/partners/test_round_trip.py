"""What one takes home of the partners comes back whole by the import, in either kind of file."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.domain.imports.batches import prepare_import
from crm.partners.domain.imports.looking import plan_import
from crm.partners.domain.imports.undoing import undo_import
from crm.partners.enums import ContactKind, LineOutcome, NameKind, Visibility
from crm.partners.models import (
    Membership,
    Organization,
    OrganizationAddress,
    OrganizationContact,
    OrganizationName,
    PartnerImport,
    Person,
    PersonAddress,
    PersonContact,
    PersonName,
    Sector,
)
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, edtf, someone_of
from tests.partners.admin_pages import ORGANIZATIONS, PEOPLE
from tests.partners.test_partner_imports import BOARD, NOW, carried, outcomes, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    user = someone_of(Role.BOARD)
    client.force_login(user)
    return user


def taken_home(client: Client, address: str, kind: str) -> bytes:
    return b"".join(client.get(address, {"export": kind}).streaming_content)  # type: ignore[attr-defined]


def brought_back(raw: bytes) -> PartnerImport:
    """Imported with the columns that are recognized, and nothing corrected by hand."""
    batch = prepare_import("fichier", raw, by=someone_of(Role.BOARD), levels=BOARD, now=NOW)
    plan_import(batch, batch.mapping)
    return carried(batch)


def facts(record: Any) -> dict[str, Any]:
    """What a file says of a person or an organization, without the numbers."""
    said = {
        "name": record.name,
        "names": sorted(record.other_names.values_list("name", "kind")),
        "contacts": sorted(record.contact_details.values_list("kind", "value", "label")),
        "addresses": sorted(record.addresses.values_list("street_address", "city", "postal_code")),
    }
    if isinstance(record, Organization):
        return {**said, "kind": record.kind, "sectors": sorted(record.sectors.values_list("name", flat=True))}
    places = record.memberships.values_list("organization__name", "starts_on", "ends_on", "role")
    return {**said, "places": sorted((name, str(start), str(end), role) for name, start, end, role in places)}


def rich_organization() -> Organization:
    cafe = OrganizationFactory(name="Café, bar & « Perron »", kind="cooperative")
    cafe.sectors.set([Sector.objects.create(name=name) for name in ("Alimentation, santé", "Culture")])
    cafe.save()
    for name, kind in (("CP", NameKind.ACRONYM), ("Le Perron (1990)", NameKind.ALIAS), ("Chez Jo", NameKind.FORMER)):
        OrganizationName.objects.create(organization=cafe, name=name, kind=kind)
    for kind, value, label in (
        (ContactKind.EMAIL, "bonjour@perron.example", ""),
        (ContactKind.EMAIL, "comptes@perron.example", "comptabilité"),
        (ContactKind.VOICE, "+1 418 555-0101, poste 12", "accueil"),
        (ContactKind.VOICE, "(418) 555-0102", ""),
        (ContactKind.CELL, "418 555-0103", ""),
        (ContactKind.URL, "https://perron.example/une-page", ""),
        (ContactKind.URL, "https://perron.example/menu", "menu"),
        (ContactKind.SOCIAL, "@leperron", ""),
    ):
        OrganizationContact.objects.create(organization=cafe, kind=kind, value=value, label=label)
    places = (("12, rue des Tailleurs", "Québec", "G1N 2A1"), ("", "Lévis", ""), ("3, 2e Rue", "", ""))
    for street, city, code in places:
        OrganizationAddress.objects.create(organization=cafe, street_address=street, city=city, postal_code=code)
    return cafe


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_organizations_come_back_as_they_left(client: Client, keeper: User, kind: str) -> None:
    before = [facts(rich_organization()), facts(OrganizationFactory(name="-Tiret", kind="school"))]
    raw = taken_home(client, ORGANIZATIONS, kind)
    Organization.objects.all().delete()
    Sector.objects.all().delete()

    batch = brought_back(raw)

    assert outcomes(batch) == [LineOutcome.NEW, LineOutcome.NEW]
    assert [facts(one) for one in Organization.objects.order_by("-kind")] == [before[1], before[0]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_people_come_back_with_every_place_of_today(client: Client, keeper: User, kind: str) -> None:
    person = PersonFactory(given_name="Zénobie", family_name="D'Amour-Fictive")
    PersonName.objects.create(person=person, name="Zéno")
    PersonContact.objects.create(person=person, kind="email", value="zeno@exemple.example")
    PersonContact.objects.create(person=person, kind="voice", value="418 555-0104", label="soir")
    PersonAddress.objects.create(person=person, street_address="1, rue Courte", city="Québec")
    table, cafe = OrganizationFactory(name="Table de concertation"), OrganizationFactory(name="Café du Perron")
    MembershipFactory(person=person, organization=table, role="Présidente; et plus", starts_on=edtf("2024-05"))
    MembershipFactory(person=person, organization=cafe, role="", starts_on=edtf("2019"))
    alone = PersonFactory(given_name="", family_name="Mononyme")
    before = [facts(person), facts(alone)]
    raw = taken_home(client, PEOPLE, kind)
    Membership.objects.all().delete()
    Person.objects.all().delete()

    brought_back(raw)

    assert [facts(one) for one in Person.objects.order_by("family_name")] == before
    assert Organization.objects.count() == 2


@pytest.mark.parametrize("address", [ORGANIZATIONS, PEOPLE])
def test_a_file_brought_back_at_once_changes_nothing(client: Client, keeper: User, address: str) -> None:
    cafe = rich_organization()
    person = PersonFactory(given_name="Ada", family_name="Lys")
    PersonContact.objects.create(person=person, kind="email", value="ada@exemple.example")
    MembershipFactory(person=person, organization=cafe, role="cuisinière")
    before = facts(cafe), facts(person)

    batch = brought_back(taken_home(client, address, "csv"))

    assert set(outcomes(batch)) == {LineOutcome.KNOWN}
    assert (facts(cafe), facts(person)) == before


def test_what_is_private_does_not_leave_and_so_does_not_come_back(client: Client, keeper: User) -> None:
    cafe = OrganizationFactory()
    OrganizationContact.objects.create(
        organization=cafe, kind="cell", value="418 555-0199", label="nuit", visibility=Visibility.PRIVATE
    )
    assert b"0199" not in taken_home(client, ORGANIZATIONS, "csv")


def test_other_names_and_sectors_of_a_list_are_undone_with_it() -> None:
    known = OrganizationFactory(name="Café du Perron")
    Sector.objects.create(name="Culture")
    raw = "Organisme;Autres noms;Secteurs\nCafé du Perron;CP (sigle) | Chez Jo;culture | Alimentation\n"
    batch = carried(prepared(raw.encode()))

    assert facts(known)["names"] == [("CP", "acronym"), ("Chez Jo", "alias")]
    assert facts(known)["sectors"] == ["Alimentation", "Culture"]
    assert Organization.objects.matching("chez jo", {"public"}).get() == known

    undo_import(batch, now=timezone.now())

    assert (facts(known)["names"], facts(known)["sectors"]) == ([], [])
    assert list(Sector.objects.values_list("name", flat=True)) == ["Culture"]
    assert not Organization.objects.matching("chez jo", {"public"}).exists()
