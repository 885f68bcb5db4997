"""Gives agenda items their numbers YY-MM-NN when the assembly is called; a number never changes and is never reused.

NN goes on from one assembly to the next of the same month: each month is one row of `AgendaSeries`, locked while
numbers are taken.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import AgendaItem, AgendaSeries, Assembly


@transaction.atomic
def number_items(assembly: Assembly) -> list[AgendaItem]:
    """Number, in their order, the items that have none; a second call numbers nothing."""
    items = list(assembly.items.filter(number="").order_by("position", "pk"))
    if not items:
        return []
    day = assembly.held_on
    first = _take_ranks(day, len(items))
    for rank, item in enumerate(items, start=first):
        item.number = item_number(day, rank)
        item.save(update_fields=["number"])
    return items


def number_late_item(item: AgendaItem) -> None:
    """An item added once the assembly is called takes the next number at once."""
    if item.assembly.state != AssemblyState.PREPARING and not item.number:
        item.number = item_number(item.assembly.held_on, _take_ranks(item.assembly.held_on, 1))
        item.save(update_fields=["number"])


def item_number(day: date, rank: int) -> str:
    """« 26-04-07 »."""
    return f"{day:%y-%m}-{rank:02d}"


def _take_ranks(day: date, count: int) -> int:
    """The first of ``count`` numbers that nobody else has."""
    AgendaSeries.objects.get_or_create(year=day.year, month=day.month)
    series = AgendaSeries.objects.select_for_update().get(year=day.year, month=day.month)
    series.last_rank += count
    series.save(update_fields=["last_rank"])
    return series.last_rank - count + 1
