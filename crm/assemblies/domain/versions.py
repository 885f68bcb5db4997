"""Saves a record only where it is still as the writer saw it: two people at one table never overwrite each other."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm.assemblies.errors import AssemblyRefused, StaleRecord
from crm.assemblies.models import Assembly, Minutes

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def save_version(record: M, seen: int, **changes: Any) -> M:
    """Write ``changes`` and return the record one version further.

    Raises `StaleRecord` where someone wrote since version ``seen``, unless they wrote the very same: what is sent twice
    is saved once.
    """
    stored: Any = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if all(getattr(stored, name) == value for name, value in changes.items()):
        return stored
    if stored.version != seen:
        raise StaleRecord(stored)
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.save(update_fields=[*changes, "version"])
    return stored


def stir_table(assembly_pk: int) -> None:
    """Tell every screen of the assembly that it is behind: what it counts changed elsewhere."""
    Assembly.objects.filter(pk=assembly_pk).update(version=F("version") + 1)


def take_table(assembly_pk: int) -> Assembly:
    """The assembly, held until the end of the transaction: what is written about one assembly is written in turn.

    Raises `AssemblyRefused` once its minutes are adopted: from then on the record is what was adopted.
    """
    stir_table(assembly_pk)
    assembly = Assembly.objects.select_for_update(of=("self",)).select_related("event").get(pk=assembly_pk)
    minutes = Minutes.objects.filter(assembly=assembly_pk).first()
    if minutes is not None and minutes.is_adopted:
        raise AssemblyRefused(
            _("The minutes of this assembly are adopted: its record no longer changes. Write an erratum.")
        )
    return assembly
