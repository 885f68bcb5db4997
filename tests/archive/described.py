"""Things of a memory that a visitor goes through."""

from __future__ import annotations

from datetime import date
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from cms.archive.domain.dating import date_item
from cms.archive.enums import CreditRole, Kind
from cms.archive.models import Credit, Fonds, Item, Place, Term
from crm.partners.enums import Visibility
from tests.factories import FondsFactory, ItemFactory, OrganizationFactory, PersonFactory, PlaceFactory, TermFactory

SECRET = "Armoire du secrétariat"


def read(client: Client, address: str, **asked: Any) -> BeautifulSoup:
    response = client.get(address, asked)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(page: BeautifulSoup, where: str) -> str:
    """What is said there, on one line."""
    found = page.select_one(where)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def described_item(**facts: Any) -> Item:
    """An item with something in every field, and with what must never be read."""
    fonds = Fonds.objects.filter(parent=None).first() or FondsFactory(title="Fonds Quintal")
    part = fonds.children.first() or FondsFactory(title="Portraits", level="series", parent=fonds)
    item = ItemFactory(
        **{
            "title": "L’école du rang",
            "kind": Kind.PHOTO,
            "transcription": "Hiver 1921",
            "language": "en",
            "date_words": "vers 1921",
            "date_edtf": "1921~",
            "date_earliest": date(1919, 1, 1),
            "date_latest": date(1923, 12, 31),
            "collection": part,
            "reference": "Q-12",
            "source": "Le Courrier du rang, p. 3",
            "original": "Épreuve de 9 sur 13 cm",
            "original_kept_at": SECRET,
            "donor": "Odile Larrivée",
            "donor_is_public": True,
            "provenance": "Trouvée dans un grenier.",
            "rights_holder": "Succession Quintal",
            "team_notes": SECRET,
            "embargo_reason": SECRET,
            **facts,
        }
    )
    item.places.set([Place.objects.first() or PlaceFactory(name="Rue des Tanneurs")])
    item.subjects.set([Term.objects.first() or TermFactory(label="Hiver")])
    item.save()
    Credit.objects.create(item=item, name="Studio Fictif", role=CreditRole.CREATOR)
    Credit.objects.create(item=item, person=PersonFactory(family_name=SECRET, visibility=Visibility.BOARD))
    return item


def item_dated(said: str, **facts: Any) -> Item:
    """An item whose date someone said; it is its title too."""
    item = ItemFactory.build(title=said, **facts)
    date_item(item, said)
    item.save()
    return item


def credited_item(**facts: Any) -> Item:
    """The same, with all that one may be to an item: a name, a person of the council's book, organizations."""
    item = described_item(**facts)
    public = PersonFactory(given_name="Alma", family_name="Publique", visibility=Visibility.PUBLIC)
    listed = OrganizationFactory(name="La Coop fictive", is_listed=True)
    Credit.objects.create(item=item, person=public, role=CreditRole.CONTRIBUTOR)
    Credit.objects.create(item=item, name="Le Courrier du rang", role=CreditRole.PUBLISHER)
    Credit.objects.create(item=item, organization=listed, detail="à gauche")
    Credit.objects.create(item=item, organization=OrganizationFactory(name=SECRET, is_listed=False))
    return item
