"""Keeps a list between the moment it is sent and the moment someone decides about it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from crm.partners.domain.imports.csv_files import decode_text, read_table
from crm.partners.domain.imports.tables import Table
from newsletters.domain.import_columns import EXAMPLE, guess_columns
from newsletters.domain.import_plan import Plan, plan_import
from newsletters.domain.imports import CHANGED, carry_out
from newsletters.enums import ImportState
from newsletters.models import ImportBatch, Topic

LARGE = 2000  # lines; more than that is a worker's business
FORGOTTEN_AFTER = timedelta(days=1)


def prepare_batch(filename: str, raw: bytes, topics: Collection[Topic], user_id: int, now: datetime) -> ImportBatch:
    """Keep the text of a list and guess its columns; raises ``ValidationError`` when it is no list."""
    text = decode_text(raw)
    table = read_table(text, EXAMPLE)
    return ImportBatch.objects.create(
        filename=PurePath(filename).name[:200],
        content=text,
        mapping=guess_columns(table.columns),
        topic_ids=[topic.pk for topic in topics],
        created_by_id=user_id,
        created_at=now,
    )


def table_of(batch: ImportBatch) -> Table:
    return read_table(batch.content, EXAMPLE)


def plan_batch(batch: ImportBatch, on: date) -> Plan:
    """What importing this list today would do."""
    topics = Topic.objects.filter(pk__in=batch.topic_ids)
    return plan_import(table_of(batch), batch.mapping, topics, on)


def run_batch(batch: ImportBatch, *, now: datetime, on: date, actor: str) -> None:
    """Import a list that waits; a second run of the same list changes nothing. A failure is written on the batch."""
    if batch.state not in {ImportState.PREPARED, ImportState.UNDER_WAY}:
        return
    try:
        carry_out(batch, plan_batch(batch, on), now=now, actor=actor)
    except ValidationError as refusal:
        _fail(batch, " ".join(refusal.messages))
    except DatabaseError:
        _fail(batch, str(CHANGED))
        raise


def forget_prepared(now: datetime) -> int:
    """Delete the lists that nobody decided about within a day, with the addresses that they hold."""
    waiting = ImportBatch.objects.filter(
        state__in=[ImportState.PREPARED, ImportState.FAILED], created_at__lt=now - FORGOTTEN_AFTER
    )
    return waiting.delete()[0]


def _fail(batch: ImportBatch, problem: str) -> None:
    """Only what still waited has failed: another worker may have succeeded meanwhile."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=[ImportState.PREPARED, ImportState.UNDER_WAY])
    waiting.update(state=ImportState.FAILED, problem=problem, content="")
