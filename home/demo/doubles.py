"""What a carnet looks like after some years: a few records written twice, and partners that board members follow."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.models import Sending
from crm.events.enums import ASSEMBLY_KINDS
from crm.events.models import Event
from crm.partners.domain.contacts import Contact, note_contact
from crm.partners.enums import Channel, ContactKind, OrganizationKind, Visibility
from crm.partners.models import (
    Funding,
    Membership,
    Organization,
    OrganizationContact,
    Partnership,
    Person,
    PersonContact,
)

CAFE, CENTRE = "Café coopératif Le Perron", "Centre communautaire du Four-à-Chaux"
HYACINTHE, MAIL = ("Hyacinthe", "Belhumeur-Roy"), "hyacinthe@four-a-chaux.example"
# By the group of the demo's accounts, the names of the partners whom it follows.
FOLLOWED = {
    "Conseil": (CENTRE, CAFE, "Jardin collectif La Binette", "Le Crieur des Ormes", "Fonds des voisins", "Vélo-Ormes"),
    "Secrétariat": (
        "Arrondissement de la Grande-Côte",
        "Caisse d’entraide de la Côte",
        "Association des marchands de la rue des Tailleurs",
        "CLSC de la Grande-Côte",
    ),
}


def write_twice(today: date) -> None:
    """Two organizations and a person under another spelling, each with something that follows them."""
    cafe = _found("Café coopératif du Perron", OrganizationKind.COOPERATIVE, "418 555-0121")
    note_contact(Contact(today - timedelta(days=33), Channel.PHONE, "Le café du mercredi", [cafe]), by=None)
    _found("CLSC Grande Côte", OrganizationKind.INSTITUTION, "418 555-0140")
    known = Person.objects.get(given_name=HYACINTHE[0], family_name=HYACINTHE[1])
    double = Person.objects.create(given_name="Hyacinthe", family_name="Belhumeur Roy", visibility=Visibility.BOARD)
    for person in (known, double):
        person.contact_details.add(PersonContact(kind=ContactKind.EMAIL, value=MAIL, visibility=Visibility.BOARD))
        person.save()
    held = Membership.objects.get(person=known, organization__name=CENTRE, end_is_unknown=False, ends_on=None)
    Membership.objects.create(
        person=double, organization=held.organization, post=held.post, role=held.role, starts_on=held.starts_on
    )


def share_out() -> None:
    """Who follows which partner and what was agreed there, looks after which events, awaits which answers.

    Only where the demo's accounts are open.
    """
    for group, names in FOLLOWED.items():
        follower = User.objects.filter(groups__name=group).first()
        Organization.objects.filter(name__in=names).update(followed_by=follower)
        Partnership.objects.filter(organization__name__in=names).update(followed_by=follower)
        Funding.objects.filter(funder__name__in=names).update(followed_by=follower)
    assemblies = Q(kind__in=ASSEMBLY_KINDS)
    for role, events in ((Role.SECRETARIAT, assemblies), (Role.COMMUNICATIONS, ~assemblies)):
        Event.objects.filter(events).update(followed_by=User.objects.filter(groups__name=role.value).first())
    awaiting = User.objects.filter(groups__name=Role.BOARD.value).first()
    Sending.objects.waiting().update(followed_by=awaiting)


def _found(name: str, kind: OrganizationKind, telephone: str) -> Organization:
    organization = Organization(name=name, kind=kind, is_listed=False)
    organization.contact_details.add(
        OrganizationContact(kind=ContactKind.VOICE, value=telephone, visibility=Visibility.BOARD)
    )
    organization.save()
    return organization
