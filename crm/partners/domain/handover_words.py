"""Says what someone holds, and what they have handed over, in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.partners.domain.handover import Holding, handed_over
from crm.partners.domain.held_above import HELD_ABOVE
from crm.partners.domain.need_words import day_words
from crm.partners.domain.partial_dates import partial_date_words
from crm.partners.domain.personal_files import held_words
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import HoldingKind
from crm.partners.models import HandedOver, Membership, Task


@dataclass(frozen=True)
class HoldingLine:
    """One thing that waits to be handed over."""

    kind: HoldingKind
    number: int
    what: str
    detail: str


@dataclass(frozen=True)
class GivenLine:
    """One thing that was handed over; ``seat`` is the number of the seat that an ended term leaves to someone else."""

    kind: HoldingKind
    what: str
    outcome: str
    seat: int | None = None


def holding_line(holding: Holding) -> HoldingLine:
    return HoldingLine(holding.kind, holding.record.pk, _what(holding.record), _detail(holding))


def _what(record: Any) -> str:
    if isinstance(record, Membership):
        return f"{record.label}, {record.organization}" if record.label else str(record.organization)
    return str(record)


def _detail(holding: Holding) -> str:
    record = holding.record
    if holding.kind == HoldingKind.SEAT:
        return held_words(record)
    if holding.kind == HoldingKind.TASK:
        day = _("by {day}").format(day=day_words(record.due_on)) if record.due_on else ""
        return " · ".join(part for part in (str(record.organization or ""), day) if part)
    if holding.kind == HoldingKind.PARTNERSHIP:
        return f"{record.organization} · {record.get_stage_display()}"
    if holding.kind == HoldingKind.FUNDING:
        return f"{record.funder} · {record.get_status_display()}"
    if holding.kind in HELD_ABOVE:
        return HELD_ABOVE[holding.kind].detail(record)
    return str(record.get_kind_display())


def given_lines(given: Iterable[HandedOver], *, seen_by: User) -> list[GivenLine]:
    """What was handed over; a query for each kind. What the reader may not see has its kind and no name."""
    steps = list(given)
    records = _records(steps, seen_by)
    return [_given_line(step, records.get((step.kind, step.record_number))) for step in steps]


def _records(steps: Iterable[HandedOver], seen_by: User) -> dict[tuple[str, int], Any]:
    levels = levels_of(seen_by)
    numbers: dict[str, set[int]] = {}
    for step in steps:
        numbers.setdefault(step.kind, set()).add(step.record_number)
    found = {}
    for kind, wanted in numbers.items():
        if kind == HoldingKind.ACCOUNT:
            continue
        above = HELD_ABOVE.get(HoldingKind(kind))
        model = Membership if kind == HoldingKind.SEAT else handed_over()[HoldingKind(kind)][0]
        objects: Any = model.objects
        records = objects.filter(pk__in=wanted)
        if above is not None:
            seen = above.seen_by(records, seen_by)
        else:
            seen = records.visible(seen_by if model is Task else levels)
        if model is Membership:
            seen = seen.select_related("organization", "post")
        found.update({(kind, record.pk): record for record in seen})
    return found


def _given_line(step: HandedOver, record: Any) -> GivenLine:
    kind, what = HoldingKind(step.kind), _what(record) if record else ""
    if isinstance(record, Membership) and record.ends_on:
        last = _("last day: {day}").format(day=partial_date_words(record.ends_on))
        return GivenLine(kind, what, last, record.post_id)
    return GivenLine(kind, what, _outcome(step))


def _outcome(step: HandedOver) -> str:
    day = day_words(timezone.localdate(step.handed_at))
    if step.kind == HoldingKind.SEAT:
        return _("ended, {day}").format(day=day)
    if step.kind == HoldingKind.ACCOUNT:
        return _("closed, {day}").format(day=day)
    if step.taker is None:
        return _("to nobody for now, {day}").format(day=day)
    return _("to {person}, {day}").format(person=step.taker, day=day)
