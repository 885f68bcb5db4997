"""What the table does later: it forgets who voted, some days after an election."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.assemblies.domain.forgetting_electors import forget_electors


@shared_task(name="assemblies.forget_electors")
def forget_electors_task() -> None:
    """Destroy the names of electors and supporters whose days are up (beat, each night). Run twice, none is left."""
    forget_electors(timezone.now())
