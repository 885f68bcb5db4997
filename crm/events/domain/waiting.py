"""Offers freed places to those who wait, whoever came first first, and holds them until they answer or time is up.

Nobody later in the line is offered a place that someone before them would take. A family that wants to be together is
passed over only while there is not room for all of it, because it said so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.events.domain.desks import free_places, hold_desk, takes_place
from crm.events.domain.registering import announce
from crm.events.enums import RegistrationNews, RegistrationState
from crm.events.models import Registration, RegistrationDesk


class OfferGone(ValidationError):
    """The offer has ended, or was answered otherwise."""

    def __init__(self) -> None:
        super().__init__(_("This offer has ended: the place was offered to the next person in line."))


def offer_places(desk: RegistrationDesk, now: datetime) -> int:
    """Offer what is free to those who wait; the desk is held. Return to how many people.

    Nothing is offered for an event that does not take place or has begun.
    """
    if not takes_place(desk.event) or now >= desk.event.starts_at:
        return 0
    ends_at = min(now + timedelta(hours=desk.hold_hours), desk.event.starts_at)
    room, offered = free_places(desk), 0
    for registration in desk.registrations.waiting():
        count = registration.places if room is None else min(registration.places, room)
        if count == 0:
            break
        if registration.together and count < registration.places:
            continue
        _offer(registration, count, ends_at, now)
        room = None if room is None else room - count
        offered += 1
    return offered


def _offer(registration: Registration, count: int, ends_at: datetime, now: datetime) -> None:
    registration.state = RegistrationState.OFFERED
    registration.offered_places, registration.offer_ends_at = count, ends_at
    registration.changed_at = now
    registration.save()
    announce(registration, RegistrationNews.OFFERED, now)


@transaction.atomic
def accept_offer(registration_id: int, now: datetime) -> Registration:
    """Take the places that are held; a second call does nothing. Raises ``OfferGone``."""
    registration, _desk = hold_registration(registration_id)
    if registration.is_registered:
        return registration
    if not registration.is_offered or not _still_runs(registration, now):
        raise OfferGone
    registration.places = registration.offered_places or registration.places
    _settle(registration, RegistrationState.REGISTERED, now)
    announce(registration, RegistrationNews.REGISTERED, now)
    return registration


@transaction.atomic
def wait_for_all(registration_id: int, now: datetime) -> Registration:
    """Let an offer of too few places go and keep one's turn until there is room for everyone together."""
    registration, desk = hold_registration(registration_id)
    if registration.is_waiting and registration.together:
        return registration
    if not registration.is_offered or not _still_runs(registration, now):
        raise OfferGone
    if registration.offered_places == registration.places:
        raise ValidationError(_("There is room for everyone: take the places, or cancel."))
    registration.together = True
    _settle(registration, RegistrationState.WAITING, now)
    announce(registration, RegistrationNews.WAITING, now)
    offer_places(desk, now)
    return registration


def end_offers(now: datetime) -> int:
    """Take back each offer that nobody answered in time, and offer the places to the next; return how many ended."""
    due = Registration.objects.filter(state=RegistrationState.OFFERED, offer_ends_at__lte=now)
    return sum(_end_offers_at(desk_id, now) for desk_id in set(due.values_list("desk_id", flat=True)))


@transaction.atomic
def _end_offers_at(desk_id: int, now: datetime) -> int:
    desk = hold_desk(desk_id)
    ended = list(desk.registrations.filter(state=RegistrationState.OFFERED, offer_ends_at__lte=now).order_by("pk"))
    for registration in ended:
        _settle(registration, RegistrationState.EXPIRED, now)
        announce(registration, RegistrationNews.OFFER_ENDED, now)
    offer_places(desk, now)
    return len(ended)


def offer_what_is_free(now: datetime) -> int:
    """Look at each desk where people wait: a volunteer may have added places, or a file was erased."""
    coming = RegistrationDesk.objects.filter(
        event__starts_at__gt=now, registrations__state=RegistrationState.WAITING
    ).distinct()
    return sum(_offer_at(desk_id, now) for desk_id in coming.values_list("pk", flat=True))


@transaction.atomic
def _offer_at(desk_id: int, now: datetime) -> int:
    return offer_places(hold_desk(desk_id), now)


def hold_registration(registration_id: int) -> tuple[Registration, RegistrationDesk]:
    """One registration as it stands once its desk is held, and the desk."""
    desk_id = Registration.objects.values_list("desk_id", flat=True).get(pk=registration_id)
    desk = hold_desk(desk_id)
    registration = Registration.objects.get(pk=registration_id)
    registration.desk = desk
    return registration, desk


def _still_runs(registration: Registration, now: datetime) -> bool:
    return registration.offer_ends_at is not None and now < registration.offer_ends_at


def _settle(registration: Registration, state: RegistrationState, now: datetime) -> None:
    """The offer is over, one way or the other."""
    registration.state, registration.changed_at = state, now
    registration.offered_places = registration.offer_ends_at = None
    registration.save()
