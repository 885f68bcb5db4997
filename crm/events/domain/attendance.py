"""Counts who came, without names, and says how many people an event had.

The door and the heads look at the same people, so they are never added together: the larger is kept. Of heads, each
crowd counts at its fullest, and « all together » is not added to the crowds that it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.events.domain.check_in import Party, parties_of_events
from crm.events.enums import Crowd
from crm.events.models import Event, HeadCount

logger = logging.getLogger("parvis.events")

MOST_HEADS = 100_000


@dataclass(frozen=True)
class Attendance:
    """How many came to one event, and from what one knows it."""

    crowds: tuple[tuple[Crowd, int], ...] = ()
    registered: int = 0
    walk_ins: int = 0

    @property
    def at_the_door(self) -> int:
        return self.registered + self.walk_ins

    @property
    def heads(self) -> int:
        apart = sum(number for crowd, number in self.crowds if crowd is not Crowd.EVERYONE)
        return max(apart, dict(self.crowds).get(Crowd.EVERYONE, 0))

    @property
    def total(self) -> int:
        return max(self.heads, self.at_the_door)

    @property
    def is_known(self) -> bool:
        """Somebody counted, even if nobody came."""
        return bool(self.crowds) or self.at_the_door > 0


def attendance_of(event: Event) -> Attendance:
    return attendances([event.pk])[event.pk]


def attendances(events: Collection[int]) -> dict[int, Attendance]:
    """Of each of these events, in two queries however many they are."""
    heads: dict[int, list[HeadCount]] = {pk: [] for pk in events}
    for count in HeadCount.objects.filter(event__in=events, correction__isnull=True):
        heads[count.event_id].append(count)
    parties = parties_of_events(events)
    return {pk: _sum_up(heads[pk], parties.get(pk, [])) for pk in events}


def _sum_up(counts: Iterable[HeadCount], parties: Iterable[Party]) -> Attendance:
    fullest: dict[Crowd, int] = {}
    for count in counts:
        crowd = Crowd(count.crowd)
        fullest[crowd] = max(fullest.get(crowd, 0), count.number)
    came = list(parties)
    return Attendance(
        crowds=tuple((crowd, fullest[crowd]) for crowd in Crowd if crowd in fullest),
        registered=sum(party.present for party in came if party.had_registered),
        walk_ins=sum(party.present for party in came if not party.had_registered),
    )


@transaction.atomic
def count_heads(
    event: Event, numbers: Mapping[Crowd, int], by: User | None, at: datetime, *, round_id: UUID | None = None
) -> list[HeadCount]:
    """Write what someone counted, each crowd once; the same round a second time writes nothing more."""
    refuse_numbers(numbers.values())
    if not numbers:
        raise ValidationError(_("Write at least one number."))
    key = round_id or uuid4()
    rows = [
        HeadCount(event=event, round=key, crowd=crowd, number=number, counted_by=by, counted_at=at)
        for crowd, number in numbers.items()
    ]
    HeadCount.objects.bulk_create(rows, ignore_conflicts=True)
    logger.info("heads counted", extra={"event": event.pk, "crowds": len(rows)})
    return list(HeadCount.objects.filter(event=event, round=key))


def correct_count(count: HeadCount, number: int, by: User | None, now: datetime) -> HeadCount:
    """Put another number in its place; the first stays readable, with who wrote it and when.

    The moment of the count stays what it was only in the first: a correction says when it was made. Raises
    ``ValidationError`` when someone else corrected it meanwhile.
    """
    refuse_numbers([number])
    words = _("Someone corrected this number already: see the list.")
    if HeadCount.objects.filter(corrects=count).exists():
        raise ValidationError(words)
    try:
        with transaction.atomic():
            corrected = HeadCount.objects.create(
                event=count.event, crowd=count.crowd, number=number, counted_by=by, counted_at=now, corrects=count
            )
    except IntegrityError as error:
        raise ValidationError(words) from error
    logger.info("head count corrected", extra={"event": count.event_id, "count": count.pk})
    return corrected


def refuse_numbers(numbers: Iterable[int]) -> None:
    if any(not 0 <= number <= MOST_HEADS for number in numbers):
        raise ValidationError(_("A number is between 0 and 100,000."))
