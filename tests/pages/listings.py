"""A directory, those listed in it, and one of whom everything is known beside what must not leak."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from cms.pages.models import DirectoryPage
from crm.partners.enums import ContactKind, NameKind, OrganizationKind, Visibility
from crm.partners.models import (
    Organization,
    OrganizationAddress,
    OrganizationContact,
    OrganizationName,
    Sector,
)
from tests.factories import UserFactory, add_page
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, edtf

PUBLIC, BOARD, PRIVATE = Visibility.PUBLIC, Visibility.BOARD, Visibility.PRIVATE


def directory() -> DirectoryPage:
    return add_page(DirectoryPage, "Répertoire", introduction="Qui fait quoi, et où.")


def listed(name: str, *sectors: str, **fields: Any) -> Organization:
    organization = OrganizationFactory.create(name=name, is_listed=True, **fields)
    organization.sectors.set([Sector.objects.get_or_create(name=sector)[0] for sector in sectors])
    organization.save()
    return organization


def address(organization: Organization, words: str) -> str:
    return f"/repertoire/{organization.pk}-{words}/"


def read(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def names(page: BeautifulSoup) -> list[str]:
    return [text(name) for name in page.select(".directory__line h3")]


def full(**fields: Any) -> Organization:
    """Everything that may be said, each public thing beside one that is for the board and one that is private."""
    parent = listed("Table des Ormes")
    hidden = OrganizationFactory.create(name="Fédération Discrète")
    cafe = listed(
        "Café du Très-Saint-Sacrement",
        "Alimentation",
        parent=parent,
        kind=OrganizationKind.COOPERATIVE,
        description="Un café géré par ses membres.",
        board_notes="Le bail finit en mars : SECRET-NOTES.",
        founded_on=edtf("2011-05"),
        followed_by=UserFactory(first_name="Suivi-Secret"),
        **fields,
    )
    OrganizationFactory.create(name="Comité Non-Listé", parent=cafe)
    listed("Comité de la terrasse", parent=cafe)
    OrganizationName.objects.create(organization=cafe, name="CTSS", kind=NameKind.ACRONYM)
    for level in Visibility.values:
        for kind, value in (
            (ContactKind.EMAIL, f"{level}@cafe.example"),
            (ContactKind.VOICE, f"418 555-01{len(level)}{len(level)}"),
            (ContactKind.URL, f"https://{level}.example/"),
            (ContactKind.SOCIAL, f"https://social.example/{level}"),
        ):
            OrganizationContact.objects.create(organization=cafe, kind=kind, value=value, visibility=level)
        OrganizationAddress.objects.create(
            organization=cafe,
            street_address=f"12, rue {level.title()}",
            city="Québec",
            postal_code="G1S 1A1",
            latitude=Decimal("46.801234"),
            longitude=Decimal("-71.250000"),
            visibility=level,
        )
    sit_everyone(cafe, hidden)
    cafe.index_for_search()
    return cafe


def sit_everyone(cafe: Organization, hidden: Organization) -> None:
    """One wholly public holder, and one for each thing that may hide the rest: fact, person, seat, past, doubt."""
    for name, person, fact, seat, facts in (
        ("Aimée", PUBLIC, PUBLIC, PUBLIC, {}),
        ("Fait-Discret", PUBLIC, BOARD, PUBLIC, {}),
        ("Personne-Discrète", BOARD, PUBLIC, PUBLIC, {}),
        ("Siège-Discret", PUBLIC, PUBLIC, BOARD, {}),
        ("Privée", PRIVATE, PRIVATE, PRIVATE, {}),
        ("Passée", PUBLIC, PUBLIC, PUBLIC, {"ends_on": edtf("2025-01-05")}),
        ("Douteuse", PUBLIC, PUBLIC, PUBLIC, {"end_is_unknown": True}),
    ):
        MembershipFactory.create(
            organization=cafe,
            person=PersonFactory(given_name=name, family_name="Gallant-Fictive", visibility=person),
            post=PostFactory(organization=cafe, title=f"Siège de {name}", visibility=seat, notes="SECRET-SIÈGE"),
            visibility=fact,
            source="Appel : SECRET-SOURCE",
            mandate="SECRET-MANDAT",
            on_behalf_of=hidden,
            **facts,
        )


LEAKS = (
    "SECRET",
    "board@",
    "private@",
    "555-0155",
    "555-0177",
    "https://board",
    "https://private",
    "social.example/board",
    "social.example/private",
    "rue Board",
    "rue Private",
    "Suivi-Secret",
    "Discret",
    "Discrète",
    "Privée",
    "Non-Listé",
)
