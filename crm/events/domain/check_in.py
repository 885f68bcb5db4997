"""Notes who arrives, at the door or afterwards, from telephones that may have been without network.

A tick is never changed. What stands for a party is its last tick by the clock, `key` deciding between two of the same
instant: whoever looks, in whatever order the ticks came in, finds the same.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.events.domain.desks import desk_of, hold_desk, names_go_at
from crm.events.enums import RegistrationState
from crm.events.models import Event, Registration, Tick
from crm.partners.domain.folding import fold

logger = logging.getLogger("parvis.events")

MOST_PRESENT = 999
EXPECTED = (RegistrationState.REGISTERED, RegistrationState.OFFERED, RegistrationState.WAITING)


@dataclass(frozen=True)
class Note:
    """What a telephone says: of whom, how many, when by the council's clock, and what it had before its eyes."""

    key: UUID
    present: int
    at: datetime
    registration: int | None = None
    walk_in: UUID | None = None
    name: str = ""
    seen: UUID | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Party:
    """Those who came together, as the list at the door shows them."""

    name: str
    present: int
    places: int | None = None  # None: they had not registered
    registration: int | None = None
    walk_in: UUID | None = None
    had_registered: bool = False
    is_waiting: bool = False
    last: Tick | None = None
    unseen: tuple[Tick, ...] = ()

    @property
    def id(self) -> str:
        return f"r{self.registration}" if self.registration else f"w{self.walk_in}"

    @property
    def is_noted(self) -> bool:
        return self.last is not None

    @property
    def others(self) -> str:
        """« Deux téléphones ont noté autre chose »: who, how many; empty when all agree."""
        told = [_("{name}: {count}").format(name=tick.ticked_by or "?", count=tick.present) for tick in self.unseen]
        return "; ".join(told)


@dataclass(frozen=True)
class Written:
    """What became of the notes of one sending: kept (now or by an earlier one), or of nobody who is known here."""

    kept: tuple[UUID, ...]
    gone: tuple[UUID, ...]


@transaction.atomic
def write_notes(event: Event, notes: Sequence[Note], by: User | None, now: datetime) -> Written:
    """Write each note once, whatever the number of sendings. A note from the future is of now.

    One of a registration that is not of this event, or was destroyed meanwhile, is not written and is `gone`. A name
    that comes in after the day on which names are destroyed is left out.
    """
    desk = desk_of(event)
    if desk is not None:
        hold_desk(desk.pk)  # nobody destroys a registration between the question and the answer
    wanted = {note.registration for note in notes if note.registration}
    known = set(Registration.objects.filter(desk=desk, pk__in=wanted).values_list("pk", flat=True)) if desk else set()
    fit = [note for note in notes if _is_fit(note, known)]
    keeps_names = now < names_go_at(event)
    rows = [_tick(event, note, by, now, keeps_names=keeps_names) for note in fit]
    Tick.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {note.key for note in fit}
    logger.info("arrivals noted", extra={"event": event.pk, "count": len(kept)})
    return Written(tuple(kept), tuple(note.key for note in notes if note.key not in kept))


def _is_fit(note: Note, known: Collection[int]) -> bool:
    one_party = (note.registration in known) if note.walk_in is None else note.registration is None
    return one_party and 0 <= note.present <= MOST_PRESENT


def _tick(event: Event, note: Note, by: User | None, now: datetime, *, keeps_names: bool) -> Tick:
    return Tick(
        key=note.key,
        event=event,
        registration_id=note.registration,
        walk_in=note.walk_in,
        had_registered=note.registration is not None,
        name=note.name.strip()[:120] if note.walk_in and keeps_names else "",
        present=note.present,
        seen=note.seen,
        seen_at=note.seen_at,
        ticked_at=min(note.at, now),
        received_at=now,
        ticked_by=by,
    )


def parties_of(event: Event) -> list[Party]:
    """Everyone expected or noted, by name; those who were there without registering, or lost their name, last."""
    desk = desk_of(event)
    people = list(desk.registrations.filter(state__in=EXPECTED)) if desk else []
    noted = {party.id: party for party in parties_of_events([event.pk]).get(event.pk, [])}
    listed = [_expected(person, noted.pop(f"r{person.pk}", None)) for person in people]
    if any(party.registration for party in noted.values()):  # they cancelled, and came all the same
        names = dict(Registration.objects.filter(desk=desk).values_list("pk", "name"))
        listed += [_named(party, names.get(party.registration, "")) for party in noted.values() if party.registration]
    walk_ins = [party for party in noted.values() if not party.registration]
    return sorted(listed, key=_by_name) + walk_ins


def _expected(person: Registration, noted: Party | None) -> Party:
    return Party(
        name=person.name,
        present=noted.present if noted else 0,
        places=person.places,
        registration=person.pk,
        had_registered=True,
        is_waiting=not person.is_registered,
        last=noted.last if noted else None,
        unseen=noted.unseen if noted else (),
    )


def _named(party: Party, name: str) -> Party:
    return Party(
        name=name,
        present=party.present,
        places=0,
        registration=party.registration,
        had_registered=True,
        last=party.last,
        unseen=party.unseen,
    )


def _by_name(party: Party) -> tuple[str, str]:
    return fold(party.name), party.id


def parties_of_events(events: Collection[int]) -> dict[int, list[Party]]:
    """What stands for each party that was noted, by event, in one query; walk-ins in the order they came."""
    ticks = Tick.objects.filter(event__in=events).select_related("ticked_by")
    found: dict[int, dict[str, list[Tick]]] = {}
    for tick in ticks.order_by("ticked_at", "key"):
        found.setdefault(tick.event_id, {}).setdefault(_party_id(tick), []).append(tick)
    return {event: [_standing(of_one) for of_one in parties.values()] for event, parties in found.items()}


def _party_id(tick: Tick) -> str:
    return f"r{tick.registration_id}" if tick.registration_id else f"w{tick.walk_in}"


def _standing(ticks: Sequence[Tick]) -> Party:
    last = ticks[-1]
    return Party(
        name=next((tick.name for tick in reversed(ticks) if tick.name), ""),
        present=last.present,
        registration=last.registration_id,
        walk_in=last.walk_in,
        had_registered=last.had_registered,
        last=last,
        unseen=tuple(tick for tick in _hidden_from(last, ticks) if tick.present != last.present),
    )


def _hidden_from(last: Tick, ticks: Sequence[Tick]) -> list[Tick]:
    """What its writer could not know: neither what the telephone had before it, nor on the list that it showed."""
    by_key = {tick.key: tick for tick in ticks}
    before, tick = {last.key}, by_key.get(last.seen) if last.seen else None
    while tick is not None and tick.key not in before:
        before.add(tick.key)
        tick = by_key.get(tick.seen) if tick.seen else None
    return [one for one in ticks if one.key not in before and (not last.seen_at or one.received_at > last.seen_at)]


def unname_registrations(registrations: Collection[int]) -> None:
    """What was noted of them stays as a number, tied to nobody; call it before they are destroyed."""
    ticks = Tick.objects.filter(registration__in=registrations).order_by("registration_id")
    for _pk, of_one in groupby(ticks, key=lambda tick: tick.registration_id):
        _unname(of_one)


def _unname(ticks: Iterable[Tick]) -> None:
    party = uuid4()
    keys = [tick.key for tick in ticks]
    Tick.objects.filter(key__in=keys).update(registration=None, walk_in=party)


def unname_walk_ins(event_ids: Collection[int]) -> int:
    """Destroy the names of those who came without registering; return of how many ticks."""
    return int(Tick.objects.filter(event__in=event_ids).exclude(name="").update(name=""))
