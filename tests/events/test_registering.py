"""Taking a registration: places, the waiting list, what is refused, and one address that asks twice (T25)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.events.domain.desks import free_places, places_words
from crm.events.domain.registering import DeskClosed, IfShort, NotEnoughPlaces, register
from crm.events.enums import EventStatus, QuestionKind
from crm.events.models import Event, Question, Registration, RegistrationDesk
from tests.events.desks import line_of, listening, wish
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 12:00")
STARTS = at("2026-03-10 19:00")


def open_desk(capacity: int | None = 4, **fields: Any) -> RegistrationDesk:
    desk: RegistrationDesk = DeskFactory(event=EventFactory(starts_at=STARTS), capacity=capacity, **fields)
    return desk


def test_register_gives_places_while_there_are_some_then_a_turn() -> None:
    desk = open_desk(3)

    with listening() as heard:
        register(desk.pk, wish("Ondine", 2), NOW)
        register(desk.pk, wish("Basile"), NOW)
        register(desk.pk, wish("Céleste", 2, email="celeste@example.org"), NOW)

    assert line_of(desk) == [("Ondine", "registered", 2), ("Basile", "registered", 1), ("Céleste", "waiting", 2)]
    assert heard == [("Ondine", "registered"), ("Basile", "registered"), ("Céleste", "waiting")]
    assert free_places(desk) == 0


def test_a_family_of_three_with_two_places_left_is_asked_and_nothing_is_written() -> None:
    desk = open_desk(2)

    with pytest.raises(NotEnoughPlaces) as refusal:
        register(desk.pk, wish(places=3), NOW)

    assert refusal.value.messages == ["Il ne reste que 2\u00a0places, et vous en demandez 3."]
    assert refusal.value.room == 2
    assert line_of(desk) == []


@pytest.mark.parametrize(
    ("if_short", "stands", "together"),
    [(IfShort.TAKE, ("Ondine", "registered", 2), False), (IfShort.WAIT, ("Ondine", "waiting", 3), True)],
)
def test_the_family_takes_what_remains_or_waits_for_everyone(if_short: IfShort, stands: Any, together: bool) -> None:
    desk = open_desk(2)

    registration = register(desk.pk, wish(places=3, if_short=if_short), NOW).registration

    assert line_of(desk) == [stands]
    assert registration.together is together


def test_a_choice_made_too_late_is_a_turn_on_the_waiting_list() -> None:
    desk = open_desk(2)
    RegistrationFactory(desk=desk, name="Basile", places=2)

    register(desk.pk, wish(places=3, if_short=IfShort.TAKE), NOW)

    assert line_of(desk) == [("Basile", "registered", 2), ("Ondine", "waiting", 3)]


def test_without_a_limit_everyone_has_places() -> None:
    desk = open_desk(None)

    register(desk.pk, wish(places=50), NOW)

    assert line_of(desk) == [("Ondine", "registered", 50)]
    assert free_places(desk) is None


def test_an_address_that_asks_again_takes_no_place_and_costs_the_same_work() -> None:
    desk = open_desk()
    Question.objects.create(desk=desk, label="Une allergie?", kind=QuestionKind.TEXT)
    answers = tuple((question, "Aucune") for question in desk.questions.all())
    register(desk.pk, wish("Ondine", 2), NOW)

    with (
        CaptureQueriesContext(
            connection,
        ) as known,
        listening() as heard,
    ):
        register(desk.pk, wish("Ondine", 2, email="ONDINE@example.org", answers=answers), NOW)
    with CaptureQueriesContext(connection) as unknown:
        register(desk.pk, wish("Basile", 2, answers=answers), NOW)

    assert heard == [("Ondine", "repeated")]
    assert line_of(desk) == [("Ondine", "registered", 2), ("Ondine", "repeated", 2), ("Basile", "registered", 2)]
    assert [query["sql"].split()[0] for query in known] == [query["sql"].split()[0] for query in unknown]


def test_someone_of_the_council_hears_in_words_that_an_address_is_known() -> None:
    desk = open_desk()
    register(desk.pk, wish(), NOW)

    with pytest.raises(ValidationError) as refusal:
        register(desk.pk, wish(), NOW, by=UserFactory())

    assert refusal.value.message_dict == {"email": ["Cette adresse a déjà des places, ou en attend."]}


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({"opens_at": at("2026-03-02 08:00")}, NOW),
        ({"closes_at": at("2026-03-05 08:00")}, at("2026-03-05 08:00")),
        ({}, STARTS),
    ],
)
def test_a_desk_that_is_not_open_takes_nobody(fields: dict[str, Any], now: Any) -> None:
    desk = open_desk(**fields)

    with pytest.raises(DeskClosed):
        register(desk.pk, wish(), now)

    assert line_of(desk) == []


def test_the_council_may_enter_someone_who_calls_after_closing_but_not_after_the_start() -> None:
    desk = open_desk(closes_at=at("2026-03-05 08:00"))
    someone = UserFactory()

    receipt = register(desk.pk, wish(email="", telephone="418 555-0100"), at("2026-03-06 08:00"), by=someone)

    assert receipt.registration.entered_by == someone
    with pytest.raises(DeskClosed):
        register(desk.pk, wish("Basile"), STARTS, by=someone)


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED, EventStatus.POSTPONED])
def test_one_does_not_register_for_what_does_not_take_place(status: str) -> None:
    desk = open_desk()
    Event.objects.update(status=status)

    with pytest.raises(DeskClosed):
        register(desk.pk, wish(), NOW, by=UserFactory())


def test_the_agenda_says_how_many_places_are_left() -> None:
    desk = open_desk(3, opens_at=at("2026-02-01 08:00"), closes_at=at("2026-03-09 08:00"))

    def words(now: Any = NOW) -> str:
        return places_words(Event.objects.with_places().get(), now)

    assert words(at("2026-01-31 12:00")) == "Inscription à compter du 1er\u00a0février 2026"
    assert words() == "Il reste 3\u00a0places"
    RegistrationFactory(desk=desk, places=2)
    assert words() == "Il reste 1\u00a0place"
    RegistrationFactory(desk=desk)
    assert words() == "Complet, liste d’attente"
    assert words(at("2026-03-09 08:00")) == "Inscriptions closes"
    assert words(STARTS) == ""
    RegistrationDesk.objects.update(capacity=None)
    assert words() == "Inscription ouverte"
    Event.objects.update(status=EventStatus.CANCELLED)
    assert words() == ""


def test_an_event_without_a_desk_says_nothing_and_many_cost_one_query(django_assert_num_queries: Any) -> None:
    for _number in range(3):
        RegistrationFactory(desk__event__starts_at=STARTS, places=4)
    EventFactory(starts_at=STARTS)

    with django_assert_num_queries(1):
        words = [places_words(event, NOW) for event in Event.objects.with_places()]

    assert words == ["Il reste 6\u00a0places"] * 3 + [""]
    assert Registration.objects.count() == 3
