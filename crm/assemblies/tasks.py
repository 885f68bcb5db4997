"""What the table does later: it forgets who voted, and lists that nobody brought in."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.assemblies.domain.forgetting_electors import forget_electors
from crm.assemblies.domain.old_decisions.bringing import forget_prepared_decisions


@shared_task(name="assemblies.forget_electors")
def forget_electors_task() -> None:
    """Destroy the names of electors and supporters whose days are up (beat, each night). Run twice, none is left."""
    forget_electors(timezone.now())


@shared_task(name="assemblies.forget_decision_lists")
def forget_decision_lists() -> None:
    """Forget the lists of decisions nobody decided about (beat, each night). Run twice, none is left."""
    forget_prepared_decisions(timezone.now())
