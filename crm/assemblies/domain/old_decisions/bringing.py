"""Keeps a list of decisions from the moment it is sent to the moment it is written, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.domain.followups import Answer, record_answer, send_decision
from crm.assemblies.domain.old_decisions.columns import EXAMPLE, guess_columns, require_columns
from crm.assemblies.domain.old_decisions.lines import OldDecision
from crm.assemblies.domain.old_decisions.planning import Planner
from crm.assemblies.domain.old_numbers import register_old_decision
from crm.assemblies.enums import AnswerLevel, Outcome
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Decision, DecisionImport, ImportedDecision
from crm.partners.domain.imports.batches import AT_ONCE, FORGOTTEN_AFTER, set_state, take
from crm.partners.domain.imports.files import read_list
from crm.partners.domain.imports.leaving import LEAVABLE
from crm.partners.domain.imports.prints import Made, made
from crm.partners.domain.imports.tables import Line
from crm.partners.enums import ImportState, LineDecision, LineOutcome

MOST_LINES = 1_000  # written in one transaction, while someone waits


@transaction.atomic
def prepare_decisions(filename: str, raw: bytes, *, by: AbstractBaseUser | None, now: datetime) -> DecisionImport:
    """Keep the lines of a list and guess its columns. Raises ``ValidationError``, and keeps nothing, for no list."""
    table = read_list(raw, guess_columns, EXAMPLE)
    if len(table.lines) > MOST_LINES:
        raise ValidationError(_("This list has more than 1,000 lines. Cut it into several, by years."), code="too_long")
    batch = DecisionImport.objects.create(
        filename=PurePath(filename).name[:200],
        columns=table.columns,
        mapping=guess_columns(table.columns),
        created_by_id=by.pk if by else None,
        created_at=now,
    )
    lines = (ImportedDecision(batch=batch, number=line.number, cells=line.cells) for line in table.lines)
    ImportedDecision.objects.bulk_create(lines, batch_size=AT_ONCE)
    return batch


@transaction.atomic
def plan_decisions(
    batch: DecisionImport,
    mapping: Mapping[str, int],
    *,
    today: date,
    sent_when_adopted: bool = False,
    answers_are_public: bool = False,
) -> None:
    """Write on each line what it would do with these columns. Raises ``ValidationError`` where one is missing."""
    take(batch, {ImportState.PREPARED})
    require_columns(mapping)
    batch.mapping, batch.is_planned = dict(mapping), True
    batch.sent_when_adopted, batch.answers_are_public = sent_when_adopted, answers_are_public
    batch.lines.update(decision=LineDecision.TAKE, outcome="")
    _look_at_lines(batch, today)
    batch.save(update_fields=["mapping", "is_planned", "sent_when_adopted", "answers_are_public"])


@transaction.atomic
def settle_decisions(batch: DecisionImport, *, today: date) -> int:
    """Say again what each line does now that some are left out, or taken back; how many do something else."""
    take(batch, {ImportState.PREPARED})
    return _look_at_lines(batch, today)


def _look_at_lines(batch: DecisionImport, today: date) -> int:
    lines = list(batch.lines.all())
    left = {line.number for line in lines if line.outcome and line.decision == LineDecision.LEAVE}
    changed = 0
    for line, planned in zip(lines, Planner(batch, today).plan(map(_line, lines), left), strict=True):
        changed += line.outcome != planned.outcome
        line.outcome, line.reason, line.meets = planned.outcome, planned.reason, planned.meets
        if (line.outcome, line.decision) == (LineOutcome.DOUBTFUL, LineDecision.TAKE):
            line.decision = LineDecision.LEAVE
    ImportedDecision.objects.bulk_update(lines, ["outcome", "reason", "meets", "decision"], batch_size=100)
    return changed


@transaction.atomic
def bring_decisions(batch: DecisionImport, *, now: datetime, today: date) -> None:
    """Write the whole list; a second call changes nothing.

    Each line is looked at again, for the register may have moved: one that can no longer be written is refused, with
    why, and the others are written.
    """
    take(batch, {ImportState.PREPARED, ImportState.IMPORTED})
    if batch.state == ImportState.IMPORTED:
        return
    if not batch.is_planned:
        raise ValidationError(_("Choose the columns first."))
    lines = list(batch.lines.all())
    planner = Planner(batch, today)
    left = {line.number for line in lines if line.outcome in LEAVABLE and line.decision == LineDecision.LEAVE}
    for line, planned in zip(lines, planner.plan([_line(one) for one in lines], left), strict=True):
        is_left = line.number in left or (planned.outcome, line.decision) == (LineOutcome.DOUBTFUL, LineDecision.TAKE)
        line.outcome, line.reason, line.meets = planned.outcome, planned.reason, planned.meets
        if planned.outcome in LEAVABLE and not is_left:
            try:
                with transaction.atomic():
                    line.made = _write(planner, line, batch)
            except AssemblyRefused as refusal:
                line.outcome, line.reason, line.made = LineOutcome.REFUSED, str(refusal), []
        line.is_done = True
    _forget_words(lines, batch)
    columns = ["outcome", "reason", "meets", "made", "is_done", "cells"]
    ImportedDecision.objects.bulk_update(lines, columns, batch_size=100)
    batch.imported_at = now
    set_state(batch, ImportState.IMPORTED, "imported_at")


def _line(line: ImportedDecision) -> Line:
    return Line(line.number, tuple(line.cells))


def _write(planner: Planner, line: ImportedDecision, batch: DecisionImport) -> list[Made]:
    read = planner.read(_line(line))
    steps = []
    if line.outcome == LineOutcome.UPDATE:
        decision = Decision.objects.get(pk=line.meets or 0)
    else:
        decision = register_old_decision(
            Decision(
                kind=read.kind,
                title=read.title,
                text=read.text,
                result=read.result,
                is_closed_session=read.is_closed_session,
            ),
            read.number,
            read.on,
        )
        steps.append(made(decision))
    if read.sent_to and read.sent_on:
        steps.append(_write_sending(planner, read, decision, batch))
    return steps


def _write_sending(planner: Planner, read: OldDecision, decision: Decision, batch: DecisionImport) -> Made:
    assert read.sent_on is not None  # noqa: S101  (the caller asked)
    sending = send_decision(decision, planner.recipients.recipient(read.sent_to), by=None, on=read.sent_on)
    if read.outcome and read.answered_on:
        level = AnswerLevel.PUBLIC if batch.answers_are_public else AnswerLevel.BOARD
        sending = record_answer(sending, Answer(Outcome(read.outcome), read.answer, level), read.answered_on)
    sending.refresh_from_db()
    return made(sending)


def _forget_words(lines: list[ImportedDecision], batch: DecisionImport) -> None:
    """Of a line only its number is kept, for the one who looks at the list again."""
    place = batch.mapping["number"]
    for line in lines:
        line.cells = [cell if at == place else "" for at, cell in enumerate(line.cells)]


def forget_prepared_decisions(now: datetime) -> int:
    """Delete the lists that nobody decided about within a day, with what they say."""
    old = DecisionImport.objects.filter(state=ImportState.PREPARED, created_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0]
