"""What the square does later: it offers freed places, forgets names after the event, reads the partners' calendars."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from crm.events.domain.forgetting import forget_registrations
from crm.events.domain.neighbours import read_partner_calendar
from crm.events.domain.waiting import end_offers, offer_what_is_free
from crm.events.models import PartnerCalendar

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


@shared_task(name="events.read_due_calendars")
def read_due_calendars() -> None:
    """Ask for each partner's calendar that is to be read again (beat). A bad one never keeps the others waiting."""
    for pk in PartnerCalendar.objects.due(timezone.now()).values_list("pk", flat=True):
        read_calendar_task.delay(pk)


@shared_task(name="events.read_calendar", soft_time_limit=60, time_limit=90)
def read_calendar_task(pk: int) -> None:
    """Read one partner's calendar, unless it was read meanwhile. Run twice, the second changes nothing."""
    now = timezone.now()
    if PartnerCalendar.objects.due(now).filter(pk=pk).exists():
        read_partner_calendar(pk, now)
