"""Writes how a decision was voted; what passed has a number, what did not has none."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.numbering import number_decision
from crm.assemblies.enums import DecisionResult, DecisionState
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision

NOT_PASSED = {
    DecisionResult.REJECTED: DecisionState.REJECTED,
    DecisionResult.POSTPONED: DecisionState.POSTPONED,
}


@transaction.atomic
def record_result(decision: Decision, result: DecisionResult, on: date) -> Decision:
    """Adopt it, reject it or postpone it, as the vote of that day says; an adopted one stays as it was adopted.

    Refuses one that an agenda item puts to an assembly: `voting.record_vote` knows who is at the table.
    """
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if held.state == DecisionState.ADOPTED:
        return held
    if held.item_id is not None:
        raise AssemblyRefused(_("It is voted at its item of the agenda, on the screen of the assembly."))
    held.result = result
    held.state = NOT_PASSED.get(result, DecisionState.DRAFT)
    held.save()
    return held if result in NOT_PASSED else number_decision(held, on)
