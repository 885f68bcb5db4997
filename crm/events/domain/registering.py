"""Takes a registration: places when there are enough, the waiting list otherwise, in the order people came.

Every verb holds the desk first (`hold_desk`), so two people who ask for the last place at the same instant take turns.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.models import User
from crm.events import signals
from crm.events.domain.desks import Opening, free_places, hold_desk, opening
from crm.events.enums import RegistrationNews, RegistrationState
from crm.events.models import Answer, Question, Registration, RegistrationDesk

logger = logging.getLogger("parvis.events")

NEWS = {
    RegistrationState.REGISTERED: RegistrationNews.REGISTERED,
    RegistrationState.WAITING: RegistrationNews.WAITING,
    RegistrationState.REPEATED: RegistrationNews.REPEATED,
}


class IfShort(Enum):
    """What a family wants when there is not room for all of them."""

    ASK = "ask"
    TAKE = "take"  # the places that remain
    WAIT = "wait"  # for room for everyone together


@dataclass(frozen=True)
class Wish:
    """What someone asks for."""

    name: str
    email: str
    places: int = 1
    if_short: IfShort = IfShort.ASK
    telephone: str = ""
    parent_name: str = ""
    parent_contact: str = ""
    photo_statement: str = ""
    answers: tuple[tuple[Question, str], ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What was written, and what may be told to whoever sent the form: whether there was room for their wish."""

    registration: Registration
    is_room: bool


class DeskClosed(ValidationError):
    """One cannot register now."""


class NotEnoughPlaces(ValidationError):
    """Some places are left, but fewer than asked; the person chooses."""

    def __init__(self, room: int, places: int) -> None:
        self.room = room
        words = ngettext(
            "Only {room} place is left, and you ask for {places}.",
            "Only {room} places are left, and you ask for {places}.",
            room,
        )
        super().__init__(words.format(room=room, places=places))


@transaction.atomic
def register(desk_id: int, wish: Wish, now: datetime, by: User | None = None) -> Receipt:
    """Give places, or a turn on the waiting list. Raises ``DeskClosed`` or ``NotEnoughPlaces``, and then wrote nothing.

    An address that already has a live registration here gets the same writes and the same answer as one that has
    none (T25); but its new row takes no place, and its letter says what the first one has. ``by`` is who of the
    council enters it: then a second registration of one address is refused in words, and a closed desk is no obstacle.
    """
    desk = hold_desk(desk_id)
    _refuse_closed(desk, now, by)
    state, places, together = _decide(wish, free_places(desk))
    is_room = state is RegistrationState.REGISTERED
    if wish.email and desk.registrations.active().of_address(wish.email).exists():
        if by:
            raise ValidationError({"email": _("This address already has places, or waits for some.")})
        state = RegistrationState.REPEATED
    registration = Registration.objects.create(
        desk=desk,
        name=wish.name,
        email=wish.email,
        telephone=wish.telephone,
        places=places,
        state=state,
        together=together,
        turn=desk.last_turn,
        parent_name=wish.parent_name,
        parent_contact=wish.parent_contact,
        photo_statement=wish.photo_statement,
        asked_at=now,
        changed_at=now,
        entered_by=by,
    )
    answers = [Answer(registration=registration, question=q, asked=q.label, text=text) for q, text in wish.answers]
    Answer.objects.bulk_create(answers)
    announce(registration, NEWS[state], now)
    return Receipt(registration, is_room)


def announce(registration: Registration, news: RegistrationNews, now: datetime) -> None:
    """Tell the storeys above, inside the transaction; the log has numbers only."""
    logger.info("registration", extra={"registration": registration.pk, "news": news.value})
    signals.registration_news.send(sender=Registration, registration=registration, news=news, now=now)


def _refuse_closed(desk: RegistrationDesk, now: datetime, by: User | None) -> None:
    state = opening(desk, now)
    if state is Opening.OFF or now >= desk.event.starts_at:
        raise DeskClosed(_("One can no longer register for this event."))
    if by is None and state is not Opening.OPEN:
        raise DeskClosed(_("Registration is not open at the moment."))


def _decide(wish: Wish, room: int | None) -> tuple[RegistrationState, int, bool]:
    """What a wish becomes: the state, how many places, and whether it waits for all of them together."""
    if room is None or room >= wish.places:
        return RegistrationState.REGISTERED, wish.places, False
    if wish.if_short is IfShort.WAIT:
        return RegistrationState.WAITING, wish.places, True
    if room == 0:
        return RegistrationState.WAITING, wish.places, False
    if wish.if_short is IfShort.TAKE:
        return RegistrationState.REGISTERED, room, False
    raise NotEnoughPlaces(room, wish.places)
