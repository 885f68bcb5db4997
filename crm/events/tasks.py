"""What the square does later: it offers freed places, and forgets names after the event."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from crm.events.domain.forgetting import forget_registrations
from crm.events.domain.waiting import end_offers, offer_what_is_free

logger = logging.getLogger("parvis.events")


@shared_task(name="events.tend_desks")
def tend_desks() -> None:
    """End offers that nobody answered, offer what is free (beat, each minute). Run twice, the second finds nothing."""
    now = timezone.now()
    ended, offered = end_offers(now), offer_what_is_free(now)
    if ended or offered:
        logger.info("desks tended", extra={"ended": ended, "offered": offered})


@shared_task(name="events.forget_registrations")
def forget_registrations_task() -> None:
    """Destroy what people wrote for events long over (beat, each night). Run twice, the second finds nothing."""
    forget_registrations(timezone.now())
