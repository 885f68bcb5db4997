"""Answers how a registration desk stands: open or not, how many places are left, and says it in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.events.domain.dates import plain_date, short_time
from crm.events.enums import RegistrationState
from crm.events.models import Event, Registration, RegistrationDesk, RegistrationTally

KEEP_DAYS = 30  # where nobody registers, and so no desk says how long


class Opening(Enum):
    """Whether one may register now."""

    NOT_YET = auto()
    OPEN = auto()
    CLOSED = auto()
    OFF = auto()  # the event does not take place, or nobody knows when


def desk_of(event: Event) -> RegistrationDesk | None:
    """Where one registers for it, if one does."""
    try:
        return event.desk
    except RegistrationDesk.DoesNotExist:
        return None


def hold_desk(desk_id: int) -> RegistrationDesk:
    """The desk, held until the transaction ends: whoever gives or frees a place waits their turn here.

    PostgreSQL locks the row; on SQLite a transaction already has the whole database to itself.
    """
    desks = RegistrationDesk.objects.select_for_update(of=("self",)).select_related("event")
    return desks.get(pk=desk_id)


def names_go_at(event: Event) -> datetime:
    """When the names of those who registered, or were written at the door, are destroyed."""
    desk = desk_of(event)
    return (event.ends_at or event.starts_at) + timedelta(days=desk.keep_days if desk else KEEP_DAYS)


def opening(desk: RegistrationDesk, now: datetime) -> Opening:
    if not takes_place(desk.event):
        return Opening.OFF
    if desk.opens_at and now < desk.opens_at:
        return Opening.NOT_YET
    return Opening.OPEN if now < desk.shuts_at else Opening.CLOSED


def takes_place(event: Event) -> bool:
    """Announced, on a day that is known."""
    return event.is_public and not event.is_cancelled and not event.awaits_new_date


def free_places(desk: RegistrationDesk) -> int | None:
    """How many nobody has and nobody is being offered; ``None`` without a limit."""
    if desk.capacity is None:
        return None
    counted = getattr(desk.event, "seated_places", None)  # `EventQuerySet.with_places` has counted already
    seated = desk.registrations.seated() if counted is None else counted
    return max(0, desk.capacity - seated)


def places_words(event: Event, now: datetime) -> str:
    """« Il reste 3 places », « Complet, liste d’attente »; nothing when there is nothing to register for."""
    desk = desk_of(event)
    if desk is None:
        return ""
    state = opening(desk, now)
    if state is Opening.NOT_YET and desk.opens_at:
        return _("Registration opens on {day}").format(day=plain_date(desk.opens_at))
    if state is Opening.CLOSED and now < event.starts_at:
        return _("Registration is closed")
    return _room_words(free_places(desk)) if state is Opening.OPEN else ""


def _room_words(room: int | None) -> str:
    if room is None:
        return _("Registration is open")
    if room == 0:
        return _("Full, waiting list")
    return ngettext("{count} place left", "{count} places left", room).format(count=room)


def moment_words(moment: datetime) -> str:
    """« 14 mai 2024 à 19 h »."""
    return _("{day} at {hour}").format(day=plain_date(moment), hour=short_time(moment))


@dataclass(frozen=True)
class DeskCount:
    """How a desk stands, in numbers; what was counted before the names were destroyed included."""

    places: int
    registered: int
    offered: int
    waiting: int
    cancelled: int


def count_desk(desk: RegistrationDesk) -> DeskCount:
    states = desk.registrations.values_list("state").annotate(people=Count("pk"), seats=Sum("places"))
    found = {state: (people, seats) for state, people, seats in states.order_by()}

    def people(*names: RegistrationState) -> int:
        return sum(found.get(name, (0, 0))[0] for name in names)

    tally = RegistrationTally.objects.filter(desk=desk).first()
    kept = (tally.places, tally.registrations, tally.waiting, tally.cancelled) if tally else (0, 0, 0, 0)
    return DeskCount(
        places=found.get(RegistrationState.REGISTERED, (0, 0))[1] + kept[0],
        registered=people(RegistrationState.REGISTERED) + kept[1],
        offered=people(RegistrationState.OFFERED),
        waiting=people(RegistrationState.WAITING, RegistrationState.EXPIRED) + kept[2],
        cancelled=people(RegistrationState.CANCELLED) + kept[3],
    )


def people_to_tell(*events: Event) -> int:
    """How many would receive a letter at once if something changed."""
    people: int = Registration.objects.active().filter(desk__event__in=events).exclude(email="").count()
    return people
