"""Looks at an audience before anything leaves: how many, and some of them by name, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from newsletters.domain.audience import Audience, as_audience, classify_audience
from newsletters.domain.segments import EVERYONE, Segment
from newsletters.domain.strangers import Stranger, strangers_of
from newsletters.models import NewsletterPage, Topic

SAMPLE = 5

# Everyone is classified once, by the query of the freeze itself. The hash is no order of ours: a sample by it is of
# everyone alike, and the same people each time that one looks.
COUNTED_AND_PLACED = """
WITH seen AS ({classified})
SELECT exclusion, total, email FROM (
    SELECT exclusion, email,
        COUNT(*) OVER (PARTITION BY exclusion) AS total,
        ROW_NUMBER() OVER (PARTITION BY exclusion ORDER BY address_hash) AS place
    FROM seen
) AS placed WHERE place <= %s ORDER BY exclusion, place
"""


@dataclass(frozen=True)
class Look:
    """The figures, and a few addresses for each of them; ``WRITE_TO_THEM`` is the key of those written to.

    ``strangers`` are those of a circle who have no file here, all of them, and counted in the figures.
    """

    audience: Audience = field(default_factory=Audience)
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    strangers: tuple[Stranger, ...] = ()


def look_at_audience(
    page: NewsletterPage | None, topics: Iterable[Topic], on: date, segment: Segment = EVERYONE, most: int = SAMPLE
) -> Look:
    """What `count_audience` counts, with at most ``most`` addresses for each reason and for those written to."""
    totals: dict[str, int] = {}
    samples: dict[str, tuple[str, ...]] = {}
    for exclusion, total, email in _count_and_place(classify_audience(page, topics, on, segment=segment), most):
        totals[exclusion] = total
        samples[exclusion] = (*samples.get(exclusion, ()), email)
    strangers = strangers_of(segment)
    return Look(as_audience(totals, strangers), samples, tuple(strangers))


def _count_and_place(people: QuerySet[Any], most: int) -> list[tuple[str, int, str]]:
    try:
        query = people.order_by().values("email", "address_hash", "exclusion").query
        classified, params = query.sql_with_params()
    except EmptyResultSet:  # a circle of nobody: Django does not even ask
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTED_AND_PLACED.format(classified=classified), [*params, most])
        rows: list[tuple[str, int, str]] = cursor.fetchall()
    return rows
