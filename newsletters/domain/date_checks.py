"""Reads the dates that an editor wrote in French: is one past, does its weekday match?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from crm.events.domain.dates import long_date
from newsletters.domain.editor_words import Said
from newsletters.domain.findings import Finding, warning

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
# A newsletter announces more than it tells: the middle of the year in which a date without one is read.
LOOKS_AHEAD = timedelta(days=92)
WRITTEN = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(WEEKDAYS)})\s+(?:le\s+)?)?"
    r"(?<![\w.,/:-])(?P<day>1\s?er|[12]?\d|3[01])\s+"
    rf"(?P<month>{'|'.join(MONTHS)})\b(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)


# « depuis notre infolettre du 4 avril »: what begins like this is told, and not announced.
SINCE = re.compile(r"\bdepuis\b[^.!?;]*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class WrittenDate:
    """A date as it was written, the day that it means, the weekday given to it, and whether « depuis » leads to it."""

    words: str
    day: date
    weekday: int | None
    since: bool = False

    @property
    def is_of_another_weekday(self) -> bool:
        return self.weekday is not None and self.weekday != self.day.weekday()


def read_dates(text: str, today: date) -> Iterator[WrittenDate]:
    """The dates of a text; without a year, from three months ago to nine ahead. No such day, no date."""
    for match in WRITTEN.finditer(text):
        day, month = int(re.sub(r"\D", "", match["day"])), MONTHS.index(match["month"].lower()) + 1
        years = [int(match["year"])] if match["year"] else [today.year - 1, today.year, today.year + 1]
        meant = [found for year in years if (found := _date(year, month, day))]
        if meant:
            weekday = WEEKDAYS.index(match["weekday"].lower()) if match["weekday"] else None
            day_meant = min(meant, key=lambda one: abs(one - today - LOOKS_AHEAD))
            since = SINCE.search(text, 0, match.start()) is not None
            yield WrittenDate(match.group(), day_meant, weekday, since)


def check_dates(said: Iterable[Said], today: date) -> Iterator[Finding]:
    """One finding for each date whose weekday is another's, and one a block for those that are past."""
    past: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for one in said:
        for written in [found for line in one.lines for found in read_dates(line, today)]:
            if written.is_of_another_weekday:
                yield warning(
                    _("“%(written)s”: that day is a %(weekday)s.")
                    % {"written": written.words, "weekday": WEEKDAYS[written.day.weekday()]},
                    _("That would be %(day)s: correct the day or the date.") % {"day": long_date(written.day)},
                    **one.where,
                )
            elif written.day < today and not written.since:
                past.setdefault(tuple(one.where.items()), []).append(written.words)
    for where, dates in past.items():
        yield warning(
            _("A date is past: %(dates)s.") % {"dates": ", ".join(f"«\u00a0{words}\u00a0»" for words in dates)},
            _("Leave it if you tell of what took place; correct it if you announce it."),
            **dict(where),
        )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
