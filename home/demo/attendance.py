"""How many came to what the demo council held: counted by someone, once or twice, and corrected once."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.attendance import correct_count, count_heads
from crm.events.domain.uncounted import uncounted
from crm.events.enums import ASSEMBLY_KINDS, Crowd
from crm.events.models import Event

# What a fête, an assembly or a workshop draws, one after the other.
AT_ACTIVITIES: tuple[dict[Crowd, int], ...] = (
    {Crowd.CHILDREN: 14, Crowd.TEENAGERS: 5, Crowd.ADULTS: 31, Crowd.SENIORS: 9},
    {Crowd.ADULTS: 12, Crowd.SENIORS: 6},
    {Crowd.CHILDREN: 40, Crowd.TEENAGERS: 12, Crowd.ADULTS: 75, Crowd.SENIORS: 22},
)
AT_ASSEMBLIES = (17, 23, 14, 31)
LATER = timedelta(minutes=50)


def count_those_who_came(now: datetime) -> None:
    """Heads at each event that took place; in each, a number was first written with a digit too many.

    The latest activity waits for someone to say how many came, as one often does.
    """
    someone = User.objects.filter(groups__name=Role.COMMUNICATIONS.value).first()
    past = list(Event.objects.public().happening().past(now).order_by("starts_at", "pk"))
    assemblies = [event for event in past if event.kind in ASSEMBLY_KINDS]
    for number, event in enumerate(assemblies):
        heads = {Crowd.EVERYONE: AT_ASSEMBLIES[number % len(AT_ASSEMBLIES)]}
        count_heads(event, heads, someone, event.starts_at + LATER)
    waiting = uncounted(now).first()
    for number, event in enumerate(one for one in past if one not in assemblies and one != waiting):
        _count_activity(event, AT_ACTIVITIES[number % len(AT_ACTIVITIES)], someone)


def _count_activity(event: Event, fullest: dict[Crowd, int], someone: User | None) -> None:
    """Early, when half of them are there; later, when all are, with a slip that was mended at once."""
    count_heads(event, {crowd: number // 2 for crowd, number in fullest.items()}, someone, event.starts_at)
    moment = event.starts_at + LATER
    slip = count_heads(event, {**fullest, Crowd.ADULTS: fullest[Crowd.ADULTS] * 10}, someone, moment)
    wrong = next(count for count in slip if count.crowd == Crowd.ADULTS)
    correct_count(wrong, fullest[Crowd.ADULTS], someone, moment + timedelta(minutes=5))
