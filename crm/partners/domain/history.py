"""Reads the history of a record: who, when, and each field from what to what, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from crm.accounts.models import User
from crm.partners.domain.duplicates import MODELS
from crm.partners.domain.merging import numbers_before, numbers_now
from crm.partners.domain.partial_dates import partial_date_words, read_edtf
from crm.partners.enums import RecordKind
from crm.partners.fields import PartialDateField
from crm.partners.models import Person
from crm.partners.models.remembered import SUBJECTS, Remembered

NOTHING = ("", "None", None)


class Act(TextChoices):
    """What was done."""

    CREATED = "created", pgettext_lazy("act of the history", "Added")
    CHANGED = "changed", pgettext_lazy("act of the history", "Corrected")
    DELETED = "deleted", pgettext_lazy("act of the history", "Deleted")


ACTS = {
    LogEntry.Action.CREATE: Act.CREATED,
    LogEntry.Action.UPDATE: Act.CHANGED,
    LogEntry.Action.DELETE: Act.DELETED,
}


@dataclass(frozen=True)
class FieldChange:
    """One field, from what to what, in words; empty is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One act on one record."""

    at: datetime
    by: User | None
    act: Act
    record: str
    fields: tuple[FieldChange, ...]


def history_of(record: Remembered, levels: Collection[str], *, most: int = 100) -> list[Change]:
    """The last changes of this record and of what belongs to it, the latest first, at most ``most`` of them.

    A fact of a level that the reader may not see is left out whole, under the level it has had at any time since; so is
    what names a person whom the reader may not see today. What happened to a record before it was merged into this one
    is told too. A fixed number of queries, and one or two for each kind of record that is named.
    """
    entries = list(
        _about(record)
        .exclude(action=LogEntry.Action.ACCESS)
        .select_related("actor", "content_type")
        .order_by("-timestamp", "-pk")[: most * 3]
    )
    people = {pk for entry in entries if (pk := _facts(entry).get("person"))}
    seen = _seen_people(people, levels)
    hidden = {
        (entry.content_type_id, entry.object_pk)
        for entry in entries
        if _facts(entry).get("visibility", "public") not in levels or _facts(entry).get("person") in people - seen
    }
    shown = [entry for entry in entries if (entry.content_type_id, entry.object_pk) not in hidden][:most]
    names = _names_behind(shown)
    return [_change(entry, names) for entry in shown]


def _seen_people(people: Collection[int], levels: Collection[str]) -> set[int]:
    """Which of these numbers are, or have become, those of people whom the reader may see."""
    visible = Person.objects.visible(levels)
    seen = set(visible.filter(pk__in=people).values_list("pk", flat=True))
    if others := set(people) - seen:
        now = numbers_now(RecordKind.PERSON, others)
        kept = set(visible.filter(pk__in=set(now.values())).values_list("pk", flat=True)) if now else set()
        seen |= {pk for pk, after in now.items() if after in kept}
    return seen


def _facts(entry: LogEntry) -> dict[str, Any]:
    """What `Remembered` wrote beside the change."""
    return entry.additional_data or {}


def _about(record: Remembered) -> models.QuerySet[LogEntry]:
    name = str(record._meta.model_name)
    pks = [record.pk]
    if name in RecordKind.values:
        pks += numbers_before(RecordKind(name), pks).get(record.pk, [])
    about = Q(content_type=ContentType.objects.get_for_model(record), object_id__in=pks)
    if name in SUBJECTS:
        for pk in pks:
            about |= Q(**{f"additional_data__{name}": pk})
    return LogEntry.objects.filter(about)


def _names_behind(entries: Iterable[LogEntry]) -> dict[tuple[type[models.Model], str], str]:
    """The names of the organizations, people and accounts that changes point to, a query for each model."""
    wanted: dict[type[models.Model], set[str]] = {}
    for entry in entries:
        for name, (before, after) in _plain_changes(entry):
            field = _field(entry, name)
            if isinstance(field, models.ForeignKey):
                pks = {value for value in (before, after) if str(value).isdigit()}
                wanted.setdefault(field.related_model, set()).update(pks)
    return {(model, pk): name for model, pks in wanted.items() for pk, name in _names(model, pks).items()}


def _names(model: type[models.Model], pks: Collection[str]) -> dict[str, str]:
    """By number; one that was lost in a merger has the name of the record that was kept."""
    names = {str(pk): str(found) for pk, found in model._default_manager.in_bulk(pks).items()}
    kind = next((kind for kind, known in MODELS.items() if known is model), None)
    if kind and (gone := {int(pk) for pk in pks} - {int(pk) for pk in names}):
        now = numbers_now(kind, gone)
        kept = model._default_manager.in_bulk(set(now.values()))
        names |= {str(pk): str(kept[after]) for pk, after in now.items() if after in kept}
    return names


def _plain_changes(entry: LogEntry) -> list[tuple[str, tuple[Any, Any]]]:
    """Each field with its two values, in the order of the form; lists of records are told in `_change`."""
    changes: dict[str, Any] = entry.changes or {}
    model = entry.content_type.model_class()
    in_order = [field.name for field in model._meta.get_fields()] if model else []
    return [(name, tuple(changes[name])) for name in in_order if isinstance(changes.get(name), list)]


def _field(entry: LogEntry, name: str) -> models.Field[Any, Any] | None:
    model = entry.content_type.model_class()
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _change(entry: LogEntry, names: dict[tuple[type[models.Model], str], str]) -> Change:
    fields = []
    for name, values in _plain_changes(entry):
        field = _field(entry, name)
        if field is not None and not isinstance(field, ParentalKey):  # whose part it is says nothing
            before, after = (_words(field, value, names) for value in values)
            if before != after:
                fields.append(FieldChange(str(field.verbose_name), before, after))
    for name, values in (entry.changes or {}).items():
        field = _field(entry, name)
        if isinstance(values, dict) and field is not None:
            listed = ", ".join(values["objects"])
            is_added = values["operation"] == "add"
            fields.append(FieldChange(str(field.verbose_name), "" if is_added else listed, listed if is_added else ""))
    model = entry.content_type.model_class()
    kind = str(model._meta.verbose_name) if model else entry.content_type.model
    return Change(entry.timestamp, entry.actor, ACTS[entry.action], f"{kind} · {entry.object_repr}", tuple(fields))


def _words(field: models.Field[Any, Any], value: Any, names: dict[tuple[type[models.Model], str], str]) -> str:
    """A value as it is read on the screen."""
    if value in NOTHING:
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, str(value)), _("a record that is gone"))
    if isinstance(field, PartialDateField):
        return partial_date_words(read_edtf(str(value)))
    if type(field) is models.DateField:
        return partial_date_words(read_edtf(str(value)))
    if isinstance(field, models.BooleanField):
        return _("yes") if value == "True" else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
