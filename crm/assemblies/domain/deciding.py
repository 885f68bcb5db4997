"""Writes what a decision says and how it was voted, for the screen of an assembly and for the register alike.

Without a number its words change freely. Numbered at an item of an assembly, they are corrected here alone, version by
version, and the history keeps who changed what; once the minutes are adopted they are sealed. Numbered outside an
assembly, they are sealed at once. What is sealed has dated errata (`domain.errata`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.domain.versions import save_version, take_table
from crm.assemblies.enums import DecisionResult, DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision

PASSED = (DecisionResult.UNANIMOUS, DecisionResult.MAJORITY)
NOT_PASSED = {DecisionResult.REJECTED: DecisionState.REJECTED, DecisionResult.POSTPONED: DecisionState.POSTPONED}


def assembly_of(decision: Decision) -> int:
    """The assembly to which it is put, at an item of its agenda."""
    if decision.item is None:
        raise AssemblyRefused(_("This decision was not put to an assembly."))
    return decision.item.assembly_id


@transaction.atomic
def write_decision(decision: Decision, seen: int, /, **words: Any) -> Decision:
    """Save its words, as the table has them. Raises `StaleRecord` where someone else wrote meanwhile."""
    take_table(assembly_of(decision))
    stored = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    _refuse_sealed(stored)
    if stored.number and not str(words.get("text", stored.text)).strip():
        raise AssemblyRefused(_("An adopted decision keeps its words."))
    if stored.number and words.get("kind", stored.kind) != stored.kind:
        raise AssemblyRefused(_("Its number is of its kind: an adopted decision keeps both."))
    return save_version(stored, seen, **words)


@transaction.atomic
def write_vote(decision: Decision, seen: int, result: DecisionResult, on: date, /, **vote: Any) -> Decision:
    """Save how it was voted that day; what passed takes its number, and keeps it from then on."""
    stored = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    _refuse_sealed(stored)
    if stored.number and result not in PASSED:
        raise AssemblyRefused(_("It is adopted, and its number stays: adopt another one that undoes it."))
    state = stored.state if stored.number else NOT_PASSED.get(result, DecisionState.DRAFT)
    written = save_version(stored, seen, state=str(state), result=result.value, **vote)
    return number_decision(written, on) if result in PASSED else written


@transaction.atomic
def record_result(decision: Decision, result: DecisionResult, on: date) -> Decision:
    """Adopt, reject or postpone one that no assembly has at an item; an adopted one stays as it was adopted.

    Refuses one that an agenda item puts to an assembly: `voting.record_vote` knows who is at the table.
    """
    stored = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if stored.number:
        return stored
    if stored.item_id is not None:
        raise AssemblyRefused(_("It is voted at its item of the agenda, on the screen of the assembly."))
    return write_vote(stored, stored.version, result, on)


def _refuse_sealed(decision: Decision) -> None:
    if decision.is_sealed:
        raise AssemblyRefused(_("The words of an adopted decision do not change: write a dated erratum."))
