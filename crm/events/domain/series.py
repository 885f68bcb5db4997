"""The verbs of a series: to repeat an event, to change what follows, to publish or cancel it, to leave one day out.

Each time is an event like any other, so one may be moved, cancelled or corrected alone: the acts of `publishing` do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.events.domain.copying_desks import give_desk
from crm.events.domain.dates import local_day, local_time
from crm.events.domain.duplicating import COPIED, copy_event, end_like
from crm.events.domain.publishing import cancel_event, publish_event, revise_event
from crm.events.domain.recurrence import Rule, days_of, write_rrule
from crm.events.enums import EventStatus
from crm.events.models import Event, Series
from crm.events.querysets import EventQuerySet

LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Repetition:
    """What someone asked for: by which rule, until when, and on which of its days nothing takes place."""

    rule: Rule
    until: date
    skipped: frozenset[date] = frozenset()

    def days(self, first: date) -> list[date]:
        """The days that are kept, the first one always among them.

        Raises `ValidationError` where the last day is too far, or no day comes after the first.
        """
        if self.until - first > LONGEST:
            raise ValidationError({"until": _("A series lasts three years at most: choose a nearer last day.")})
        days = [day for day in days_of(self.rule, first, self.until) if day == first or day not in self.skipped]
        if len(days) < 2:
            raise ValidationError({"until": _("No other date falls before that last day: choose a later one.")})
        return days


@transaction.atomic
def repeat_event(event: Event, asked: Repetition, now: datetime) -> Series:
    """Make ``event`` the first of a series, or the first of what follows in the one it is already in.

    What was to follow moves, one by one, to the new days: addresses and calendars keep hold of it. What is too many is
    cancelled where the public knew of it and deleted where not; what is missing is made as drafts.
    """
    event.refresh_from_db(from_queryset=Event.objects.select_for_update())
    first, old = local_day(event.starts_at), event.series
    days = asked.days(first)
    followers = list(following(event).select_for_update()) if old else []
    series = Series.objects.create(
        rule=write_rrule(asked.rule),
        first_on=first,
        until=asked.until,
        starts=_hour(event),
        skipped_days=sorted(day.isoformat() for day in asked.skipped),
        continues=old,
        created_by=event.created_by,
    )
    _join(event, series, first)
    for day, follower in zip(days[1:], followers, strict=False):
        _place(follower, event, day, now)
        _join(follower, series, day)
    for follower in followers[len(days) - 1 :]:
        _drop(follower, now)
    for day in days[1 + len(followers) :]:
        _join(copy_event(event, _start(event, day), now), series, day)
    _shorten(old, first)
    return series


def following(event: Event) -> EventQuerySet:
    """The times of its series after this one that still take place."""
    if event.series_id is None or event.occurrence_on is None:
        return Event.objects.none()
    later = Event.objects.filter(series=event.series_id, occurrence_on__gt=event.occurrence_on)
    return later.exclude(status=EventStatus.CANCELLED).order_by("occurrence_on")


def other_dates(event: Event, now: datetime, most: int = 6) -> list[Event]:
    """The next public dates of the same series, this one left out; no query for an event that does not repeat."""
    if event.series_id is None:
        return []
    coming = Event.objects.public().upcoming(now).filter(series=event.series_id).exclude(pk=event.pk)
    return list(coming.order_by("starts_at")[:most])


@transaction.atomic
def extend_changes(event: Event, now: datetime) -> int:
    """Give what follows the words, the place and the hour of ``event``; return how many changed.

    Each keeps its own day, also one that was moved alone. A second call changes nothing.
    """
    changed = 0
    for follower in list(following(event).select_for_update()):
        for name in COPIED:
            setattr(follower, name, getattr(event, name))
        changed += bool(_place(follower, event, local_day(follower.starts_at), now))
    if (series := event.series) is not None:
        Series.objects.filter(pk=series.pk).update(starts=_hour(event))
    return changed


@transaction.atomic
def extend_desk(event: Event, now: datetime) -> int:
    """Give what follows, and has not begun, the registrations of ``event``; return how many desks changed.

    Those who registered keep what they have. A second call changes nothing.
    """
    coming = following(event).filter(starts_at__gt=now).select_for_update(of=("self",))
    return sum(give_desk(event, follower) for follower in coming.select_related("desk"))


@transaction.atomic
def publish_series(series: Series, now: datetime) -> int:
    """Publish every draft of the series that is still to come; a second call publishes none."""
    drafts = series.occurrences.filter(status=EventStatus.DRAFT, starts_at__gte=now).order_by("starts_at")
    found = list(drafts)
    for event in found:
        publish_event(event, now)
    return len(found)


@transaction.atomic
def cancel_following(event: Event, now: datetime, note: str = "") -> int:
    """End the series with ``event``: what follows is cancelled, or deleted where nobody knew of it."""
    found = list(following(event).select_for_update())
    for follower in found:
        _drop(follower, now, note)
    if (series := event.series) is not None and event.occurrence_on is not None:
        Series.objects.filter(pk=series.pk).update(until=event.occurrence_on)
    return len(found)


def leave_out(event: Event) -> None:
    """Remember that nothing takes place that day of the series; called when a draft is deleted alone."""
    if event.series is None or event.occurrence_on is None:
        return
    series = Series.objects.select_for_update().get(pk=event.series.pk)
    series.skipped_days = sorted({*series.skipped_days, event.occurrence_on.isoformat()})
    series.save(update_fields=["skipped_days"])


def _join(event: Event, series: Series, day: date) -> None:
    Event.objects.filter(pk=event.pk).update(series=series, occurrence_on=day)
    event.series, event.occurrence_on = series, day


def _place(event: Event, model: Event, day: date, now: datetime) -> tuple[str, ...]:
    """Put ``event`` on that day, at the hour of ``model`` and as long; what the public knew is announced."""
    start = _start(model, day)
    event.starts_at, event.ends_at = start, end_like(model, start)
    return revise_event(event, now)


def _start(model: Event, day: date) -> datetime:
    return datetime.combine(day, local_time(model.starts_at), timezone.get_current_timezone())


def _drop(event: Event, now: datetime, note: str = "") -> None:
    if event.is_public:
        cancel_event(event, now, note)
    else:
        event.delete()


def _hour(event: Event) -> time | None:
    return None if event.all_day else local_time(event.starts_at)


def _shorten(series: Series | None, first: date) -> None:
    """The former series ends the day before; where nothing is left of it, it goes."""
    if series is None:
        return
    if not series.occurrences.exists():
        series.delete()
    else:
        Series.objects.filter(pk=series.pk).update(until=max(series.first_on, first - timedelta(days=1)))
