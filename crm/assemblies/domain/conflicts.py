"""Writes who declared an interest in an item, and whether they withdrew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.assemblies.domain.versions import take_table
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import AgendaItem, ConflictDeclaration, Decision, Presence
from crm.partners.models import Person


@transaction.atomic
def declare_conflict(
    item: AgendaItem, person: Person, nature: str, at: datetime, *, withdrew: bool = True
) -> ConflictDeclaration:
    """Write the declaration; declared again on the same item, its words are corrected.

    Raises `AssemblyRefused` for who was never there, and for who already moved, seconded or voted while withdrawn.
    """
    table = take_table(item.assembly_id)
    if not Presence.objects.filter(assembly=table, person=person).exists():
        raise AssemblyRefused(_("Only someone who is at the assembly declares an interest."))
    acted = Q(mover=person) | Q(seconder=person) | Q(votes__person=person)
    if withdrew and Decision.objects.filter(acted, item=item).exclude(voted_at=None).exists():
        raise AssemblyRefused(_("This person already moved, seconded or voted at this item: correct the vote first."))
    declared, _made = ConflictDeclaration.objects.update_or_create(
        item=item,
        person=person,
        defaults={"nature": nature.strip(), "withdrew": withdrew},
        create_defaults={"nature": nature.strip(), "withdrew": withdrew, "declared_at": at},
    )
    return declared


@transaction.atomic
def strike_conflict(declared: ConflictDeclaration) -> None:
    """Take back a declaration written by mistake."""
    take_table(declared.item.assembly_id)
    ConflictDeclaration.objects.filter(pk=declared.pk).delete()
