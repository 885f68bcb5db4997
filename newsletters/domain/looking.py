"""Looks at an audience before anything leaves: how many, and some of them by name, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from newsletters.domain.audience import WRITE_TO_THEM, Audience, classify_audience
from newsletters.domain.segments import EVERYONE, Segment
from newsletters.enums import ExclusionReason
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
    """The figures, and a few addresses for each of them; ``WRITE_TO_THEM`` is the key of those written to."""

    audience: Audience = field(default_factory=Audience)
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)


def look_at_audience(
    page: NewsletterPage | None, topics: Iterable[Topic], on: date, segment: Segment = EVERYONE, most: int = SAMPLE
) -> Look:
    """What `count_audience` counts, with at most ``most`` addresses for each reason and for those written to."""
    people = classify_audience(page, topics, on, segment=segment).order_by()
    classified, params = people.values("email", "address_hash", "exclusion").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED_AND_PLACED.format(classified=classified), [*params, most])
        rows = cursor.fetchall()
    totals: dict[str, int] = {}
    samples: dict[str, tuple[str, ...]] = {}
    for exclusion, total, email in rows:
        totals[exclusion] = total
        samples[exclusion] = (*samples.get(exclusion, ()), email)
    prepared = totals.pop(WRITE_TO_THEM, 0)
    return Look(Audience(prepared, {ExclusionReason(reason): total for reason, total in totals.items()}), samples)
