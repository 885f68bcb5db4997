"""How long an implied consent lasts (LCAP, section 10)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from newsletters.enums import ConsentBasis

MONTHS = {ConsentBasis.MEMBERSHIP: 24, ConsentBasis.INQUIRY: 6}


def last_day(basis: ConsentBasis, basis_date: date) -> date | None:
    """The last day on which one may write; ``None`` when the consent has no end by itself.

    The period ends on the same day of its last month, or on that month's end where the day does not
    exist: six months from August 31 end on February 28.
    """
    months = MONTHS.get(basis)
    if months is None:
        return None
    year, month = divmod(basis_date.year * 12 + basis_date.month - 1 + months, 12)
    return date(year, month + 1, min(basis_date.day, monthrange(year, month + 1)[1]))
