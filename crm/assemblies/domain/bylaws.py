"""Answers what the by-laws asked on a day: a number of days, of people, a share of the seats."""

from __future__ import annotations

from datetime import date
from math import ceil

from crm.assemblies.enums import BylawBasis, BylawKind
from crm.assemblies.models import Bylaw


def bylaw_in_force(kind: BylawKind, on: date, assembly_kind: str = "") -> Bylaw | None:
    """The rule of that day, or None where the council has written none: nothing is ever assumed."""
    return Bylaw.objects.in_force(kind, on, assembly_kind).first()


def people_needed(bylaw: Bylaw, seats_held: int) -> int:
    """How many people the rule asks for, when ``seats_held`` voting seats are held."""
    if bylaw.basis in (BylawBasis.COUNT, BylawBasis.ELECTORS):
        return bylaw.amount
    if bylaw.basis == BylawBasis.MAJORITY:
        return seats_held // 2 + 1
    return ceil(seats_held * bylaw.amount / 100)
