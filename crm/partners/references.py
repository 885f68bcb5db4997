"""Takes an imported list back together with what Wagtail's index of references says of its records."""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from crm.partners.domain.imports.undoing import by_hundreds, undo_import
from crm.partners.models import PartnerImport


@transaction.atomic
def undo_list(batch: PartnerImport, *, now: datetime) -> None:
    """`undo_import`, and the index forgets all that went in a few queries: Wagtail takes four for each record."""
    with disable_reference_index_auto_update():
        gone = undo_import(batch, now=now)
    for model, pks in gone.items():
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        for some in by_hundreds([str(pk) for pk in pks]):
            says = Q(base_content_type=kind, object_id__in=some)
            is_told = Q(to_content_type=kind, to_object_id__in=some)
            for rows in (says, is_told):
                ReferenceIndex.objects.filter(rows).delete()
