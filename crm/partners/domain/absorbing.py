"""One record absorbs another: every row that points to the second points to the first, whatever table it is in.

The tables are asked of Django, not listed here: a model written tomorrow follows without a word. Where two rows would
say the same thing (one membership twice, one person twice on one contact), they are folded: one absorbs the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from crm.partners.domain.journals import Journal, note_deleted, write
from crm.partners.domain.likeness import address_key, email_key, phone_key
from crm.partners.domain.searching import words_of
from crm.partners.enums import ContactKind, Visibility
from crm.partners.models import Membership
from crm.partners.models.names import Address, ContactDetail, OtherName

SECRECY = [Visibility.PUBLIC, Visibility.BOARD, Visibility.PRIVATE]


def references_to(model: type[models.Model]) -> Iterator[Any]:
    """Each foreign key to ``model``, those of the hidden tables of many-to-many relations included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):  # one-to-one relations are of this kind too
            yield relation.field


def absorb(kept: models.Model, lost: models.Model, journal: Journal) -> None:
    """Move to ``kept`` all that points to ``lost``, then delete ``lost``; each step is added to ``journal``."""
    for field in references_to(type(lost)):
        rows = field.model._base_manager.filter(**{field.name: lost.pk}).order_by("pk")
        for pk in list(rows.values_list("pk", flat=True)):
            _move(field, pk, kept, lost, journal)
    journal.append(note_deleted(lost))
    type(lost)._base_manager.get(pk=lost.pk).delete()


def _move(field: Any, pk: int, kept: models.Model, lost: models.Model, journal: Journal) -> None:
    """One row, unless an earlier step folded it."""
    row = field.model._base_manager.filter(pk=pk).first()
    if row is None or getattr(row, field.attname) != lost.pk:
        return
    if field.null and (row == kept or _is_taken(field, kept)):
        journal.append(write(row, {field.attname: None}))
        return
    while twin := _twin(row, field, kept.pk):
        if not _is_better(row, twin):
            absorb(twin, row, journal)
            return
        absorb(row, twin, journal)
    journal.append(write(row, {field.attname: kept.pk}))


def _is_taken(field: Any, kept: models.Model) -> bool:
    """Only one row may point there, and one does already."""
    return bool(field.unique and field.model._base_manager.filter(**{field.name: kept.pk}).exists())


def _twin(row: Any, field: Any, kept_pk: int) -> Any:
    """The row that says the same once ``row`` has moved."""
    moved = type(row)._base_manager.get(pk=row.pk)
    setattr(moved, field.attname, kept_pk)
    others = type(row)._base_manager.exclude(pk=row.pk)
    if isinstance(moved, Membership):
        return Membership.objects.same_as(moved).first()
    if isinstance(row, ContactDetail | Address | OtherName):
        siblings = others.filter(**{field.name: kept_pk})
        return next((other for other in siblings if _says(other) == _says(row)), None)
    for columns, condition in unique_together_with(field):
        values = {name: getattr(moved, moved._meta.get_field(name).attname) for name in columns}
        twin = None if None in values.values() else others.filter(condition, **values).first()
        if twin:
            return twin
    return None


def unique_together_with(field: Any) -> Iterator[tuple[tuple[str, ...], Q]]:
    """The columns, that of ``field`` among them, that two rows may not have alike."""
    meta = field.model._meta
    if field.unique:
        yield (field.name,), Q()
    yield from ((tuple(columns), Q()) for columns in meta.unique_together if field.name in columns)
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            yield tuple(constraint.fields), constraint.condition or Q()


def _says(part: ContactDetail | Address | OtherName) -> Any:
    """What a detail says, however it is written."""
    if isinstance(part, OtherName):
        return words_of(part.name)
    if isinstance(part, Address):
        return address_key(part.street_address, part.city, part.postal_code) or str(part)
    if part.kind == ContactKind.EMAIL:
        return part.kind, email_key(part.value)
    return part.kind, phone_key(part.value) or part.value.strip().casefold()


def _is_better(row: Any, twin: Any) -> bool:
    """Which of two that say the same stays: the last verified, then the longer; of two details the more private."""
    if isinstance(row, Membership):
        return _worth(row) > _worth(twin)
    if isinstance(row, ContactDetail | Address):
        return SECRECY.index(Visibility(row.visibility)) > SECRECY.index(Visibility(twin.visibility))
    return False


def _worth(membership: Membership) -> tuple[Any, ...]:
    verified = membership.last_verified_on
    length = membership.end_max.toordinal() - membership.start_min.toordinal()
    return (verified.toordinal() if verified else 0, length, bool(membership.source))
