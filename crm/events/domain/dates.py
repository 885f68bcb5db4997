"""Says dates and hours as they are said in Québec: « le mardi 14 mai, de 19 h à 21 h »."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

NBSP = "\u00a0"

# A fête that ends at 1 in the morning is still said to be that evening.
LATE_NIGHT = time(6)

SHORT_MONTHS = {
    1: pgettext_lazy("short month", "Jan."),
    2: pgettext_lazy("short month", "Feb."),
    3: pgettext_lazy("short month", "March"),
    4: pgettext_lazy("short month", "April"),
    5: pgettext_lazy("short month", "May"),
    6: pgettext_lazy("short month", "June"),
    7: pgettext_lazy("short month", "July"),
    8: pgettext_lazy("short month", "Aug."),
    9: pgettext_lazy("short month", "Sept."),
    10: pgettext_lazy("short month", "Oct."),
    11: pgettext_lazy("short month", "Nov."),
    12: pgettext_lazy("short month", "Dec."),
}


class Timed(Protocol):
    """What has a start, perhaps an end, and may last whole days."""

    starts_at: datetime
    ends_at: datetime | None
    all_day: bool


def local_day(moment: date | datetime) -> date:
    """The day on the council's clock."""
    if not isinstance(moment, datetime):
        return moment
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()


def local_time(moment: time | datetime) -> time:
    """The hour on the council's clock."""
    if not isinstance(moment, datetime):
        return moment
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).time()


def day_number(moment: date | datetime) -> str:
    """« 1er », « 14 »: only the first of the month is an ordinal in French."""
    day = local_day(moment).day
    return "1er" if day == 1 and not _is_english() else str(day)


def month_name(moment: date | datetime) -> str:
    return _as_written(str(MONTHS[local_day(moment).month]))


def short_month(moment: date | datetime) -> str:
    """« janv. », « mai », « juill. »: the abbreviations of the OQLF."""
    return str(SHORT_MONTHS[local_day(moment).month])


def weekday_name(moment: date | datetime) -> str:
    return _as_written(str(WEEKDAYS[local_day(moment).weekday()]))


def plain_date(moment: date | datetime) -> str:
    """« 14 mai 2024 », « 1er mai 2024 »; "May 14, 2024" in a letter written in English."""
    if _is_english():
        return f"{month_name(moment)}{NBSP}{day_number(moment)}, {local_day(moment).year}"
    return f"{day_number(moment)}{NBSP}{month_name(moment)} {local_day(moment).year}"


def long_date(moment: date | datetime) -> str:
    """« mardi 14 mai 2024 »."""
    return f"{weekday_name(moment)}{_after_weekday()}{plain_date(moment)}"


def short_time(moment: time | datetime) -> str:
    """« 19 h 30 », « 8 h 5 », « 19 h »: no zero before the minutes, none when the hour is round."""
    clock = local_time(moment)
    if _is_english():
        return _twelve_hours(clock)
    hour = f"{clock.hour}{NBSP}h"
    return f"{hour}{NBSP}{clock.minute}" if clock.minute else hour


def event_when(event: Timed, today: date | None = None) -> str:
    """When an event takes place, as one would say it; the year is said when it is not that of ``today``."""
    start, end = local_day(event.starts_at), last_day(event)
    two_years = start.year != end.year
    with_year = two_years or (today is not None and end.year != today.year)
    if start == end:
        return _one_day(event, _day(start, with_year))
    if event.all_day:
        same_month = (start.year, start.month) == (end.year, end.month)
        first = f"{weekday_name(start)} {day_number(start)}" if same_month else _day(start, two_years)
        return _("from {start_day} to {end_day}").format(start_day=first, end_day=_day(end, with_year))
    return _("from {start_day} at {start_hour} to {end_day} at {end_hour}").format(
        start_day=_day(start, two_years),
        start_hour=short_time(event.starts_at),
        end_day=_day(end, with_year),
        end_hour=short_time(event.ends_at or event.starts_at),
    )


def event_end(event: Timed) -> str:
    """What remains to be said beside a date and an hour: « jusqu’à 21 h », « jusqu’au dimanche 16 mai », or nothing."""
    start, end = local_day(event.starts_at), last_day(event)
    if start != end:
        return _("until {day}").format(day=_day(end, start.year != end.year))
    if event.all_day or event.ends_at is None:
        return ""
    if local_time(event.ends_at) == time(0):
        return _("until midnight")
    return _("until {hour}").format(hour=short_time(event.ends_at))


def last_day(event: Timed) -> date:
    """The day an event ends, as people count: until 1 in the morning is the evening before."""
    start = local_day(event.starts_at)
    if event.ends_at is None:
        return start
    end = local_day(event.ends_at)
    if event.all_day or end == start:
        return end
    ends_late = end == start + timedelta(days=1) and local_time(event.ends_at) < LATE_NIGHT
    return start if ends_late and local_time(event.starts_at) >= LATE_NIGHT else end


def _one_day(event: Timed, day: str) -> str:
    if event.all_day:
        return _("on {day}").format(day=day)
    start = short_time(event.starts_at)
    if event.ends_at is None:
        return _("on {day} at {start}").format(day=day, start=start)
    end = _("midnight") if local_time(event.ends_at) == time(0) else short_time(event.ends_at)
    return _("on {day}, from {start} to {end}").format(day=day, start=start, end=end)


def _day(day: date, with_year: bool) -> str:
    """« mardi 14 mai », « mardi 14 mai 2024 »."""
    if with_year:
        return long_date(day)
    month, number = month_name(day), day_number(day)
    named = f"{month}{NBSP}{number}" if _is_english() else f"{number}{NBSP}{month}"
    return f"{weekday_name(day)}{_after_weekday()}{named}"


def _is_english() -> bool:
    """Of what is being written now: the site is French, a letter may be English."""
    return (get_language() or "").startswith("en")


def _as_written(name: str) -> str:
    """English writes days and months with a capital."""
    return name if _is_english() else name.lower()


def _after_weekday() -> str:
    return ", " if _is_english() else " "


def _twelve_hours(clock: time) -> str:
    """« 7:30 p.m. », « 8 a.m. »."""
    hour, half = clock.hour % 12 or 12, "a.m." if clock.hour < 12 else "p.m."
    return f"{hour}:{clock.minute:02d}{NBSP}{half}" if clock.minute else f"{hour}{NBSP}{half}"
