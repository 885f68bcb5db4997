"""Writes the letters that those who registered are to receive: what became of their request, and of the event."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from crm.accounts.models import User
from crm.events.domain.desks import takes_place
from crm.events.enums import RegistrationNews
from crm.events.models import Event, Registration
from newsletters.domain.addresses import lookup_hash
from newsletters.domain.automatic_letters import is_off
from newsletters.domain.quiet import is_quiet
from newsletters.enums import DeliveryState, RegistrationLetterKind
from newsletters.models import EventMessage, RegistrationLetter, Suppression

Kind = RegistrationLetterKind
EVENT_NEWS = (Kind.EVENT_CHANGED, Kind.EVENT_CANCELLED, Kind.EVENT_POSTPONED, Kind.EVENT_RESTORED)
MORNING = time(9)
# Photos that come later are no surprise any more.
THANKED_FOR = timedelta(days=30)


def write_registration_letter(registration: Registration, news: RegistrationNews, now: datetime) -> int:
    """One letter about one registration; none to someone entered by telephone who gave no address."""
    return _write([registration], Kind(news.value), now.isoformat(), now)


@transaction.atomic
def write_event_letters(event: Event, kind: Kind, now: datetime, changed: Collection[str] = ()) -> int:
    """One letter to each who has places, is offered some or waits; what has not left of the event's earlier news stays.

    The same news of the same revision of the event is written once.
    """
    people = Registration.objects.active().filter(desk__event=event)
    earlier = RegistrationLetter.objects.waiting().filter(registration__in=people, kind__in=EVENT_NEWS)
    changed = sorted({*changed, *(name for letter in earlier for name in letter.changed)})
    earlier.update(state=DeliveryState.SKIPPED, changed_at=now)
    return _write(people, kind, str(event.sequence), now, changed=changed)


def write_reminders(now: datetime) -> int:
    """From nine in the morning of the day before, one letter to each who has places. A second call writes none.

    Whoever had a letter from us that same day needs no other.
    """
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return 0
    tomorrow = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time()))
    day_after = timezone.make_aware(datetime.combine(local.date() + timedelta(days=2), time()))
    morning = timezone.make_aware(datetime.combine(local.date(), MORNING))
    written = 0
    for event in Event.objects.happening().between(tomorrow, day_after).filter(desk__isnull=False):
        people = Registration.objects.registered().filter(desk__event=event, changed_at__lt=morning)
        written += _write(people, Kind.REMINDER, f"{timezone.localtime(event.starts_at):%Y-%m-%d}", now)
    return written


def write_thanks(now: datetime) -> int:
    """By day, once an event is over and its page has photos, one letter to each who had places.

    A second call writes none. An address that asked for no more letters of any kind is left out.
    """
    if is_quiet(now):
        return 0
    written = 0
    over = Event.objects.happening().past(now).filter(photos__isnull=False, starts_at__gt=now - THANKED_FOR).distinct()
    for event in over:
        people = Registration.objects.registered().filter(desk__event=event)
        people = people.exclude(letters__kind=Kind.THANKS)
        written += _write([one for one in people if not _asks_for_nothing(one)], Kind.THANKS, "thanks", now)
    return written


@transaction.atomic
def write_to_registered(
    event: Event, subject: str, words: str, states: Collection[str], *, by: User | None, now: datetime
) -> int:
    """A volunteer's own words, to each registration in one of ``states``; return how many letters."""
    message = EventMessage.objects.create(event=event, subject=subject, words=words, sent_by=by, created_at=now)
    people = Registration.objects.active().filter(desk__event=event, state__in=states)
    return _write(people, Kind.MESSAGE, f"message-{message.pk}", now, message=message)


def is_still_true(letter: RegistrationLetter, now: datetime) -> bool:
    """Whether the letter would leave at that moment: what it says is so, and the council has not switched it off."""
    return not is_off(letter.kind) and says_what_is_so(letter, now)


def says_what_is_so(letter: RegistrationLetter, now: datetime) -> bool:
    """Whether what the letter says is so at that moment."""
    registration, event = letter.registration, letter.registration.desk.event
    if letter.kind == Kind.THANKS:
        return registration.is_registered and event.photos.exists() and not _asks_for_nothing(registration)
    if letter.kind == Kind.REMINDER:
        return registration.is_registered and takes_place(event) and now < event.starts_at
    if letter.kind == Kind.REPEATED:
        return standing_registration(registration) is not None
    wanted = {
        Kind.REGISTERED: registration.is_registered,
        Kind.WAITING: registration.is_waiting,
        Kind.OFFERED: registration.is_offered and registration.offer_ends_at is not None,
        Kind.OFFER_ENDED: registration.state == "expired",
        Kind.CANCELLED: registration.state == "cancelled",
    }
    if letter.kind == Kind.OFFERED and registration.offer_ends_at and now >= registration.offer_ends_at:
        return False
    return wanted.get(Kind(letter.kind), registration.is_active)


def standing_registration(repeated: Registration) -> Registration | None:
    """The registration that an address already had when it asked again."""
    theirs = Registration.objects.select_related("desk__event").filter(desk=repeated.desk_id)
    return theirs.active().of_address(repeated.email).first()


def _asks_for_nothing(registration: Registration) -> bool:
    """Whether this address is set aside: thanks are not what it registered for."""
    return Suppression.objects.filter(address_hash=lookup_hash(registration.email)).exists()


def _write(
    people: Iterable[Registration],
    kind: Kind,
    mark: str,
    now: datetime,
    changed: Collection[str] = (),
    message: EventMessage | None = None,
) -> int:
    if is_off(kind.value):
        return 0
    letters = [
        RegistrationLetter(
            registration=registration,
            kind=kind,
            mark=mark,
            changed=list(changed),
            message=message,
            due_at=now,
            created_at=now,
            changed_at=now,
        )
        for registration in people
        if registration.email
    ]
    RegistrationLetter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)
    return len(letters)
