"""Says a rule as one would: « le deuxième mardi de chaque mois, sauf en juillet et en août, à 19 h »."""

from __future__ import annotations

from datetime import time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.events.domain.dates import short_time
from crm.events.domain.recurrence import LAST, Pattern, Rule

ORDINALS = {
    1: pgettext_lazy("of the month", "first"),
    2: pgettext_lazy("of the month", "second"),
    3: pgettext_lazy("of the month", "third"),
    4: pgettext_lazy("of the month", "fourth"),
    5: pgettext_lazy("of the month", "fifth"),
    LAST: pgettext_lazy("of the month", "last"),
}


def rule_words(rule: Rule, starts: time | None = None) -> str:
    """The rule, the months without, the hour; an event of whole days has none."""
    words = _days(rule)
    if rule.skipped_months:
        words = _("{rule}, except in {months}").format(rule=words, months=months_words(rule.skipped_months))
    return _("{rule}, at {hour}").format(rule=words, hour=short_time(starts)) if starts is not None else words


def months_words(months: frozenset[int]) -> str:
    """« juillet et en août »: each month takes its own « en »."""
    names = [str(MONTHS[month]).lower() for month in sorted(months)]
    if len(names) == 1:
        return names[0]
    *others, last = names
    return _("{months} and in {month}").format(months=_(", in ").join(others), month=last)


def _days(rule: Rule) -> str:
    weekday = str(WEEKDAYS[rule.weekday]).lower()
    if rule.pattern == Pattern.WEEKLY:
        return _weekly(weekday, rule.interval)
    if rule.pattern == Pattern.MONTHLY_BY_WEEKDAY:
        day = _("the {nth} {weekday}").format(nth=ORDINALS[rule.nth], weekday=weekday)
    elif rule.month_day == LAST:
        day = _("the last day")
    else:
        day = _("the {number}").format(number="1er" if rule.month_day == 1 else rule.month_day)
    if rule.interval == 1:
        return _("{day} of each month").format(day=day)
    return _("{day}, every {number} months").format(day=day, number=rule.interval)


def _weekly(weekday: str, interval: int) -> str:
    if interval == 1:
        return _("every {weekday}").format(weekday=weekday)
    if interval == 2:
        return _("one {weekday} out of two").format(weekday=weekday)
    return _("on {weekday}, every {number} weeks").format(weekday=weekday, number=interval)
