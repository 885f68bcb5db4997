"""Takes a whole list back, as long as nothing was built on it; otherwise says what was, and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.context import disable_auditlog
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from crm.partners.domain.absorbing import references_to
from crm.partners.domain.imports.batches import AT_ONCE, set_state, take
from crm.partners.domain.imports.prints import Made, print_of
from crm.partners.domain.merging import record_now
from crm.partners.enums import ImportState, RecordKind
from crm.partners.models import Membership, Organization, PartnerImport, Person, Sector

MOST_TOLD = 50
# Parts before those they belong to, so that nothing that goes is still pointed to.
ORDER = (
    "partners.membership",
    "partners.personname",
    "partners.personcontact",
    "partners.personaddress",
    "partners.organizationname",
    "partners.organizationcontact",
    "partners.organizationaddress",
    "partners.organization_sectors",
    "partners.person",
    "partners.organization",
    "partners.sector",
)
KINDS: dict[Any, RecordKind] = {Person: RecordKind.PERSON, Organization: RecordKind.ORGANIZATION}


@dataclass(frozen=True)
class Obstacle:
    """Something built on a list: the record, in words, what prevents its going, and the records to open to mend it.

    ``places`` are models with numbers, the nearest first: where the first has no page, the next one does.
    """

    what: str
    why: str
    places: tuple[tuple[Any, int], ...] = ()


def obstacles_of(batch: PartnerImport) -> list[Obstacle]:
    """What prevents undoing; empty when all can go. Some queries a table, however many records."""
    steps = _steps_by_model(batch)
    return [obstacle for model, made in steps.items() for obstacle in _obstacles(model, made, steps)]


@transaction.atomic
def undo_import(batch: PartnerImport, *, now: datetime) -> dict[Any, list[int]]:
    """Take back all that the list wrote; the numbers of what went, by model.

    Raises ``ValidationError`` where something was built on it, or too late.
    """
    take(batch, {ImportState.IMPORTED, ImportState.CANCELLED, ImportState.UNDOING})
    if obstacles := obstacles_of(batch):
        set_state(batch, ImportState.IMPORTED)
        raise ValidationError([f"{one.what}\u00a0: {one.why}" for one in obstacles[:MOST_TOLD]])
    steps = _steps_by_model(batch)
    going = {model: {step["pk"] for step in steps.get(model, []) if not step["column"]} for model in KINDS}
    touched: set[tuple[Any, int]] = set()
    try:
        for label in ORDER:
            model: Any = apps.get_model(label)
            _take_back(model, steps.get(model, []), going, touched)
    except (ProtectedError, RestrictedError) as error:
        raise ValidationError(_("Something new points to what this list brought. Look at it again.")) from error
    for model, pk in touched:
        model.objects.get(pk=pk).index_for_search()
    batch.undone_at = now
    set_state(batch, ImportState.UNDONE, "undone_at")
    batch.lines.update(made=[], cells=[])
    return {model: [step["pk"] for step in made if not step["column"]] for model, made in steps.items()}


def _steps_by_model(batch: PartnerImport) -> dict[Any, list[Made]]:
    steps: dict[Any, list[Made]] = defaultdict(list)
    for made in batch.lines.exclude(made=[]).values_list("made", flat=True):
        for step in made:
            steps[apps.get_model(step["model"])].append(step)
    return steps


def _obstacles(model: Any, made: Sequence[Made], steps: dict[Any, list[Made]]) -> Iterator[Obstacle]:
    records = _records(model, made)
    for step in made:
        record = records.get(step["pk"])
        if record is None:
            if model in KINDS and (kept := record_now(KINDS[model], step["pk"])) != step["pk"]:
                what = f"{model._meta.verbose_name} {step['pk']}"
                yield Obstacle(what, _("merged with another record since"), ((model, kept),))
        elif print_of(record, step["column"]) != step["print"]:
            yield Obstacle(str(record), _("changed since"), ((model, record.pk), *_owner(record)))
    new = [step["pk"] for step in made if not step["column"] and step["pk"] in records]
    for field in references_to(model):
        ours = {step["pk"] for step in steps.get(field.model, []) if not step["column"]}
        for some in by_hundreds(new):
            rows = field.model._base_manager.filter(**{f"{field.name}__in": some})
            owner, column = _owner_column(field)
            for pk, added, target in rows.values_list("pk", column, field.attname):
                if pk not in ours:
                    why = _("something was added since ({what})").format(what=owner._meta.verbose_name)
                    yield Obstacle(str(records[target]), why, ((owner, added), (model, target)))


def _owner(part: Any) -> Iterator[tuple[Any, int]]:
    """Of a contact detail or an address, whose it is."""
    for model in KINDS:
        if pk := getattr(part, f"{model._meta.model_name}_id", None):
            yield model, pk


def _owner_column(field: Any) -> tuple[Any, str]:
    """The model that one opens to see a row, and the column of that row with its number.

    A row of a many-to-many relation is seen where the relation was written.
    """
    owner = field.model._meta.auto_created
    if not owner:
        return field.model, "pk"
    sides = (side for side in field.model._meta.concrete_fields if side.related_model is owner and side is not field)
    return owner, next(sides, field).attname


def _records(model: Any, made: Sequence[Made]) -> dict[int, Any]:
    related = ["person", "organization"] if model._meta.label_lower == "partners.membership" else []
    pks = sorted({step["pk"] for step in made})
    found = model._base_manager.select_related(*related) if related else model._base_manager
    return {record.pk: record for some in by_hundreds(pks) for record in found.filter(pk__in=some)}


def by_hundreds(pks: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))


def _take_back(
    model: Any, made: Sequence[Made], going: Mapping[Any, Collection[int]], touched: set[tuple[Any, int]]
) -> None:
    """Empty what was filled and delete what was made; ``touched`` gains the owners that stay and lost something.

    What goes with a person of the list goes without history: nobody could read it, and it would keep their names.
    """
    for step in made:
        if step["column"]:
            model._base_manager.filter(pk=step["pk"]).update(**{step["column"]: ""})
    of_person = any(field.name == "person" for field in model._meta.concrete_fields)
    owner, owner_model = ("person", Person) if of_person else ("organization", Organization)
    for some in by_hundreds([step["pk"] for step in made if not step["column"]]):
        rows = model._base_manager.filter(pk__in=some)
        if model in KINDS or model is Sector:
            with disable_auditlog() if model is Person else nullcontext():
                rows.delete()
            continue
        owners = dict(rows.values_list("pk", f"{owner}_id"))
        staying = {pk: whose for pk, whose in owners.items() if whose not in going[owner_model]}
        if model is not Membership:
            touched.update((owner_model, whose) for whose in staying.values())
        with disable_auditlog():
            rows.exclude(pk__in=staying).delete()
        rows.delete()
