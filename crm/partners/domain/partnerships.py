"""Partnerships: moved from stage to stage, with who did it and when; and read column by column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


def other_stages(stage: str) -> list[PartnershipStage]:
    """Where a partnership may go from there: the stages that follow first, then those that came before."""
    everything = list(PartnershipStage)
    here = everything.index(PartnershipStage(stage))
    return everything[here + 1 :] + everything[:here]


@dataclass(frozen=True)
class Column:
    """One stage of the board, and the partnerships that stand at it."""

    stage: PartnershipStage
    partnerships: tuple[Partnership, ...]


def columns_of(partnerships: Iterable[Partnership]) -> list[Column]:
    """The board: a column for every stage, also where nothing stands."""
    held = list(partnerships)
    return [Column(stage, tuple(one for one in held if one.stage == stage)) for stage in PartnershipStage]
