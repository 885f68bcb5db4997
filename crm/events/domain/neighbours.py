"""Reads the calendars of partners, keeps what they announce, and folds what is our own agenda told again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from crm.events import signals
from crm.events.domain.folding_neighbours import fold_repeated
from crm.events.domain.reading_calendars import ReadEvent, Unreadable, read_calendar
from crm.events.enums import FeedProblem
from crm.events.fetching import Fetched, FetchRefused, fetch_calendar
from crm.events.models import NeighbourEvent, PartnerCalendar
from crm.events.querysets import NeighbourEventQuerySet

logger = logging.getLogger("parvis.events")

EVERY = timedelta(hours=3)
LONGEST_WAIT = timedelta(days=1)
BEHIND, AHEAD = timedelta(days=1), timedelta(days=180)
FIELDS = ("title", "starts_at", "ends_at", "all_day", "venue", "url", "is_cancelled")

Fetch = Callable[[str, str], Fetched]


def read_partner_calendar(pk: int, now: datetime, fetch: Fetch = fetch_calendar) -> FeedProblem | None:
    """Read one calendar now; what was known stays where it cannot be read. A second call changes nothing.

    The network is waited for outside of any transaction.
    """
    calendar = PartnerCalendar.objects.get(pk=pk)
    try:
        fetched = fetch(calendar.url, calendar.etag)
        found = None if fetched.body is None else read_calendar(fetched.body, now - BEHIND, now + AHEAD)
    except FetchRefused as refusal:
        return _note_failure(calendar, refusal.reason, now)
    except Unreadable:
        return _note_failure(calendar, FeedProblem.UNREADABLE, now)
    with transaction.atomic():
        if found is not None:
            _keep(calendar, found, now)
        fold_repeated(calendar)
        _announce()
        PartnerCalendar.objects.filter(pk=pk).update(
            read_at=now, next_read_at=now + EVERY, problem="", failures=0, etag=fetched.etag
        )
    logger.info("calendar read", extra={"calendar": pk, "events": None if found is None else len(found)})
    return None


def _note_failure(calendar: PartnerCalendar, problem: FeedProblem, now: datetime) -> FeedProblem:
    """Try later, each time after a longer wait, at most a day."""
    failures = calendar.failures + 1
    wait = min(EVERY * 2 ** min(failures - 1, 5), LONGEST_WAIT)
    PartnerCalendar.objects.filter(pk=calendar.pk).update(
        problem=problem, failures=failures, next_read_at=now + wait, read_at=now
    )
    logger.warning("calendar not read", extra={"calendar": calendar.pk, "problem": str(problem), "failures": failures})
    return problem


def _keep(calendar: PartnerCalendar, found: list[ReadEvent], now: datetime) -> None:
    """Write what was found over what was known; what is no longer announced goes, what is over stays as it was."""
    known = {(one.uid, one.recurrence): one for one in calendar.events.select_for_update()}
    announced = {(one.uid, one.recurrence): one for one in found}
    for key, one in announced.items():
        kept = known.pop(key, None) or NeighbourEvent(calendar=calendar, uid=one.uid, recurrence=one.recurrence)
        for name in FIELDS:
            setattr(kept, name, getattr(one, name))
        kept.save()
    gone = [one.pk for one in known.values() if one.starts_at >= now - BEHIND]
    calendar.events.filter(pk__in=gone).delete()


@transaction.atomic
def accept_calendar(calendar: PartnerCalendar, user: object, now: datetime) -> bool:
    """Show what it announces; False where someone already accepted it."""
    waiting = PartnerCalendar.objects.filter(pk=calendar.pk, accepted_at=None)
    is_new = bool(waiting.update(accepted_at=now, accepted_by=user))
    _announce()
    return is_new


@transaction.atomic
def stop_showing(calendar: PartnerCalendar) -> bool:
    """Show nothing of it any more; False where nothing was shown."""
    shown = PartnerCalendar.objects.filter(pk=calendar.pk).exclude(accepted_at=None)
    was_shown = bool(shown.update(accepted_at=None, accepted_by=None))
    _announce()
    return was_shown


def read_again(calendar: PartnerCalendar, now: datetime) -> None:
    """Forget what was read at another address, and have this one read; a person will have to accept it again."""
    calendar.events.all().delete()
    PartnerCalendar.objects.filter(pk=calendar.pk).update(
        accepted_at=None, accepted_by=None, etag="", problem="", failures=0, read_at=None, next_read_at=now
    )
    _announce()


def hide_date(event: NeighbourEvent, *, hidden: bool) -> None:
    """Show one date of it no more, or again; it stays so when the calendar is read again."""
    NeighbourEvent.objects.filter(pk=event.pk).update(is_hidden=hidden)
    _announce()


def neighbour_events(now: datetime, most: int) -> NeighbourEventQuerySet:
    """What the agenda shows of the partners' own calendars, the soonest first."""
    shown = NeighbourEvent.objects.shown().upcoming(now).select_related("calendar__organization")
    return shown.order_by("starts_at", "pk")[:most]


def _announce() -> None:
    signals.neighbours_changed.send(sender=NeighbourEvent)
