"""Takes a list of decisions back, as long as nothing was built on it; the series go back to where they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.assemblies.models import Decision, DecisionImport, NumberSeries, Sending
from crm.partners.domain.absorbing import references_to
from crm.partners.domain.imports.batches import set_state, take
from crm.partners.domain.imports.prints import print_of
from crm.partners.domain.imports.undoing import MOST_TOLD, Obstacle
from crm.partners.enums import ImportState


def obstacles_of(batch: DecisionImport) -> list[Obstacle]:
    """What prevents undoing; empty when all can go."""
    decisions, sendings = _made(batch, Decision), _made(batch, Sending)
    ours = {Decision: set(decisions), Sending: set(sendings)}
    return [
        *_built_on(Decision, decisions, ours),
        *_built_on(Sending, sendings, ours),
        *_numbered_since(batch, set(decisions)),
    ]


@transaction.atomic
def undo_decisions(batch: DecisionImport, *, now: datetime) -> None:
    """Take back all that the list wrote; a second call changes nothing. Raises ``ValidationError`` where it cannot."""
    take(batch, {ImportState.IMPORTED, ImportState.UNDONE})
    if batch.state == ImportState.UNDONE:
        return
    decisions = Decision.objects.filter(pk__in=_made(batch, Decision))
    series = {(kind, year or 0) for kind, year in decisions.exclude(rank=None).values_list("kind", "year")}
    for kind, year in sorted(series):
        NumberSeries.objects.select_for_update().get(kind=kind, year=year)
    if obstacles := obstacles_of(batch):
        raise ValidationError([f"{one.what}\u00a0: {one.why}" for one in obstacles[:MOST_TOLD]])
    Sending.objects.filter(pk__in=_made(batch, Sending)).delete()
    decisions.delete()
    for kind, year in sorted(series):
        highest = Decision.objects.filter(kind=kind, year=year).aggregate(highest=Max("rank"))["highest"]
        NumberSeries.objects.filter(kind=kind, year=year).update(last_rank=highest or 0)
    batch.undone_at = now
    set_state(batch, ImportState.UNDONE, "undone_at")
    batch.lines.update(made=[])


def _made(batch: DecisionImport, model: Any) -> dict[int, str]:
    """The print of each record of that model, by its number."""
    steps = (step for line in batch.lines.values_list("made", flat=True) for step in line)
    return {step["pk"]: step["print"] for step in steps if step["model"] == model._meta.label_lower}


def _built_on(model: Any, prints: dict[int, str], ours: dict[Any, set[int]]) -> Iterator[Obstacle]:
    records = model._base_manager.in_bulk(list(prints))
    for pk, record in records.items():
        if print_of(record) != prints[pk]:
            yield Obstacle(str(record), _("changed since"))
    for field in references_to(model):
        rows = field.model._base_manager.filter(**{f"{field.name}__in": list(records)})
        for pk, target in rows.values_list("pk", field.attname):
            if pk not in ours.get(field.model, ()):
                owner = field.model._meta.auto_created or field.model
                yield Obstacle(
                    str(records[target]), _("something was added since ({what})").format(what=owner._meta.verbose_name)
                )


def _numbered_since(batch: DecisionImport, ours: set[int]) -> Iterator[Obstacle]:
    """A number that was given after those of the list would leave a hole behind it."""
    firsts = Decision.objects.filter(pk__in=ours, rank__isnull=False).values_list("kind", "year", "rank")
    lowest: dict[tuple[str, int], int] = {}
    for kind, year, rank in firsts:
        lowest[kind, year or 0] = min(rank or 0, lowest.get((kind, year or 0), rank or 0))
    since = Decision.objects.exclude(pk__in=ours).filter(is_from_before=False, created_at__gte=batch.created_at)
    for decision in since.filter(rank__isnull=False):
        if (decision.rank or 0) > lowest.get((decision.kind, decision.year or 0), decision.rank or 0):
            yield Obstacle(str(decision), _("numbered after those of the list"))
