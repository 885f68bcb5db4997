"""Assemblies and decisions of a fictional council."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import factory

from crm.assemblies.domain.followups import Recipient, send_decision
from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.domain.presences import arrive, expected_members
from crm.assemblies.enums import BylawBasis, BylawKind, ItemKind
from crm.assemblies.models import AgendaItem, Assembly, Bylaw, Decision, Presence, Sending
from crm.events.enums import EventKind
from crm.partners.models import Organization, Person
from tests.factories.events import EventFactory
from tests.factories.partners import MembershipFactory, PostFactory


class BylawFactory(factory.django.DjangoModelFactory[Bylaw]):
    class Meta:
        model = Bylaw

    kind = BylawKind.QUORUM
    basis = BylawBasis.MAJORITY
    in_force_from = date(2020, 1, 1)
    source = "Règlement intérieur fictif, article 12"


class AssemblyFactory(factory.django.DjangoModelFactory[Assembly]):
    class Meta:
        model = Assembly

    event = factory.SubFactory(
        EventFactory, kind=EventKind.BOARD_MEETING, title="Assemblée du conseil d’administration"
    )


class AgendaItemFactory(factory.django.DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    assembly = factory.SubFactory(AssemblyFactory)
    kind = ItemKind.DECISION
    title = factory.Sequence(lambda n: f"Traverse de la rue des Tailleurs {n}")
    position = factory.Sequence(lambda n: n)


class DecisionFactory(factory.django.DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    title = factory.Sequence(lambda n: f"Une traverse sûre, rue des Tailleurs {n}")
    text = "Demander à la Ville une traverse surélevée devant l’école."


def adopted(on: date = date(2026, 4, 14), **fields: object) -> Decision:
    """A decision of the register, with its number."""
    return number_decision(DecisionFactory(**fields), on)


def board_of(council: Organization, voting: int, non_voting: int = 0) -> list[Person]:
    """The people who hold the seats of our board, those with a vote first."""
    people = []
    for rank in range(voting + non_voting):
        post = PostFactory(organization=council, position=rank, is_voting=rank < voting)
        people.append(MembershipFactory(organization=council, post=post).person)
    return people


def gathered(board: list[Person], assembly: Assembly, *, at: datetime | None = None) -> list[Presence]:
    """All of them come in as the assembly begins."""
    seats = {one.person: one.membership for one in expected_members(assembly)}
    moment = at or assembly.event.starts_at
    return [arrive(assembly, person, moment, membership=seats[person]) for person in board]


def sent(decision: Decision | None = None, *, on: date = date(2026, 4, 15), **fields: Any) -> Sending:
    """A decision of the register, sent that day and awaiting its answer."""
    recipient = Recipient(fields.pop("organization", None), fields.pop("addressee", "La mairie"))
    return send_decision(decision or adopted(min(on, date(2026, 4, 14))), recipient, by=None, on=on, **fields)
