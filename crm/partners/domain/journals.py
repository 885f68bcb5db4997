"""What a verb wrote, step by step, so that it can be taken back: records made, changed, moved and deleted.

A journal is a list that JSON can keep. It is read backwards: each step gives back what was there, unless someone wrote
something else there since, which stays.
"""

from __future__ import annotations

from typing import Any, TypedDict

from django.apps import apps
from django.db import models


class Step(TypedDict):
    """One record: what it was before, what it is after; nothing before for one made, nothing after for one deleted."""

    model: str
    pk: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


Journal = list[Step]


class CannotGoBack(Exception):
    """A record that this one needs is gone; the message is its kind and number, for the one who tells the person."""


def label_of(instance: models.Model) -> str:
    return instance._meta.label_lower


def facts_of(instance: models.Model) -> dict[str, Any]:
    """Every column but the key, as JSON keeps it."""
    return {field.attname: _fact(instance, field) for field in instance._meta.concrete_fields if not field.primary_key}


def note_made(instance: models.Model) -> Step:
    return Step(model=label_of(instance), pk=instance.pk, before=None, after=facts_of(instance))


def note_deleted(instance: models.Model) -> Step:
    return Step(model=label_of(instance), pk=instance.pk, before=facts_of(instance), after=None)


def write(instance: models.Model, values: dict[str, Any]) -> Step:
    """Write ``values``, by column, on a record, and note what was there."""
    fields = {field.attname: field for field in instance._meta.concrete_fields}
    before = {name: _fact(instance, fields[name]) for name in values}
    for name, value in values.items():
        setattr(instance, name, value)
    after = {name: _fact(instance, fields[name]) for name in values}
    save_columns(instance, values)
    return Step(model=label_of(instance), pk=instance.pk, before=before, after=after)


def save_columns(instance: models.Model, columns: Any) -> None:
    """By its own save, which keeps what follows from a column; the rows of a relation have none worth calling."""
    instance.save(update_fields=[instance._meta.get_field(name).name for name in columns])


def take_back(journal: Journal) -> None:
    """Give back what was there before, the last step first. Raises `CannotGoBack`; call it inside a transaction."""
    for step in reversed(journal):
        model: Any = apps.get_model(step["model"])
        if step["before"] is None:
            model._base_manager.filter(pk=step["pk"]).delete()
        elif step["after"] is None:
            _restore(model, step["pk"], step["before"])
        else:
            _give_back(model, step["pk"], step["before"], step["after"])


def as_before(step: Step) -> Any:
    """The record as it was before that step, not saved. Raises `CannotGoBack`."""
    model: Any = apps.get_model(step["model"])
    instance = model._base_manager.filter(pk=step["pk"]).first() or model(pk=step["pk"])
    _set(instance, step["before"] or {})
    return instance


def _set(instance: Any, facts: dict[str, Any]) -> None:
    for field in instance._meta.concrete_fields:
        if not field.primary_key and field.attname in facts:
            setattr(instance, field.attname, _value(field, facts[field.attname]))


def _restore(model: Any, pk: int, facts: dict[str, Any]) -> None:
    """Under its own number, as it was."""
    instance = model(pk=pk)
    _set(instance, facts)
    instance.save(force_insert=True)


def _give_back(model: Any, pk: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    instance = model._base_manager.filter(pk=pk).first()
    if instance is None:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [name for name in before if _fact(instance, fields[name]) == after[name]]
    for name in columns:
        setattr(instance, name, _value(fields[name], before[name]))
    if columns:
        save_columns(instance, columns)


def _fact(instance: models.Model, field: Any) -> Any:
    return None if field.value_from_object(instance) is None else field.value_to_string(instance)


def _value(field: Any, fact: Any) -> Any:
    """Raises `CannotGoBack` where it points to a record that no longer exists and that cannot be done without."""
    if fact is None:
        return None
    if not field.is_relation:
        return field.to_python(fact)
    target = field.target_field.to_python(fact)
    if field.related_model._base_manager.filter(**{field.target_field.attname: target}).exists():
        return target
    if field.null:
        return None
    raise CannotGoBack(str(field.related_model._meta.verbose_name))
