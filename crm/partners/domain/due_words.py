"""Says how near a day is: « en retard de 3 jours », « aujourd'hui », « dans 5 jours »."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Further than that, months say more.
DAYS_SAID = 60


def due_words(due_on: date | None, today: date) -> str:
    """How far ``due_on`` is, seen from ``today``; empty where no day was set."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days < -DAYS_SAID:
        months = round(-days / 30.44)
        return ngettext("late by %(months)d month", "late by %(months)d months", months) % {"months": months}
    if days < 0:
        return ngettext("late by %(days)d day", "late by %(days)d days", -days) % {"days": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
