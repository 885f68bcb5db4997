"""The annual assembly of a fictional council that elects its board."""

from __future__ import annotations

from datetime import date, datetime

from crm.assemblies.domain.candidacies import add_supporters, receive_candidacy, validate_candidacy
from crm.assemblies.domain.electors import Arrival, welcome_elector
from crm.assemblies.domain.seats_to_fill import prepare_election
from crm.assemblies.enums import BylawBasis, BylawKind, ElectorKind
from crm.assemblies.models import Candidacy, Election, Elector
from crm.events.enums import EventKind
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.models import Membership, Organization, Person, Post
from tests.events.moments import at
from tests.factories.assemblies import AssemblyFactory, BylawFactory
from tests.factories.partners import OrganizationFactory, PersonFactory, PostFactory

WOMAN, MAN, ANYONE = "une femme du quartier", "un homme du quartier", ""
HELD = at("2026-04-14 19:00")
NOW = at("2026-04-14 20:00")
DAY = date(2026, 4, 14)


def our_council() -> Organization:
    return Organization.objects.our_council() or OrganizationFactory(name="Conseil fictif", is_our_council=True)


def seat(category: str = ANYONE, **fields: object) -> Post:
    """A seat of our board, elected for two years."""
    fields = {"organization": our_council(), "term_months": 24, "reserved_for": category} | fields
    return PostFactory(**fields)


def sits(post: Post, until: str, since: str = "2024-04-16", **fields: object) -> Membership:
    """Someone in a seat, with the end of their term."""
    person = fields.pop("person", None) or PersonFactory()
    return Membership.objects.create(
        person=person,
        organization=post.organization,
        post=post,
        starts_on=PartialDate(*map(int, since.split("-"))),
        term_ends_on=PartialDate(*map(int, until.split("-"))),
        **fields,
    )


def annual_election(held_at: datetime = HELD, *, supporters: int | None = 2, **fields: object) -> Election:
    """Being prepared, with the seats that are due that day; ``supporters`` are asked for, where a rule says so."""
    if supporters is not None:
        BylawFactory(kind=BylawKind.SUPPORTERS, basis=BylawBasis.COUNT, amount=supporters)
    BylawFactory(kind=BylawKind.OFFICERS_DAYS, basis=BylawBasis.COUNT, amount=30)
    assembly = AssemblyFactory(
        event__kind=EventKind.ANNUAL_ASSEMBLY,
        event__title="Assemblée générale annuelle",
        event__starts_at=held_at,
        event__ends_at=held_at.replace(hour=21),
    )
    election = prepare_election(assembly)
    for name, value in fields.items():
        setattr(election, name, value)
    election.save()
    return election


def stands(election: Election, category: str = ANYONE, person: Person | None = None) -> Candidacy:
    """Someone with as many supporters as the rule asks for, found valid."""
    candidacy = receive_candidacy(election, person or PersonFactory(), category, NOW)
    add_supporters(candidacy, "Ondine Fictive, 4, rue des Tailleurs\nMédéric Fictif, 9, rue du Four")
    return validate_candidacy(candidacy)


def voters(election: Election, number: int) -> list[Elector]:
    """So many residents at the door."""
    return [
        welcome_elector(
            election,
            Arrival(f"Votante Fictive {n}", ElectorKind.RESIDENT, f"{n}, rue du Four", "Permis de conduire"),
            None,
            NOW,
        ).elector
        for n in range(number)
    ]
