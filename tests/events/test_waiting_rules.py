"""Whatever people do, in whatever order: never more places than there are; whoever came first is offered first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.events.domain.changing import cancel_registration, change_places
from crm.events.domain.desks import free_places
from crm.events.domain.registering import IfShort, register
from crm.events.domain.waiting import accept_offer, end_offers, wait_for_all
from crm.events.models import Registration, RegistrationDesk
from tests.events.desks import wish
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 12:00")
Act = tuple[str, int, int, IfShort]
ACTS = ("register", "cancel", "accept", "wait", "fewer_or_more", "time_passes")

steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(1, 4), st.sampled_from(IfShort)),
    min_size=4,
    max_size=25,
)


@given(capacity=st.integers(1, 6), acts=steps)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_never_exceed_capacity_and_the_line_is_kept(
    capacity: int, acts: list[tuple[str, int, int, IfShort]]
) -> None:
    with transaction.atomic():
        desk = DeskFactory(
            event=EventFactory(starts_at=at("2026-06-10 19:00")), capacity=capacity, most_places=4, hold_hours=2
        )
        for minute, act in enumerate(acts):
            _do(desk, act, NOW + timedelta(minutes=30 * minute))
            _check(desk)
        transaction.set_rollback(True)


def _do(desk: RegistrationDesk, act: Act, now: datetime) -> None:
    name, who, places, if_short = act
    try:
        if name == "register":
            register(desk.pk, wish(f"Personne{who}", places, if_short), now)
        elif name == "time_passes":
            end_offers(now)
        elif known := list(desk.registrations.order_by("pk")):
            chosen = known[who % len(known)].pk
            verbs = {"cancel": cancel_registration, "accept": accept_offer, "wait": wait_for_all}
            if name == "fewer_or_more":
                change_places(chosen, places, now)
            else:
                verbs[name](chosen, now)
    except ValidationError:
        pass


def _check(desk: RegistrationDesk) -> None:
    """Never too many; nobody waits for a place that is free and would suit them, so nobody was passed over."""
    seated, room = desk.registrations.seated(), free_places(desk)
    assert seated <= (desk.capacity or 0)
    assert room == (desk.capacity or 0) - seated
    would_take = [line for line in desk.registrations.waiting() if room and (not line.together or line.places <= room)]
    assert would_take == []


@given(people=st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=2, max_size=8), freed=st.integers(1, 6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_came_first_is_offered_first(people: list[tuple[int, bool]], freed: int) -> None:
    with transaction.atomic():
        desk = DeskFactory(event=EventFactory(starts_at=at("2026-06-10 19:00")), capacity=freed, most_places=9)
        holder = register(desk.pk, wish("Tient", freed), NOW).registration
        for number, (places, together) in enumerate(people):
            register(desk.pk, wish(f"Attend{number}", places, IfShort.WAIT if together else IfShort.ASK), NOW)

        cancel_registration(holder.pk, NOW)

        assert _offers(desk) == _expected(people, freed)
        transaction.set_rollback(True)


@given(
    wanted=st.lists(st.integers(1, 4), min_size=2, max_size=5),
    changes=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=8),
    newcomers=st.integers(0, 2),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_places_cost_the_turn_and_fewer_do_not(
    wanted: list[int], changes: list[tuple[int, int]], newcomers: int
) -> None:
    with transaction.atomic():
        desk = DeskFactory(event=EventFactory(starts_at=at("2026-06-10 19:00")), capacity=1, most_places=9)
        register(desk.pk, wish("Tient"), NOW)
        people = [register(desk.pk, wish(f"Attend{n}", places), NOW).registration for n, places in enumerate(wanted)]
        expected, has = [person.pk for person in people], {person.pk: person.places for person in people}
        for who, places in changes:
            pk = people[who % len(people)].pk
            change_places(pk, places, NOW)
            if places > has[pk]:
                expected.remove(pk)
                expected.append(pk)
            has[pk] = places
        expected += [register(desk.pk, wish(f"Arrive{n}"), NOW).registration.pk for n in range(newcomers)]

        assert list(desk.registrations.waiting().values_list("pk", flat=True)) == expected
        transaction.set_rollback(True)


def _offers(desk: RegistrationDesk) -> list[int]:
    """How many places each was offered, in the order they came."""
    line = Registration.objects.filter(desk=desk, name__startswith="Attend").order_by("pk")
    return [registration.offered_places or 0 for registration in line]


def _expected(people: list[tuple[int, bool]], room: int) -> list[int]:
    """The rule again, in other words: walk the line once, give what is left, pass over only who said all or none."""
    given_out = []
    for places, together in people:
        share = 0 if together and places > room else min(places, room)
        given_out.append(share)
        room -= share
    return given_out
