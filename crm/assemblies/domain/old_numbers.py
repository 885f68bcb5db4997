"""Takes a decision from before Parvis into the register, under the number that it has on paper."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.numbering import PREFIXES, decision_number
from crm.assemblies.enums import DecisionKind, DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision, NumberSeries

# What stands in an address without being written otherwise; a figure, so that it is no word of our own addresses.
WRITTEN = re.compile(r"(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z._-]{0,19}")
OURS = re.compile(rf"({'|'.join(PREFIXES.values())})-([0-9]{{4}})-([0-9]{{1,4}})")


def old_number(written: str, kind: DecisionKind, adopted_on: date) -> tuple[str, int | None]:
    """The number as the register writes it, and its rank where it is of our series. Writes nothing.

    Refuses one of another series or year, and one that cannot stand in an address.
    """
    number = "-".join(written.split()).upper()
    if not WRITTEN.fullmatch(number):
        raise AssemblyRefused(_("A number has figures, letters, hyphens and periods: 2019-CA-045."))
    ours = OURS.fullmatch(number)
    if ours is None:
        return number, None
    prefix, year, rank = ours[1], int(ours[2]), int(ours[3])
    if prefix != PREFIXES[kind] or year != adopted_on.year or rank == 0:
        raise AssemblyRefused(
            _("This number is not of the series {prefix}-{year}: check the kind and the day.").format(
                prefix=PREFIXES[kind], year=adopted_on.year
            )
        )
    return decision_number(kind, year, rank), rank


@transaction.atomic
def enter_old_decision(decision: Decision, number: str, adopted_on: date) -> Decision:
    """Make ``decision`` an adopted one that keeps its old ``number``; a second call changes nothing.

    A number of the form of ours joins its series, which goes on after the highest. Refuses a number that another
    decision has, that is of another series or year, or that cannot stand in an address.
    """
    stored = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if stored.state == DecisionState.ADOPTED:
        return stored
    if stored.item_id is not None:
        raise AssemblyRefused(_("It is voted at its item of the agenda, on the screen of the assembly."))
    return register_old_decision(stored, number, adopted_on)


@transaction.atomic
def register_old_decision(decision: Decision, number: str, adopted_on: date) -> Decision:
    """The same for a decision that nobody else holds, of which nothing may be written yet."""
    if not decision.text.strip():
        raise AssemblyRefused(_("Write what is decided before adopting it."))
    written, rank = old_number(number, DecisionKind(decision.kind), adopted_on)
    if rank is not None:
        _lead_series_past(DecisionKind(decision.kind), adopted_on.year, rank)
    if Decision.objects.filter(number=written).exists():
        raise AssemblyRefused(_("Another decision has the number {number}.").format(number=written))
    decision.year, decision.rank, decision.number = adopted_on.year, rank, written
    decision.is_from_before, decision.is_sealed = True, True
    decision.state, decision.adopted_on = DecisionState.ADOPTED, adopted_on
    decision.save()
    return decision


def _lead_series_past(kind: DecisionKind, year: int, rank: int) -> None:
    """The row of the series is locked, and what is adopted next comes after this rank."""
    NumberSeries.objects.get_or_create(kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(kind=kind, year=year)
    if rank > series.last_rank:
        series.last_rank = rank
        series.save(update_fields=["last_rank"])
