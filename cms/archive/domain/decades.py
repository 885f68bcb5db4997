"""Of which decades a dated item may be, and where it stands among others: one rule for lists, facets, search and bag.

An item is dated where either end of its date is known. An end that is open counts for the decade of the other one:
« avant 1940 » is of the 1930s, « depuis 1950 » of the 1950s. How much further nobody knows, and what would be of every
decade would help to find none.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce

NO_DATE = Q(date_earliest=None, date_latest=None)
FIRST_DAY = Coalesce("date_earliest", "date_latest")
LAST_DAY = Coalesce("date_latest", "date_earliest")
# The undated at the end, on SQLite as on PostgreSQL.
BY_DATE = (FIRST_DAY.asc(nulls_last=True), LAST_DAY.asc(nulls_last=True), F("number").asc())


def known_days(earliest: date | None, latest: date | None) -> tuple[date, date] | None:
    """From the first day that is known to the last; one and the same where an end is open. Nothing for no date."""
    first, last = earliest or latest, latest or earliest
    return (first, last) if first and last else None


def decades_between(earliest: date | None, latest: date | None) -> range:
    """The first years of the decades of these days; none for no date."""
    days = known_days(earliest, latest)
    return range(days[0].year // 10 * 10, days[1].year + 1, 10) if days else range(0)


def in_decade(year: int) -> Q:
    """The same of what is stored: what may be of the ten years from ``year`` on."""
    first, last = date(year, 1, 1), date(year + 9, 12, 31)
    begins, ends = Q(date_earliest__lte=last), Q(date_latest__gte=first)
    open_start = Q(date_earliest=None, date_latest__lte=last)
    open_end = Q(date_latest=None, date_earliest__gte=first)
    return (begins & ends) | (open_start & ends) | (open_end & begins)
