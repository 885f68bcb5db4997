"""Teaches Django's date formats the two French things they cannot say: `1er` and `8 h 5`.

Django documents the codes ``S`` and ``P`` as English only ("st", "a.m."). Under fr-CA they would print "1st mai" and
"7:30 p.m."; here they print what the OQLF asks for, so that every date of the admin is right too.
"""

from django.utils.dateformat import DateFormat, TimeFormat

NBSP = "\u00a0"


def french_hour(formatter: TimeFormat) -> str:
    """« 19 h 30 », « 8 h 5 », « 19 h »."""
    hour, minute = formatter.data.hour, formatter.data.minute
    return f"{hour}{NBSP}h{NBSP}{minute}" if minute else f"{hour}{NBSP}h"


def french_ordinal(formatter: DateFormat) -> str:
    """« er » after the first of the month, nothing after the others."""
    return "er" if formatter.j() == 1 else ""


def install() -> None:
    """Replace the two English codes, in this process."""
    setattr(TimeFormat, "P", french_hour)  # noqa: B010
    setattr(DateFormat, "S", french_ordinal)  # noqa: B010
