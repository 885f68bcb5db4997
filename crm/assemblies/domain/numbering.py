"""Gives a decision its number, by series and year: no hole, no double, also when two are adopted at once.

Each year of a series is one row of `Series`, locked while a number is taken: the count and the decision are written in
one transaction, so a decision that is not written in the end gives its number back.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm.assemblies.enums import DecisionKind, DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision, NumberSeries

PREFIXES = {
    DecisionKind.RESOLUTION: "R",
    DecisionKind.OPINION: "AV",
    DecisionKind.BRIEF: "M",
    DecisionKind.RECOMMENDATION: "RC",
    DecisionKind.LETTER: "L",
}


@transaction.atomic
def number_decision(decision: Decision, adopted_on: date) -> Decision:
    """Make ``decision`` an adopted one, with the next number of its series; a second call changes nothing.

    Outside an assembly its words are sealed at once; at an item of one, with the adoption of the minutes.
    Raises `AssemblyRefused` where there is nothing to adopt: no words.
    """
    stored = Decision.objects.select_for_update().get(pk=decision.pk)
    if stored.state == DecisionState.ADOPTED:
        return stored
    if not stored.text.strip():
        raise AssemblyRefused(_("Write what is decided before adopting it."))
    stored.state, stored.adopted_on = DecisionState.ADOPTED, adopted_on
    stored.year, stored.rank = adopted_on.year, _next_rank(stored.kind, adopted_on.year)
    stored.number = decision_number(DecisionKind(stored.kind), adopted_on.year, stored.rank)
    stored.is_sealed = stored.item_id is None
    stored.save()
    return stored


def decision_number(kind: DecisionKind, year: int, rank: int) -> str:
    """« R-2026-007 »."""
    return f"{PREFIXES[kind]}-{year}-{rank:03d}"


def _next_rank(kind: str, year: int) -> int:
    series, _made = NumberSeries.objects.get_or_create(kind=kind, year=year)
    NumberSeries.objects.filter(pk=series.pk).update(last_rank=F("last_rank") + 1)
    series.refresh_from_db()
    return series.last_rank
