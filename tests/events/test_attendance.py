"""Heads counted without names: what an event had, corrections that keep who and when, and nothing twice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.events.domain.attendance import Attendance, attendance_of, attendances, correct_count, count_heads
from crm.events.enums import Crowd
from crm.events.models import HeadCount
from tests.events.door import note, ticked
from tests.events.moments import at
from tests.factories import EventFactory, HeadCountFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = at("2026-03-10 12:00")
LATER = at("2026-03-10 15:00")


def test_each_crowd_counts_at_its_fullest_and_all_together_is_not_added() -> None:
    event = EventFactory()
    count_heads(event, {Crowd.CHILDREN: 30, Crowd.ADULTS: 25}, None, NOON)
    count_heads(event, {Crowd.CHILDREN: 20, Crowd.ADULTS: 40}, None, LATER)
    HeadCountFactory(number=500)
    assert attendance_of(event).total == 70

    count_heads(event, {Crowd.EVERYONE: 65}, None, LATER)
    assert attendance_of(event).total == 70
    count_heads(event, {Crowd.EVERYONE: 90}, None, LATER)

    found = attendance_of(event)
    assert found.crowds == ((Crowd.EVERYONE, 90), (Crowd.CHILDREN, 30), (Crowd.ADULTS, 40))
    assert (found.heads, found.total) == (90, 90)


def test_the_door_and_the_heads_are_not_added() -> None:
    registration = RegistrationFactory(places=4)
    event = registration.desk.event
    ticked(event, note(3, registration), note(2, walk_in=uuid4()))
    assert attendance_of(event) == Attendance(crowds=(), registered=3, walk_ins=2)
    assert attendance_of(event).total == 5

    count_heads(event, {Crowd.EVERYONE: 4}, None, NOON)
    assert attendance_of(event).total == 5
    count_heads(event, {Crowd.EVERYONE: 8}, None, NOON)
    assert attendance_of(event).total == 8


def test_nobody_came_is_something_else_than_nobody_counted() -> None:
    event = EventFactory()
    assert not attendance_of(event).is_known

    count_heads(event, {Crowd.EVERYONE: 0}, None, NOON)

    assert attendance_of(event).is_known
    assert attendance_of(event).total == 0


def test_a_correction_takes_the_place_of_a_number_and_keeps_who_said_what_and_when() -> None:
    event, first, second = EventFactory(), UserFactory(), UserFactory()
    count = count_heads(event, {Crowd.EVERYONE: 510}, first, NOON)[0]

    corrected = correct_count(count, 51, second, LATER)

    assert attendance_of(event).total == 51
    rows = HeadCount.objects.order_by("pk").values_list("number", "counted_by", "counted_at", "corrects")
    assert list(rows) == [(510, first.pk, NOON, None), (51, second.pk, LATER, count.pk)]
    with pytest.raises(ValidationError):
        correct_count(count, 52, first, LATER)
    correct_count(corrected, 52, first, LATER)
    assert attendance_of(event).total == 52


def test_the_same_form_sent_twice_counts_once() -> None:
    event, key = EventFactory(), uuid4()

    for _time in range(2):
        count_heads(event, {Crowd.CHILDREN: 12, Crowd.ADULTS: 9}, None, NOON, round_id=key)

    assert HeadCount.objects.count() == 2


@pytest.mark.parametrize("numbers", [{}, {Crowd.ADULTS: -1}, {Crowd.ADULTS: 100_001}])
def test_what_is_no_count_is_refused(numbers: dict[Crowd, int]) -> None:
    with pytest.raises(ValidationError):
        count_heads(EventFactory(), numbers, None, NOON)
    assert HeadCount.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_many_events_are_asked_about_in_two_queries(number: int) -> None:
    counts = [HeadCountFactory(number=n) for n in range(number)]
    for count in counts:
        ticked(count.event, note(1, walk_in=uuid4()))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = attendances([count.event_id for count in counts])

    assert len(queries) == 2
    assert [found[count.event_id].heads for count in counts] == list(range(number))
