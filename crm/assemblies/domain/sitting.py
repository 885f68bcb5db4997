"""Opens an assembly, goes from item to item, closes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.assemblies.domain.agenda_numbers import number_items
from crm.assemblies.domain.minutes import draft_minutes
from crm.assemblies.domain.presiding import name_presiding
from crm.assemblies.domain.proposals import propose_decision
from crm.assemblies.domain.quorum import Quorum, quorum_of
from crm.assemblies.domain.versions import save_version, take_table
from crm.assemblies.enums import AssemblyState, DecisionState, ItemKind, ItemState
from crm.assemblies.errors import AssemblyRefused, NeedsKnowing, StaleRecord
from crm.assemblies.models import AgendaItem, Assembly, Decision

# What is dealt with by being there, and what the next assembly takes up where nobody had time for it.
CARRIED_KINDS = (ItemKind.MINUTES, ItemKind.DECISION, ItemKind.INFORMATION, ItemKind.ELECTION)
DECIDING_KINDS = (ItemKind.AGENDA, ItemKind.MINUTES, ItemKind.DECISION)


@transaction.atomic
def open_assembly(assembly: Assembly, at: datetime, *, knowing: bool = False) -> Assembly:
    """Open it, its items numbered where nobody called it, chaired as usual; a second call changes nothing.

    Raises `NeedsKnowing` without quorum, unless ``knowing``: the minutes then say that there was none.
    """
    table = take_table(assembly.pk)
    if table.opened_at is not None:
        return table
    if not knowing:
        _check_quorum(quorum_of(table), at)
    table.state, table.opened_at = AssemblyState.OPEN, at
    table.save(update_fields=["state", "opened_at"])
    name_presiding(table)
    number_items(table)
    table.items.filter(kind=ItemKind.OPENING, state=ItemState.PLANNED).update(state=ItemState.DONE)
    first = table.items.filter(state=ItemState.PLANNED).order_by("position", "pk").first()
    return go_to_item(first).assembly if first is not None else table


def _check_quorum(quorum: Quorum, at: datetime) -> None:
    if quorum.needed is None:
        raise NeedsKnowing(_("No rule says what the quorum is: write it in the by-laws, or open knowing it."))
    if not quorum.is_met_at(at):
        raise NeedsKnowing(_("There is no quorum. You may open knowing it: the minutes will say so."))


@transaction.atomic
def close_assembly(assembly: Assembly, at: datetime) -> Assembly:
    """Close it: what nobody had time for is carried over, the minutes are drafted. A second call changes nothing."""
    table = take_table(assembly.pk)
    if table.closed_at is not None:
        return table
    if table.opened_at is None:
        raise AssemblyRefused(_("This assembly is not open yet."))
    if at < table.opened_at:
        raise AssemblyRefused(_("It closes before it opens: check both times."))
    table.state, table.closed_at, table.current_item = AssemblyState.CLOSED, at, None
    table.save(update_fields=["state", "closed_at", "current_item"])
    planned = table.items.filter(state=ItemState.PLANNED)
    decided = Decision.objects.filter(assembly=table, state__in=(DecisionState.ADOPTED, DecisionState.REJECTED))
    told = ~Q(kind__in=DECIDING_KINDS) & (~Q(discussion="") | Q(questions__isnull=False))
    dealt_with = planned.filter(Q(kind=ItemKind.CLOSING) | Q(pk__in=decided.values("item")) | told)
    table.items.filter(pk__in=list(dealt_with.values_list("pk", flat=True))).update(state=ItemState.DONE)
    planned.filter(kind__in=CARRIED_KINDS).update(state=ItemState.CARRIED_OVER)
    draft_minutes(table, at)
    return table


@transaction.atomic
def reopen_assembly(assembly: Assembly) -> Assembly:
    """Take back a closing pressed too early. Raises `AssemblyRefused` once the minutes are adopted."""
    table = take_table(assembly.pk)
    if table.closed_at is not None:
        table.state, table.closed_at = AssemblyState.OPEN, None
        table.save(update_fields=["state", "closed_at"])
    return table


@transaction.atomic
def go_to_item(item: AgendaItem) -> AgendaItem:
    """Make it the item that the table is at; what is to be decided there is ready to be written.

    An earlier item where nothing is put to the vote is dealt with when the table leaves it.
    """
    table = take_table(item.assembly_id)
    stored = AgendaItem.objects.get(pk=item.pk)
    left = table.items.filter(pk=table.current_item_id or 0, state=ItemState.PLANNED, position__lt=stored.position)
    left.exclude(kind__in=DECIDING_KINDS).update(state=ItemState.DONE)
    table.current_item = stored
    table.save(update_fields=["current_item"])
    if stored.kind in DECIDING_KINDS:
        propose_decision(stored)
    stored.assembly = table
    return stored


@transaction.atomic
def settle_item(item: AgendaItem, state: ItemState) -> AgendaItem:
    """Say what became of an item: dealt with, carried over, withdrawn, or to come after all."""
    take_table(item.assembly_id)
    stored = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if state in (ItemState.CARRIED_OVER, ItemState.WITHDRAWN) and stored.decisions.adopted().exists():
        raise AssemblyRefused(_("A decision was adopted at this item: it was dealt with."))
    if stored.state != state:
        stored.state = state
        stored.save(update_fields=["state"])
    return stored


@transaction.atomic
def finish_item(item: AgendaItem) -> AgendaItem | None:
    """The item is dealt with; the table goes to the next one to come, which is returned."""
    settle_item(item, ItemState.DONE)
    later = AgendaItem.objects.filter(assembly=item.assembly_id, state=ItemState.PLANNED)
    following = later.filter(position__gte=item.position).exclude(pk=item.pk).order_by("position", "pk").first()
    return go_to_item(following) if following is not None else None


@transaction.atomic
def write_discussion(item: AgendaItem, seen: int, words: str) -> AgendaItem:
    """Save what was said. Raises `StaleRecord` where someone else wrote meanwhile."""
    take_table(item.assembly_id)
    return save_version(item, seen, discussion=words)


@transaction.atomic
def count_citizens(assembly: Assembly, seen: int | None, count: int | None) -> Assembly:
    """Save how many citizens are in the room. Raises `StaleRecord` where someone else counted since ``seen``."""
    table = take_table(assembly.pk)
    if table.citizens_present not in (seen, count):
        raise StaleRecord(table)
    table.citizens_present = count
    table.save(update_fields=["citizens_present"])
    return table
