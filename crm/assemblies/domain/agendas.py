"""Writes the agenda of an assembly: adds, orders and takes off items, begins from a template, brings what was left.

Each verb holds the row of the assembly while it works, so two people who act at once leave one order, and moves its
version, so that a screen left open knows that it is behind.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from crm.assemblies.domain.adoption import plan_adoption
from crm.assemblies.domain.agenda_numbers import number_late_item
from crm.assemblies.domain.agenda_templates import AgendaTemplate, template_items
from crm.assemblies.enums import AssemblyState, ItemState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import AgendaItem, Assembly


@transaction.atomic
def add_item(assembly: Assembly, **fields: Any) -> AgendaItem:
    """A new item, before the closing of the assembly where there is one; called, it has its number at once."""
    held = hold(assembly)
    item = AgendaItem.objects.create(assembly=held, position=_next_position(held), **fields)
    _before_closing(held, item)
    number_late_item(item)
    return item


@transaction.atomic
def change_item(item: AgendaItem, **fields: Any) -> AgendaItem:
    """Write these fields and no others: what is typed meanwhile during the assembly stays."""
    assembly = hold(item.assembly)
    stored = assembly.items.select_for_update().get(pk=item.pk)
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.save(update_fields=[*fields, "version"])
    return stored


@transaction.atomic
def move_item(item: AgendaItem, steps: int) -> bool:
    """Move an item up (-1) or down (1) by whole places; whether it moved. At an end, nothing changes."""
    assembly = hold(item.assembly)
    order = list(assembly.items.order_by("position", "pk"))
    place = next(index for index, one in enumerate(order) if one.pk == item.pk)
    wanted = min(max(place + steps, 0), len(order) - 1)
    order.insert(wanted, order.pop(place))
    _write_order(order)
    return wanted != place


@transaction.atomic
def take_off_item(item: AgendaItem) -> bool:
    """Take an item off: deleted while the assembly is being prepared, afterwards kept with its number as withdrawn.

    Whether it was deleted. What was already dealt with stays: raises `AssemblyRefused`.
    """
    assembly = hold(item.assembly)
    stored = assembly.items.get(pk=item.pk)
    if stored.state == ItemState.DONE:
        raise AssemblyRefused(_("“%(title)s” was already dealt with: it stays.") % {"title": stored.title})
    if assembly.state == AssemblyState.PREPARING:
        stored.delete()
        return True
    stored.state = ItemState.WITHDRAWN
    stored.save(update_fields=["state"])
    return False


@transaction.atomic
def begin_agenda(assembly: Assembly, template: AgendaTemplate) -> list[AgendaItem]:
    """The usual items of such an assembly, where there is none yet; a second call adds nothing.

    The minutes that wait for their adoption each have their item.
    """
    held = hold(assembly)
    if held.items.exists():
        return []
    items = [
        AgendaItem.objects.create(assembly=held, position=position, **fields)
        for position, fields in enumerate(template_items(template))
    ]
    for item in items:
        number_late_item(item)
    plan_adoption(held)
    return list(held.items.order_by("position", "pk"))


def carried_items(assembly: Assembly) -> list[AgendaItem]:
    """What earlier assemblies of the same kind carried over and no agenda has taken up since; the oldest first."""
    left = AgendaItem.objects.filter(
        state=ItemState.CARRIED_OVER,
        carried_to=None,
        assembly__event__kind=assembly.event.kind,
        assembly__event__starts_at__lt=assembly.event.starts_at,
    )
    return list(left.select_related("assembly__event").order_by("assembly__event__starts_at", "position"))


@transaction.atomic
def bring_items(assembly: Assembly) -> list[AgendaItem]:
    """Put on this agenda everything that was carried over, with its partners and documents; twice brings it once."""
    held = hold(assembly)
    brought = [_bring(held, left) for left in carried_items(held)]
    plan_adoption(held)
    return brought


def _bring(assembly: Assembly, left: AgendaItem) -> AgendaItem:
    words = ("kind", "title", "minutes_planned", "presenter_words", "introduction", "proposal", "is_closed_session")
    fields = {name: getattr(left, name) for name in words}
    item = add_item(assembly, carried_from=left, presenter_id=left.presenter_id, **fields)
    item.organizations.set(left.organizations.all())
    item.documents.set(left.documents.all())
    return item


def hold(assembly: Assembly) -> Assembly:
    """The row as it is stored, locked until the end of the transaction; refused once the assembly is over."""
    Assembly.objects.filter(pk=assembly.pk).update(version=F("version") + 1)
    held = Assembly.objects.select_for_update(of=("self",)).select_related("event").get(pk=assembly.pk)
    if held.state == AssemblyState.CLOSED:
        raise AssemblyRefused(_("This assembly is over: its agenda stays as it was."))
    return held


def _next_position(assembly: Assembly) -> int:
    last = assembly.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _before_closing(assembly: Assembly, added: AgendaItem) -> None:
    """The closing stays the last one."""
    order = [item for item in assembly.items.order_by("position", "pk") if item.pk != added.pk]
    if added.kind != "closing" and order and order[-1].kind == "closing":
        _write_order([*order[:-1], added, order[-1]])


def _write_order(order: list[AgendaItem]) -> None:
    for position, item in enumerate(order):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
