"""Recognizes, in a partner's calendar, the events that are already in ours."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max, Min
from rapidfuzz.fuzz import token_set_ratio

from crm.events.domain.dates import local_day
from crm.events.models import Event, NeighbourEvent, PartnerCalendar
from crm.partners.domain.folding import fold

NEAR = timedelta(hours=1)
ALIKE = 85.0


def fold_repeated(calendar: PartnerCalendar) -> int:
    """Say of each date which event of ours it repeats, or none; return how many do. Twice changes nothing."""
    theirs = list(calendar.events.order_by("pk"))
    bounds = calendar.events.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if not theirs:
        return 0
    day = timedelta(days=1)
    ours = list(Event.objects.public().filter(starts_at__range=(bounds["first"] - day, bounds["last"] + day)))
    for one in theirs:
        one.same_as = next((event for event in ours if is_same(one, event)), None)
    NeighbourEvent.objects.bulk_update(theirs, ["same_as"])
    return sum(one.same_as is not None for one in theirs)


def is_same(theirs: NeighbourEvent, ours: Event) -> bool:
    """Ours copied with its UID or its page; or the same words the same day, within an hour."""
    if theirs.uid.startswith(str(ours.uid)) or theirs.url.endswith(ours.get_absolute_url()):
        return True
    if theirs.all_day or ours.all_day:
        is_near = local_day(theirs.starts_at) == local_day(ours.starts_at)
    else:
        is_near = abs(theirs.starts_at - ours.starts_at) <= NEAR
    return is_near and token_set_ratio(fold(theirs.title), fold(ours.title)) >= ALIKE
