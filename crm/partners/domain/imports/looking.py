"""Looks at every line of a list, some at a time: nothing is written but what each would do.

Comparing takes seconds in a long list, and no transaction is held meanwhile; what a handful of lines says is kept in
one, so that a worker that is killed loses a handful at most, and the next one starts after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from crm.partners.domain.imports.batches import save_lines, set_state, take
from crm.partners.domain.imports.columns import require_names
from crm.partners.domain.imports.leaving import settle
from crm.partners.domain.imports.matching import Known
from crm.partners.domain.imports.planning import Planner
from crm.partners.domain.imports.tables import Line
from crm.partners.enums import ImportState, LineDecision, LineOutcome
from crm.partners.models import ImportedLine, PartnerImport

A_STRETCH = 2_000  # lines after which the next worker takes over; it reads again what stands above
A_HANDFUL = 200


@transaction.atomic
def start_planning(batch: PartnerImport, mapping: Mapping[str, int]) -> None:
    """Forget what was said of each line; ``plan_some`` says it again with these columns.

    Raises ``ValidationError`` where none of them names anyone.
    """
    take(batch, {ImportState.PREPARED})
    require_names(mapping)
    batch.lines.update(outcome="", reason="", plan={}, decision=LineDecision.TAKE)
    batch.mapping, batch.is_planned = dict(mapping), False
    set_state(batch, ImportState.PLANNING, "mapping", "is_planned")


def plan_import(batch: PartnerImport, mapping: Mapping[str, int]) -> None:
    """Say what each line would do, all of them at once. Raises ``ValidationError`` where no column names anyone."""
    start_planning(batch, mapping)
    while plan_some(batch.pk):
        pass
    batch.refresh_from_db()


def plan_some(batch_pk: int) -> bool:
    """Look at the next lines; whether some remain for the caller. A list that was stopped, or is done, is left alone.

    So is one at which another worker went on meanwhile, or that someone planned anew with other columns.
    """
    batch = PartnerImport.objects.filter(pk=batch_pk, state=ImportState.PLANNING).first()
    if batch is None:
        return False
    planner = Planner(batch.mapping, Known.of(batch.levels))
    for line in batch.lines.exclude(outcome__in=["", LineOutcome.REFUSED]):
        planner.recall(_said(line), line.plan)
    waiting = list(batch.lines.filter(outcome="")[:A_STRETCH])
    for start in range(0, len(waiting), A_HANDFUL):
        some = waiting[start : start + A_HANDFUL]
        for line in some:
            _look_at(line, planner)
        if not _keep(batch, some):
            return False
    return len(waiting) == A_STRETCH or not _finish(batch)


@transaction.atomic
def stop_planning(batch: PartnerImport) -> None:
    """Back to the choice of the columns; what was said of the lines is said anew later."""
    take(batch, {ImportState.PLANNING})
    set_state(batch, ImportState.PREPARED)


def _said(line: ImportedLine) -> Line:
    return Line(line.number, tuple(line.cells))


def _look_at(line: ImportedLine, planner: Planner) -> None:
    planned = planner.plan(_said(line))
    line.outcome, line.reason, line.plan = planned.outcome, planned.reason, planned.as_json()
    line.decision = LineDecision.LEAVE if planned.outcome == LineOutcome.DOUBTFUL else LineDecision.TAKE


@transaction.atomic
def _keep(batch: PartnerImport, some: Sequence[ImportedLine]) -> bool:
    """Unless what was compared is no longer what stands above."""
    next_one = batch.lines.filter(outcome="").values_list("number", flat=True).first()
    if not _is_still_ours(batch) or next_one != some[0].number:
        return False
    save_lines(some, "outcome", "reason", "plan", "decision")
    return True


@transaction.atomic
def _finish(batch: PartnerImport) -> bool:
    if _is_still_ours(batch) and not batch.lines.filter(outcome="").exists():
        save_lines(settle(batch.lines.exclude(outcome=LineOutcome.REFUSED)), "outcome")
        batch.is_planned = True
        set_state(batch, ImportState.PREPARED, "is_planned")
    return True


def _is_still_ours(batch: PartnerImport) -> bool:
    held = PartnerImport.objects.select_for_update().filter(pk=batch.pk, state=ImportState.PLANNING).first()
    return held is not None and held.mapping == batch.mapping
