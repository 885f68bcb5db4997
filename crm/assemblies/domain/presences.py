"""Who comes in and who leaves; whom to expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.assemblies.domain.versions import save_version, take_table
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Decision, Presence
from crm.partners.domain.tenure import Answer
from crm.partners.models import Membership, Organization, Person


@dataclass(frozen=True)
class Expected:
    """Someone who holds a seat on our board that day, perhaps without a vote; perhaps their term has run out."""

    person: Person
    membership: Membership
    is_voting: bool
    is_certain: bool

    @property
    def seat(self) -> str:
        return self.membership.label


def expected_members(assembly: Assembly) -> list[Expected]:
    """The holders of our board's seats on the day of the assembly, those with a vote first, each person once."""
    on = assembly.held_on
    held = (
        Membership.objects.on(on, perhaps=True)
        .filter(organization=Organization.objects.our_council(), post__is_on_board=True)
        .select_related("person", "post", "organization")
        .order_by("-post__is_voting", "post__position", "post__pk", "pk")
    )
    found: dict[int, Expected] = {}
    for membership in held:
        is_voting = membership.post is not None and membership.post.is_voting
        is_certain = membership.is_current(on) == Answer.YES
        found.setdefault(
            membership.person_id, Expected(membership.person, membership, is_voting=is_voting, is_certain=is_certain)
        )
    return list(found.values())


@transaction.atomic
def arrive(
    assembly: Assembly, person: Person, at: datetime, *, is_voting: bool = False, membership: Membership | None = None
) -> Presence:
    """Write that someone came in; who is already in the room stays as written. A seat says whether they vote.

    Raises `AssemblyRefused` where they were in the room at that moment already.
    """
    table = take_table(assembly.pk)
    of_this_person = Presence.objects.filter(assembly=table, person=person)
    here = of_this_person.filter(left_at=None).first()
    if here is not None:
        return here
    if of_this_person.filter(left_at__gt=at).exists():
        raise AssemblyRefused(_("This person was in the room at that time already: check the time."))
    if membership is not None:
        is_voting = membership.post is not None and membership.post.is_voting
    return Presence.objects.create(
        assembly=table, person=person, membership=membership, is_voting=is_voting, arrived_at=at
    )


@transaction.atomic
def leave(presence: Presence, at: datetime) -> Presence:
    """Write that someone left; a second call changes nothing. Raises `AssemblyRefused` for a time before they came."""
    take_table(presence.assembly_id)
    stored = Presence.objects.select_for_update().get(pk=presence.pk)
    if stored.left_at is not None:
        return stored
    return _set_times(stored, stored.version, stored.arrived_at, at)


@transaction.atomic
def correct_presence(presence: Presence, seen: int, arrived_at: datetime, left_at: datetime | None) -> Presence:
    """Put a time right. Raises `StaleRecord` where someone else did meanwhile."""
    take_table(presence.assembly_id)
    return _set_times(presence, seen, arrived_at, left_at)


def _set_times(presence: Presence, seen: int, arrived_at: datetime, left_at: datetime | None) -> Presence:
    if left_at is not None and left_at < arrived_at:
        raise AssemblyRefused(_("The departure is before the arrival: check both times."))
    others = Presence.objects.filter(assembly=presence.assembly_id, person=presence.person_id).exclude(pk=presence.pk)
    meeting = Q(left_at=None) | Q(left_at__gt=arrived_at)
    if left_at is not None:
        meeting &= Q(arrived_at__lt=left_at)
    if others.filter(meeting).exists():
        raise AssemblyRefused(_("This person was in the room at that time already: check the time."))
    return save_version(presence, seen, arrived_at=arrived_at, left_at=left_at)


@transaction.atomic
def strike_presence(presence: Presence) -> None:
    """Take back an arrival written by mistake. Raises `AssemblyRefused` for who moved or seconded something."""
    take_table(presence.assembly_id)
    acted = Q(mover=presence.person_id) | Q(seconder=presence.person_id) | Q(votes__person=presence.person_id)
    if Decision.objects.filter(acted, assembly=presence.assembly_id).exists():
        raise AssemblyRefused(_("This person moved, seconded or voted: correct the times instead."))
    Presence.objects.filter(pk=presence.pk).delete()
