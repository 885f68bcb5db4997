"""What the tests of the list at the door share: a note, its sending, and what stands for each party."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from crm.accounts.models import User
from crm.events.domain.check_in import Note, Written, parties_of, write_notes
from crm.events.models import Event, Registration
from tests.events.moments import at

EVENING = at("2026-03-10 19:00")


def note(present: int, registration: Registration | None = None, **facts: Any) -> Note:
    pk = registration.pk if registration else None
    return Note(**{"key": uuid4(), "present": present, "at": EVENING, "registration": pk} | facts)


def ticked(event: Event, *notes: Note, by: User | None = None, now: datetime | None = None) -> Written:
    return write_notes(event, notes, by, now or max(one.at for one in notes))


def there(event: Event) -> dict[str, int]:
    """How many of each party that was noted, by name."""
    return {party.name: party.present for party in parties_of(event) if party.is_noted}


def keys(*notes: Note) -> tuple[UUID, ...]:
    return tuple(one.key for one in notes)
