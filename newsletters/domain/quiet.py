"""The hours of the night, in the council's own time, when what was planned does not leave; pure but for the setting."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def is_quiet(moment: datetime) -> bool:
    """Whether it is night then, from the first hour of `QUIET_HOURS` up to the second one, which is day again."""
    hours: tuple[int, int] | None = settings.QUIET_HOURS
    if hours is None:
        return False
    begins, ends = hours
    hour = timezone.localtime(moment).hour
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def day_breaks_at(moment: datetime) -> datetime:
    """The first instant from then on that is no night: that one, or the next end of the quiet hours."""
    hours: tuple[int, int] | None = settings.QUIET_HOURS
    return _next_hour(moment, hours[1]) if hours and is_quiet(moment) else moment


def night_falls_at(moment: datetime) -> datetime | None:
    """When the next night begins, of a moment of the day; ``None`` where no hour is quiet."""
    hours: tuple[int, int] | None = settings.QUIET_HOURS
    return _next_hour(moment, hours[0]) if hours else None


def carry_over_nights(now: datetime, end: datetime) -> datetime:
    """When work that would last from ``now`` to ``end`` is over, if it rests each night."""
    begins = day_breaks_at(now.astimezone(UTC))
    left = end.astimezone(UTC) - now.astimezone(UTC)
    night = night_falls_at(begins)
    while night is not None and begins + left > night:
        left -= night - begins
        begins = day_breaks_at(night)
        night = night_falls_at(begins)
    return begins + left


def _next_hour(moment: datetime, hour: int) -> datetime:
    """The next time that the clock of the council shows that hour, strictly later than ``moment``."""
    local = timezone.localtime(moment)
    day = local.date() if local.hour < hour else local.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(hour))).astimezone(UTC)
