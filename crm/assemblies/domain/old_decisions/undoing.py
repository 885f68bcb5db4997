"""Takes back what a list of decisions added to those that stood, as long as nothing was built on it.

A decision that it brought stays: the register never loses a number, and the database itself refuses (`lasting_words`).
That is why nothing is written before every line was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.assemblies.models import Decision, DecisionImport, Sending
from crm.partners.domain.absorbing import references_to
from crm.partners.domain.imports.batches import set_state, take
from crm.partners.domain.imports.prints import print_of
from crm.partners.domain.imports.undoing import MOST_TOLD, Obstacle
from crm.partners.enums import ImportState


def obstacles_of(batch: DecisionImport) -> list[Obstacle]:
    """What prevents undoing; empty when all can go. Some queries, however many lines."""
    decisions = Decision.objects.in_bulk(list(_made(batch, "assemblies.decision")))
    numbered = _("it has its number in the register")
    stays = [Obstacle(str(decision), numbered, ((Decision, decision.pk),)) for decision in decisions.values()]
    return [*stays, *_built_on_sendings(_made(batch, "assemblies.sending"))]


def brought_decisions(batch: DecisionImport) -> bool:
    """Whether the list wrote decisions, which stay."""
    return bool(_made(batch, "assemblies.decision"))


@transaction.atomic
def undo_decisions(batch: DecisionImport, *, now: datetime) -> None:
    """Take back what the list added; a second call changes nothing. Raises ``ValidationError`` where it cannot."""
    take(batch, {ImportState.IMPORTED, ImportState.UNDONE})
    if batch.state == ImportState.UNDONE:
        return
    if obstacles := obstacles_of(batch):
        raise ValidationError([f"{one.what}\u00a0: {one.why}" for one in obstacles[:MOST_TOLD]])
    Sending.objects.filter(pk__in=_made(batch, "assemblies.sending")).delete()
    batch.undone_at = now
    set_state(batch, ImportState.UNDONE, "undone_at")
    batch.lines.update(made=[])


def _made(batch: DecisionImport, label: str) -> dict[int, str]:
    """The print of each record of that model, by its number."""
    steps = (step for line in batch.lines.values_list("made", flat=True) for step in line)
    return {step["pk"]: step["print"] for step in steps if step["model"] == label}


def _built_on_sendings(prints: dict[int, str]) -> Iterator[Obstacle]:
    records = Sending.objects.select_related("decision", "organization").in_bulk(list(prints))
    for pk, record in records.items():
        if print_of(record) != prints[pk]:
            yield Obstacle(str(record), _("changed since"), ((Decision, record.decision_id),))
    for field in references_to(Sending):
        rows = field.model._base_manager.filter(**{f"{field.name}__in": list(records)})
        for target in rows.values_list(field.attname, flat=True):
            what = field.model._meta.verbose_name
            why = _("something was added since ({what})").format(what=what)
            yield Obstacle(str(records[target]), why, ((Decision, records[target].decision_id),))
