"""The verb of partnerships: to move one to another stage, with who did it and when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from crm.accounts.models import User
from crm.partners.enums import PartnershipStage
from crm.partners.models import Partnership, StageChange


@transaction.atomic
def move_partnership(partnership: Partnership, stage: PartnershipStage, *, by: User | None, now: datetime) -> bool:
    """Move it, and write the move; False where it stands there already, so that a second click writes nothing."""
    held = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    if held.stage == stage:
        return False
    StageChange.objects.create(partnership=held, before=held.stage, after=stage, changed_at=now, changed_by=by)
    held.stage = stage
    held.save(update_fields=["stage"])
    partnership.stage = stage
    return True
