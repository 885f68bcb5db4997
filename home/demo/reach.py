"""How the public reaches some of the demo's organizations. None of these numbers or addresses leads anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import Organization, OrganizationAddress, OrganizationContact


@dataclass(frozen=True)
class Reach:
    """What an organization says of itself in the directory."""

    street: str
    telephone: str
    email: str = ""
    site: str = ""


REACHES = {
    "perron": Reach("41, rue des Tailleurs", "418 555-0121", "bonjour@perron.example", "https://perron.example/"),
    "escale": Reach("8, rue du Four-à-Chaux", "418 555-0122", "jeunes@escale.example"),
    "ecole": Reach("100, avenue du Boisé", "418 555-0123, poste 1"),
    "binette": Reach("Derrière le 60, rue des Ormes", "", "jardin@binette.example"),
    "histoire": Reach("12, rue du Four-à-Chaux, local 5", "418 555-0125", "", "https://histoire.example/"),
    "velo": Reach("27, rue des Tailleurs", "418 555-0126", "atelier@velo.example"),
    "bibliotheque": Reach("55, rue des Tailleurs", "418 555-0127"),
    "accueil": Reach("3, rue de la Côte", "418 555-0128", "accueil@palier.example"),
}


def tell_how_to_reach(organization: Organization, reach: Reach) -> None:
    """Write it down as public, and one telephone of the board beside it, which the directory never shows."""
    said = ((ContactKind.VOICE, reach.telephone), (ContactKind.EMAIL, reach.email), (ContactKind.URL, reach.site))
    details = [
        OrganizationContact(kind=kind, value=value, visibility=Visibility.PUBLIC) for kind, value in said if value
    ]
    organization.contact_details.set(
        [*details, OrganizationContact(kind=ContactKind.CELL, value="418 555-0199", visibility=Visibility.BOARD)]
    )
    organization.addresses.set(
        [
            OrganizationAddress(
                street_address=reach.street, city="Québec", postal_code="G0X 0X0", visibility=Visibility.PUBLIC
            )
        ]
    )
