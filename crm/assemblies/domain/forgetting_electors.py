"""Destroys the names of electors and supporters some days after the assembly; the counts stay (Law 25)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce

from crm.assemblies.domain.elector_stays import counts_to_keep
from crm.assemblies.domain.electors import door_counts
from crm.assemblies.models import Election, Supporter

logger = logging.getLogger("parvis.assemblies")


def forget_electors(now: datetime) -> int:
    """Empty each election whose days are up; return how many names were destroyed. The log holds no name."""
    over = Coalesce("assembly__event__ends_at", "assembly__event__starts_at")
    elections = Election.objects.filter(forgotten_at=None).annotate(over_at=over)
    due = [one.pk for one in elections if now >= one.over_at + timedelta(days=one.keep_days)]
    return sum(_empty(pk, now) for pk in due)


@transaction.atomic
def _empty(election_id: int, now: datetime) -> int:
    election = Election.objects.select_for_update().get(pk=election_id)
    counts = door_counts(election)
    election.residents, election.establishments = counts.residents, counts.establishments
    election.room_counts = counts_to_keep(election)
    election.ballots_given, election.forgotten_at = counts.ballots, now
    election.save()
    supporters = Supporter.objects.filter(candidacy__election=election)
    destroyed = int(supporters.count() + election.electors.count())
    supporters.delete()
    election.electors.all().delete()
    logger.info("electors destroyed", extra={"election": election.pk, "count": destroyed})
    return destroyed
