"""Keeps a list from the moment it is sent to the moment it is written: its columns, its plan, what is decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.partners.domain.imports.columns import guess_columns
from crm.partners.domain.imports.files import read_list
from crm.partners.domain.imports.leaving import LEAVABLE, lean_on_others, settle
from crm.partners.enums import ImportState, LineDecision, LineOutcome
from crm.partners.models import ImportedLine, PartnerImport

FORGOTTEN_AFTER = timedelta(days=1)
AT_ONCE = 500
# What someone may decide about which lines.
MAY: Mapping[LineDecision, Collection[LineOutcome]] = {
    LineDecision.TAKE: {LineOutcome.NEW, LineOutcome.UPDATE},
    LineDecision.LEAVE: LEAVABLE,
    LineDecision.SAME: {LineOutcome.DOUBTFUL},
    LineDecision.NEW: {LineOutcome.DOUBTFUL},
}


@dataclass(frozen=True)
class Progress:
    """How far a list has come: lines looked at, or else written or given up, of all of them."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


@transaction.atomic
def prepare_import(
    filename: str, raw: bytes, *, by: AbstractBaseUser, levels: Collection[str], now: datetime
) -> PartnerImport:
    """Keep the lines of a list and guess its columns. Raises ``ValidationError``, and keeps nothing, for no list."""
    table = read_list(raw)
    batch = PartnerImport.objects.create(
        filename=PurePath(filename).name[:200],
        columns=table.columns,
        mapping=guess_columns(table.columns),
        levels=sorted(levels),
        created_by_id=by.pk,
        created_at=now,
    )
    ImportedLine.objects.bulk_create(
        (ImportedLine(batch=batch, number=line.number, cells=line.cells) for line in table.lines), batch_size=AT_ONCE
    )
    return batch


def decide(batch: Any, decisions: Mapping[int, LineDecision]) -> bool:
    """Write what someone decided, by the numbers of the lines, while nothing is written yet; whether anything moved."""
    changed = 0
    for decision in LineDecision:
        numbers = [number for number, chosen in decisions.items() if chosen == decision]
        asked = batch.lines.filter(number__in=numbers, outcome__in=MAY[decision], batch__state=ImportState.PREPARED)
        changed += asked.exclude(decision=decision).update(decision=decision)
    return bool(changed)


@transaction.atomic
def settle_lines(batch: PartnerImport) -> int:
    """Say again what the lines do that lean on one that is left out, or taken back; how many do something else now."""
    take(batch, {ImportState.PREPARED})
    lines = list(batch.lines.exclude(outcome=LineOutcome.REFUSED))
    changed = settle(lines)
    save_lines(changed, "outcome")
    return len(changed)


@transaction.atomic
def start_import(batch: PartnerImport) -> None:
    """From now on a worker writes it; a second click changes nothing. Raises ``ValidationError`` before its plan."""
    take(batch, {ImportState.PREPARED, ImportState.UNDER_WAY})
    if not batch.is_planned:
        raise ValidationError(_("Choose the columns first."))
    if batch.state == ImportState.PREPARED:
        save_lines(lean_on_others(batch.lines.exclude(outcome=LineOutcome.REFUSED)), "plan")
        batch.lines.exclude(outcome__in=LEAVABLE).update(is_done=True)
        batch.lines.filter(decision=LineDecision.LEAVE).update(is_done=True)
        set_state(batch, ImportState.UNDER_WAY)


@transaction.atomic
def cancel_import(batch: PartnerImport, *, now: datetime) -> None:
    """Stop after the lines being written; what is written stays, and can be undone."""
    take(batch, {ImportState.UNDER_WAY})
    batch.imported_at = now
    set_state(batch, ImportState.CANCELLED, "imported_at")


def left_out(batch: Any) -> Any:
    """The lines of which nothing is written because someone decided so, or nobody decided about a doubt."""
    return batch.lines.filter(outcome__in=LEAVABLE, decision=LineDecision.LEAVE)


def progress_of(batch: Any) -> Progress:
    is_planning = batch.state == ImportState.PLANNING
    done = batch.lines.exclude(outcome="") if is_planning else batch.lines.filter(is_done=True)
    return Progress(done.count(), batch.lines.count())


def save_lines(lines: Collection[ImportedLine], *columns: str) -> None:
    """Write some columns of lines that exist: many times as fast as an update with a case for each."""
    ImportedLine.objects.bulk_create(
        lines, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def take(batch: Any, states: Collection[ImportState]) -> None:
    """Two at once take their turn, and the second is told why it comes too late."""
    batch.state = type(batch).objects.select_for_update().get(pk=batch.pk).state
    if batch.state not in states:
        raise ValidationError(_("Too late: this list is now “{state}”.").format(state=batch.said_state.lower()))


def set_state(batch: Any, state: ImportState, *columns: str) -> None:
    batch.state = state
    batch.save(update_fields=["state", *columns])


def forget_prepared(now: datetime) -> int:
    """Delete the lists that nobody decided about within a day, with the names that they hold."""
    waiting = PartnerImport.objects.filter(state__in=[ImportState.PREPARED, ImportState.PLANNING])
    old = waiting.filter(created_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0]
