"""Keeps Wagtail's index of references true when a list is taken back and when records become one, or two again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from crm.partners.domain.duplicates import MODELS
from crm.partners.domain.imports.undoing import by_hundreds, undo_import
from crm.partners.enums import RecordKind
from crm.partners.models import PartnerImport


@transaction.atomic
def undo_list(batch: PartnerImport, *, now: datetime) -> None:
    """`undo_import`, and the index forgets all that went in a few queries: Wagtail takes four for each record."""
    with disable_reference_index_auto_update():
        gone = undo_import(batch, now=now)
    for model, pks in gone.items():
        if model._meta.auto_created:  # the rows of a relation have no kind of their own
            continue
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        for some in by_hundreds([str(pk) for pk in pks]):
            says = Q(base_content_type=kind, object_id__in=some)
            is_told = Q(to_content_type=kind, to_object_id__in=some)
            for rows in (says, is_told):
                ReferenceIndex.objects.filter(rows).delete()


@contextmanager
def read_again(kind: RecordKind, *pks: int) -> Iterator[None]:
    """Around a merger, or its undoing: what names either record in its blocks is read again afterwards.

    The block itself follows, since a number that was lost leads to the one kept; Wagtail forgets what pointed to a
    record that is deleted, and follows by itself what points to one by a column.
    """
    model = ContentType.objects.get_for_model(MODELS[kind])
    told = ReferenceIndex.objects.filter(to_content_type=model, to_object_id__in=[str(pk) for pk in pks])
    named = set(told.values_list("content_type", "object_id"))
    yield
    for base, pk in named:
        found = ContentType.objects.get_for_id(base).model_class()
        if found and any(isinstance(field, StreamField) for field in found._meta.concrete_fields):
            for record in found._default_manager.filter(pk=pk):
                ReferenceIndex.create_or_update_for_object(record)
