"""Gives a copy of an event the same registration desk: its places, its questions, its opening so many days before."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from crm.events.domain.desks import desk_of
from crm.events.models import Event, Question, RegistrationDesk

SETTINGS = ("capacity", "most_places", "hold_hours", "keep_days", "asks_age", "asks_photo_consent")
ASKED = ("label", "kind", "choices", "required", "sort_order")


def copy_desk(event: Event, copy: Event) -> RegistrationDesk | None:
    """The desk of ``event`` again for ``copy``, with nobody registered; ``None`` where there is none."""
    desk = desk_of(event)
    if desk is None:
        return None
    made = RegistrationDesk(event=copy, **{name: getattr(desk, name) for name in SETTINGS})
    made.opens_at, made.closes_at = (_moved(moment, event, copy) for moment in (desk.opens_at, desk.closes_at))
    made.save()
    for question in desk.questions.all():
        Question.objects.create(desk=made, **{name: getattr(question, name) for name in ASKED})
    return made


def _moved(moment: datetime | None, event: Event, copy: Event) -> datetime | None:
    """As long before the copy as before the event, at the same hour on the council's clock."""
    if moment is None:
        return None
    days = timezone.localtime(copy.starts_at).date() - timezone.localtime(event.starts_at).date()
    return timezone.localtime(moment) + days
