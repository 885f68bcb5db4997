"""Several telephones send at the same instant: each tick is written once, one correction wins, on either database."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from crm.events.domain.attendance import attendance_of, correct_count
from crm.events.models import HeadCount, Tick
from tests.events.door import EVENING, note, there, ticked
from tests.events.test_last_place import all_at_once
from tests.factories import EventFactory, HeadCountFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_the_same_notes_sent_by_many_at_once_are_written_once() -> None:
    registration = RegistrationFactory(desk__event=EventFactory(starts_at=EVENING), name="Ondine")
    event = registration.desk.event
    notes = [note(number, registration) for number in (1, 2, 3)]

    all_at_once(*(lambda: ticked(event, *notes) for _telephone in range(6)))

    assert Tick.objects.count() == 3
    assert there(event) == {"Ondine": max(notes, key=lambda one: one.key).present}


def test_of_two_who_correct_the_same_number_at_once_one_is_told() -> None:
    count = HeadCountFactory(number=510)
    refused: list[int] = []

    def correct(number: int) -> None:
        try:
            correct_count(count, number, None, EVENING)
        except ValidationError:
            refused.append(number)

    all_at_once(lambda: correct(51), lambda: correct(52))

    assert len(refused) == 1
    assert HeadCount.objects.count() == 2
    assert attendance_of(count.event).total == ({51, 52} - set(refused)).pop()
