"""Destroys what was refused, taken back or left without an answer, once its time is over."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from cms.archive.domain.closing import destroy, standing_takedown
from cms.archive.domain.contributing import items_of
from cms.archive.domain.discarding import discard_files
from cms.archive.models import ContributedFile, Contribution

logger = logging.getLogger("parvis.archive")


def forget_contributions(now: datetime) -> int:
    """Destroy the rows, the words, the letters and the files of each; return how many. The second call finds none.

    What was made of it goes too, unless somebody put it back under a new agreement. The agreement that was taken back
    stays, with that day: it is the proof.
    """
    forgotten = 0
    for pk in Contribution.objects.to_destroy(now).values_list("pk", flat=True):
        forgotten += _forget(pk, now)
    return forgotten


@transaction.atomic
def _forget(pk: int, now: datetime) -> bool:
    """Held and looked at again: it may have been put back, or answered, meanwhile."""
    contribution = Contribution.objects.select_for_update().to_destroy(now).filter(pk=pk).first()
    if contribution is None:
        return False
    destroy_contribution(contribution, now)
    return True


def destroy_contribution(contribution: Contribution, now: datetime) -> None:
    """Destroy one that is held, with what was made of it where its agreement was taken back.

    Whatever closed an item first: what was taken down for another reason was promised to be destroyed too.
    """
    pk = contribution.pk
    agreement = contribution.agreement
    if agreement is not None and agreement.withdrawn_at is not None:
        for closed in filter(None, map(standing_takedown, items_of(contribution))):
            destroy(closed, None, now)
    discard_files(ContributedFile.objects.filter(contribution=contribution).values_list("file", flat=True))
    contribution.delete()
    logger.info("contribution destroyed", extra={"contribution": pk})
