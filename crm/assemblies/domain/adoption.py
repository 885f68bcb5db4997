"""Brings the minutes of an assembly before the next one, and adopts them when that item is adopted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm.assemblies.domain.agenda_numbers import number_late_item
from crm.assemblies.enums import AssemblyState, ItemKind, ItemState, MinutesState
from crm.assemblies.models import AgendaItem, Assembly, Decision, Minutes
from crm.assemblies.querysets import MinutesQuerySet
from crm.events.domain.dates import plain_date
from crm.events.enums import EventKind

BEFORE = (ItemKind.OPENING, ItemKind.AGENDA, ItemKind.MINUTES)


@transaction.atomic
def plan_adoption(assembly: Assembly) -> list[AgendaItem]:
    """One item for each minutes of an earlier assembly that wait for their adoption; called again it adds none.

    An item « Adoption of minutes » that names none yet is taken; one that was carried over leads to its new item.
    """
    waiting = (
        _of_its_kind(assembly)
        .filter(assembly__state=AssemblyState.CLOSED, assembly__event__starts_at__lt=assembly.event.starts_at)
        .select_related("assembly__event", "adoption_item__assembly")
        .order_by("assembly__event__starts_at")
    )
    made = []
    for minutes in waiting:
        if _is_planned(minutes.adoption_item):
            continue
        minutes.adoption_item = _free_item(assembly, minutes) or _new_item(assembly)
        name_adoption(minutes.adoption_item, minutes)
        number_late_item(minutes.adoption_item)
        minutes.save(update_fields=["adoption_item"])
        made.append(minutes.adoption_item)
    return made


def _of_its_kind(assembly: Assembly) -> MinutesQuerySet:
    """An annual assembly adopts the minutes of the last one; every other assembly those of the others."""
    waiting, annual = Minutes.objects.awaiting_adoption(), EventKind.ANNUAL_ASSEMBLY
    if assembly.event.kind == annual:
        return waiting.filter(assembly__event__kind=annual)
    return waiting.exclude(assembly__event__kind=annual)


def _is_planned(item: AgendaItem | None) -> bool:
    """Whether it is still to come at an assembly that is not over."""
    if item is None or item.state != ItemState.PLANNED:
        return False
    return item.assembly.state != AssemblyState.CLOSED


def _free_item(assembly: Assembly, minutes: Minutes) -> AgendaItem | None:
    free = assembly.items.filter(kind=ItemKind.MINUTES, state=ItemState.PLANNED, minutes_to_adopt=None)
    carried = free.filter(carried_from=minutes.adoption_item) if minutes.adoption_item else free.none()
    return carried.first() or free.filter(carried_from=None).order_by("position", "pk").first()


def _new_item(assembly: Assembly) -> AgendaItem:
    before = assembly.items.filter(kind__in=BEFORE).order_by("position").last()
    position = before.position + 1 if before is not None else 0
    assembly.items.filter(position__gte=position).update(position=F("position") + 1)
    return AgendaItem.objects.create(assembly=assembly, kind=ItemKind.MINUTES, position=position, title=_("Minutes"))


def name_adoption(item: AgendaItem, minutes: Minutes) -> None:
    """Say at ``item`` which minutes it is about, and what is proposed."""
    day = plain_date(minutes.assembly.held_on)
    item.title = _("Adoption of the minutes of {day}").format(day=day)
    item.proposal = _("To adopt the minutes of the assembly of {day} as written.").format(day=day)
    item.save(update_fields=["title", "proposal"])


def adopt_minutes_at(item: AgendaItem, on: date) -> Minutes | None:
    """Adopt the minutes that ``item`` is about, if any, and seal what they tell; a second call changes nothing."""
    minutes = Minutes.objects.awaiting_adoption().select_for_update().filter(adoption_item=item).first()
    if minutes is not None:
        minutes.state, minutes.adopted_on = MinutesState.ADOPTED, on
        minutes.save(update_fields=["state", "adopted_on"])
        Decision.objects.filter(item__assembly=minutes.assembly_id).exclude(result="").update(is_sealed=True)
    return minutes
