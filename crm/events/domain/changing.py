"""Changes a registration afterwards: more places, fewer, none; what is freed goes to those who wait.

A turn on the waiting list is for the places that were asked for when it was taken. Whoever then asks for more asks
anew, and stands at the end of the line: otherwise one place asked early would keep four ahead of those who came
before the change. Whoever asks for fewer takes nothing from anybody, and keeps their turn.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.events.domain.check_in import unname_registrations
from crm.events.domain.desks import free_places
from crm.events.domain.registering import announce
from crm.events.domain.waiting import hold_registration, offer_places
from crm.events.enums import RegistrationNews, RegistrationState
from crm.events.models import Registration, RegistrationDesk


@transaction.atomic
def change_places(registration_id: int, places: int, now: datetime) -> Registration:
    """Have so many places instead. More of them only when they are free; in line, more cost the turn.

    The same number again does nothing. Raises ``ValidationError`` with a sentence for the person.
    """
    registration, desk = hold_registration(registration_id)
    if registration.places == places:
        return registration
    _refuse_places(registration, places, desk)
    if registration.is_waiting and places > registration.places:
        _stand_last(registration, desk)
    registration.places, registration.changed_at = places, now
    registration.save()
    announce(registration, RegistrationNews.CHANGED, now)
    offer_places(desk, now)
    return registration


def _stand_last(registration: Registration, desk: RegistrationDesk) -> None:
    """Behind everyone who waits, before everyone who comes; the desk is held."""
    if not desk.registrations.waiting().behind(registration).exists():
        return
    desk.last_turn += 1
    desk.save(update_fields=["last_turn"])
    registration.turn = desk.last_turn


def _refuse_places(registration: Registration, places: int, desk: RegistrationDesk) -> None:
    if registration.is_offered:
        raise ValidationError(_("Answer the offer first; you can change the number of places afterwards."))
    if not registration.is_active:
        raise ValidationError(_("This registration is no longer current."))
    if not 1 <= places <= max(desk.most_places, registration.places):
        words = ngettext("One may take {most} place at most.", "One may take {most} places at most.", desk.most_places)
        raise ValidationError(words.format(most=desk.most_places))
    more, room = places - registration.places, free_places(desk)
    if registration.is_registered and room is not None and more > room:
        if room == 0:
            raise ValidationError(_("The event is full: you cannot take more places."))
        words = ngettext("Only {room} more place is left.", "Only {room} more places are left.", room)
        raise ValidationError(words.format(room=room))


@transaction.atomic
def cancel_registration(registration_id: int, now: datetime) -> Registration:
    """Give up the places, the offer or the turn; a second call does nothing."""
    registration, desk = hold_registration(registration_id)
    if not registration.is_active:
        return registration
    registration.state, registration.changed_at = RegistrationState.CANCELLED, now
    registration.offered_places = registration.offer_ends_at = None
    registration.save()
    announce(registration, RegistrationNews.CANCELLED, now)
    offer_places(desk, now)
    return registration


@transaction.atomic
def erase_registration(registration_id: int, now: datetime) -> None:
    """Forget the person at once, letters included; what they had goes to those who wait. No letter leaves."""
    registration, desk = hold_registration(registration_id)
    repeated = desk.registrations.filter(state=RegistrationState.REPEATED)
    if registration.email:
        repeated.of_address(registration.email).delete()
    unname_registrations([registration.pk])
    registration.delete()
    offer_places(desk, now)
