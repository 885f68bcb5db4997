"""Ticks at the door: the last by the clock wins whatever the order they come in, each once, two telephones agree."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.events.domain.attendance import attendance_of
from crm.events.domain.changing import cancel_registration, erase_registration
from crm.events.domain.check_in import Note, parties_of
from crm.events.domain.forgetting import forget_registrations
from crm.events.domain.registration_files import registration_facts
from crm.events.models import Event, Registration, RegistrationDesk, Tick
from tests.events.door import EVENING, keys, note, there, ticked
from tests.factories import DeskFactory, EventFactory, RegistrationFactory, UserFactory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(db: None) -> RegistrationDesk:
    starts_at = EVENING - timedelta(minutes=30)
    made: RegistrationDesk = DeskFactory(event=EventFactory(starts_at=starts_at), keep_days=30)
    return made


@pytest.fixture
def ondine(desk: RegistrationDesk) -> Registration:
    made: Registration = RegistrationFactory(desk=desk, name="Ondine", places=3)
    return made


def test_a_tick_sent_twice_is_written_once(ondine: Registration) -> None:
    event, one = ondine.desk.event, note(3, ondine)

    first, second = ticked(event, one), ticked(event, one)

    assert first == second
    assert first.kept == keys(one)
    assert Tick.objects.count() == 1
    assert there(event) == {"Ondine": 3}


def test_the_last_by_the_clock_wins_in_whatever_order_they_come_in(ondine: Registration) -> None:
    event = ondine.desk.event
    notes = [note(number, ondine, at=EVENING + number * MINUTE) for number in (1, 2, 3)]

    for order in permutations(notes):
        Tick.objects.all().delete()
        for one in order:
            ticked(event, one, now=EVENING + timedelta(hours=1))
        assert there(event) == {"Ondine": 3}


def test_of_the_same_instant_the_key_decides(ondine: Registration) -> None:
    event = ondine.desk.event
    low, high = note(1, ondine, key=UUID(int=1)), note(2, ondine, key=UUID(int=2))

    for order in permutations((low, high)):
        Tick.objects.all().delete()
        for one in order:
            ticked(event, one)
        assert there(event) == {"Ondine": 2}


def test_a_telephone_whose_clock_runs_ahead_notes_now(ondine: Registration) -> None:
    event = ondine.desk.event
    ticked(event, note(1, ondine, at=EVENING + timedelta(days=400)), now=EVENING)

    ticked(event, note(2, ondine, at=EVENING + MINUTE))

    assert there(event) == {"Ondine": 2}


def test_two_telephones_that_did_not_know_of_each_other_are_shown_until_someone_decides(ondine: Registration) -> None:
    event, camille, dominique = (
        ondine.desk.event,
        UserFactory(first_name="Camille"),
        UserFactory(first_name="Dominique"),
    )
    early, late = note(3, ondine), note(2, ondine, at=EVENING + MINUTE)

    ticked(event, late, by=dominique, now=EVENING + 5 * MINUTE)
    assert parties_of(event)[0].others == ""
    ticked(event, early, by=camille, now=EVENING + 6 * MINUTE)

    party = parties_of(event)[0]
    assert (party.present, party.others) == (2, "Camille Desruisseaux\u00a0: 3")
    decided = note(3, ondine, at=EVENING + 9 * MINUTE, seen=late.key, seen_at=EVENING + 8 * MINUTE)
    ticked(event, decided)
    assert (parties_of(event)[0].present, parties_of(event)[0].others) == (3, "")


def test_one_telephone_that_corrects_itself_without_network_is_no_conflict(ondine: Registration) -> None:
    first = note(3, ondine)
    second = note(2, ondine, at=EVENING + MINUTE, seen=first.key)

    ticked(ondine.desk.event, first, second, now=EVENING + 9 * MINUTE)

    assert (parties_of(ondine.desk.event)[0].present, parties_of(ondine.desk.event)[0].others) == (2, "")


def test_two_who_note_the_same_agree(ondine: Registration) -> None:
    ticked(ondine.desk.event, note(3, ondine), note(3, ondine, at=EVENING + MINUTE), now=EVENING + MINUTE)

    assert parties_of(ondine.desk.event)[0].others == ""


def test_what_is_of_another_event_or_of_nobody_is_not_written(ondine: Registration) -> None:
    elsewhere = RegistrationFactory()
    wrong = [note(1, elsewhere), note(1), note(1, ondine, walk_in=uuid4()), note(1000, ondine), note(-1, ondine)]
    right = note(0, ondine)

    answer = ticked(ondine.desk.event, *wrong, right)

    assert (answer.kept, answer.gone) == (keys(right), keys(*wrong))
    assert list(Tick.objects.values_list("pk", flat=True)) == [right.key]


def test_the_database_refuses_a_tick_of_nobody(ondine: Registration) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tick.objects.create(event=ondine.desk.event, present=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tick.objects.create(event=ondine.desk.event, present=1, registration=ondine, walk_in=uuid4())


def test_the_list_is_by_name_with_those_who_wait_and_who_came_all_the_same(ondine: Registration) -> None:
    desk = ondine.desk
    RegistrationFactory(desk=desk, name="Éloi", state="waiting")
    gone = RegistrationFactory(desk=desk, name="Basile")
    RegistrationFactory(desk=desk, name="Zoé", state="cancelled")
    ticked(desk.event, note(1, gone), note(2, walk_in=uuid4(), name=" Une voisine "))
    cancel_registration(gone.pk, EVENING - timedelta(days=1))

    found = [(party.name, party.places, party.present, party.is_waiting) for party in parties_of(desk.event)]

    expected = [("Basile", 0, 1, False), ("Éloi", 1, 0, True), ("Ondine", 3, 0, False), ("Une voisine", None, 2, False)]
    assert found == expected


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_is_three_queries_however_long(number: int, desk: RegistrationDesk) -> None:
    people = [RegistrationFactory(desk=desk) for _one in range(number)]
    ticked(desk.event, *(note(1, person) for person in people), by=UserFactory())
    event = Event.objects.get()

    with CaptureQueriesContext(connection) as queries:
        assert [party.others for party in parties_of(event)] == [""] * number
    assert len(queries) == 3


def test_names_go_with_the_registrations_and_the_number_stays_with_who_and_when(ondine: Registration) -> None:
    event, camille = ondine.desk.event, UserFactory()
    first = note(1, ondine)
    ticked(event, first, note(3, ondine, at=EVENING + MINUTE, seen=first.key), by=camille)
    ticked(event, note(2, walk_in=uuid4(), name="Une voisine"), by=camille)
    before = attendance_of(event)

    forget_registrations(event.ends_at + timedelta(days=30))

    assert not Registration.objects.exists()
    assert attendance_of(event) == before
    assert (before.registered, before.walk_ins) == (3, 2)
    assert set(Tick.objects.values_list("name", "registration", "ticked_by")) == {("", None, camille.pk)}
    late = note(1, walk_in=uuid4(), name="Une autre voisine"), note(1, ondine)
    answer = ticked(event, *late, first, now=event.ends_at + timedelta(days=31))
    assert (answer.kept, answer.gone) == (keys(late[0]), keys(late[1], first))
    assert attendance_of(event).total == 6
    assert {party.name for party in parties_of(event)} == {""}


def test_names_at_the_door_of_an_event_without_registrations_go_after_thirty_days(db: None) -> None:
    event = EventFactory(starts_at=EVENING)
    walk_in = note(2, walk_in=uuid4(), name="Une voisine")
    ticked(event, walk_in)

    forget_registrations(event.ends_at + timedelta(days=30, seconds=-1))
    assert there(event) == {"Une voisine": 2}
    forget_registrations(event.ends_at + timedelta(days=30))

    assert there(event) == {"": 2}


def test_someone_whose_registration_is_erased_still_counts(ondine: Registration) -> None:
    event = ondine.desk.event
    ticked(event, note(3, ondine))

    erase_registration(ondine.pk, EVENING)

    assert attendance_of(event).registered == 3
    assert list(Tick.objects.values_list("registration", "name")) == [(None, "")]


def test_a_person_reads_what_was_noted_of_them(ondine: Registration) -> None:
    ticked(ondine.desk.event, note(3, ondine), note(2, ondine, at=EVENING + MINUTE), now=EVENING + MINUTE)
    ticked(ondine.desk.event, note(9, RegistrationFactory(desk=ondine.desk)))

    facts = dict(registration_facts(Registration.objects.get(pk=ondine.pk)))

    assert facts["Noté à l’accueil"] == "3 (2026-03-10 19:00); 2 (2026-03-10 19:01)"


TICKS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8
)  # how many, which minute, which telephone


class TestWhateverTheOrder(TestCase):  # type: ignore[misc]
    @given(ticks=TICKS, order=st.randoms(use_true_random=False))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_order_and_any_repetition_end_the_same(self, ticks: list[tuple[int, int, int]], order: object) -> None:
        event = EventFactory(starts_at=EVENING)
        party = uuid4()
        notes = [note(number, walk_in=party, at=EVENING + minute * MINUTE) for number, minute, _telephone in ticks]
        last: Note = max(notes, key=lambda one: (one.at, one.key))
        sent = [*notes, *notes]
        order.shuffle(sent)  # type: ignore[attr-defined]

        for one in sent:
            ticked(event, one, now=EVENING + timedelta(hours=1))

        assert Tick.objects.filter(event=event).count() == len(notes)
        assert there(event) == {"": last.present}
