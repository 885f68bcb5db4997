"""The waiting list: a freed place is held for whoever came first, then offered to the next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from crm.events.domain.changing import cancel_registration, change_places, erase_registration
from crm.events.domain.registering import IfShort, register
from crm.events.domain.waiting import OfferGone, accept_offer, end_offers, offer_what_is_free, wait_for_all
from crm.events.enums import EventStatus
from crm.events.models import Event, Registration, RegistrationDesk
from tests.events.desks import line_of, listening, wish
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 12:00")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk() -> RegistrationDesk:
    """Three places, all taken; a family of two waits, then one person."""
    made: RegistrationDesk = DeskFactory(
        event=EventFactory(starts_at=at("2026-03-10 19:00")), capacity=3, hold_hours=24, most_places=4
    )
    for name, places in (("Ondine", 2), ("Basile", 1), ("Famille", 2), ("Seule", 1)):
        register(made.pk, wish(name, places), NOW)
    return made


def number_of(name: str) -> int:
    return Registration.objects.get(name=name).pk


def stands(name: str) -> tuple[str, int, int | None]:
    found = Registration.objects.get(name=name)
    return found.state, found.places, found.offered_places


def test_freed_places_are_held_for_the_first_in_line(desk: RegistrationDesk) -> None:
    with listening() as heard:
        cancel_registration(number_of("Ondine"), LATER)

    assert heard == [("Ondine", "cancelled"), ("Famille", "offered")]
    assert stands("Famille") == ("offered", 2, 2)
    assert stands("Seule") == ("waiting", 1, None)
    assert Registration.objects.get(name="Famille").offer_ends_at == LATER + timedelta(hours=24)
    assert desk.registrations.seated() == 3


def test_an_offer_accepted_is_a_registration_and_a_second_click_does_nothing(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Ondine"), LATER)

    with listening() as heard:
        accept_offer(number_of("Famille"), LATER)
        accept_offer(number_of("Famille"), LATER)

    assert heard == [("Famille", "registered")]
    assert stands("Famille") == ("registered", 2, None)


def test_an_offer_nobody_answers_goes_to_the_next(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Ondine"), LATER)

    assert end_offers(LATER + timedelta(hours=23, minutes=59)) == 0
    with listening() as heard:
        assert end_offers(LATER + timedelta(hours=24)) == 1
        assert end_offers(LATER + timedelta(hours=24)) == 0

    assert heard == [("Famille", "offer_ended"), ("Seule", "offered")]
    assert stands("Famille") == ("expired", 2, None)


def test_an_offer_is_gone_the_minute_it_ends_even_before_beat_looks(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Ondine"), LATER)

    with pytest.raises(OfferGone):
        accept_offer(number_of("Famille"), LATER + timedelta(hours=24))

    assert stands("Famille") == ("offered", 2, 2)


def test_a_family_is_offered_the_one_place_there_is_and_may_wait_for_both(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Basile"), LATER)
    assert stands("Famille") == ("offered", 2, 1)

    with listening() as heard:
        wait_for_all(number_of("Famille"), LATER)
        wait_for_all(number_of("Famille"), LATER)

    assert heard == [("Famille", "waiting"), ("Seule", "offered")]
    assert stands("Famille") == ("waiting", 2, None)
    accept_offer(number_of("Seule"), LATER)
    cancel_registration(number_of("Ondine"), LATER)
    assert stands("Famille") == ("offered", 2, 2)


def test_one_does_not_wait_for_all_when_there_is_room_for_all(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Ondine"), LATER)

    with pytest.raises(ValidationError):
        wait_for_all(number_of("Famille"), LATER)

    assert stands("Famille") == ("offered", 2, 2)


def test_taking_one_of_two_places_is_taking_one(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Basile"), LATER)

    accept_offer(number_of("Famille"), LATER)

    assert stands("Famille") == ("registered", 1, None)
    assert desk.registrations.seated() == 3


def test_giving_one_place_back_offers_it(desk: RegistrationDesk) -> None:
    with listening() as heard:
        change_places(number_of("Ondine"), 1, LATER)
        change_places(number_of("Ondine"), 1, LATER)

    assert heard == [("Ondine", "changed"), ("Famille", "offered")]
    assert desk.registrations.seated() == 3


@pytest.mark.parametrize(
    ("name", "places", "words"),
    [
        ("Ondine", 3, "C’est complet : vous ne pouvez pas prendre plus de places."),
        ("Seule", 5, "On peut prendre 4 places au plus."),
        ("Seule", 0, "On peut prendre 4 places au plus."),
    ],
)
def test_more_places_than_there_are_is_refused_in_words(
    desk: RegistrationDesk, name: str, places: int, words: str
) -> None:
    before = line_of(desk)

    with pytest.raises(ValidationError) as refusal:
        change_places(number_of(name), places, LATER)

    assert [message.replace("\u00a0", " ") for message in refusal.value.messages] == [words]
    assert line_of(desk) == before


def test_an_offer_is_answered_before_it_is_changed_and_what_is_over_stays_over(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Ondine"), LATER)

    for name in ("Famille", "Ondine"):
        with pytest.raises(ValidationError):
            change_places(number_of(name), 4, LATER)
    with pytest.raises(OfferGone):
        accept_offer(number_of("Seule"), LATER)
    with pytest.raises(OfferGone):
        wait_for_all(number_of("Ondine"), LATER)


def the_line(desk: RegistrationDesk) -> list[str]:
    return list(desk.registrations.waiting().values_list("name", flat=True))


def test_someone_who_waits_and_asks_for_more_goes_to_the_end_of_the_line(desk: RegistrationDesk) -> None:
    change_places(number_of("Famille"), 3, LATER)
    register(desk.pk, wish("Nouvelle"), LATER)
    assert the_line(desk) == ["Seule", "Famille", "Nouvelle"]

    cancel_registration(number_of("Ondine"), LATER)

    assert [stands(name) for name in ("Seule", "Famille")] == [("offered", 1, 1), ("offered", 3, 1)]


def test_someone_who_waits_and_asks_for_fewer_keeps_their_turn(desk: RegistrationDesk) -> None:
    change_places(number_of("Famille"), 1, LATER)

    assert the_line(desk) == ["Famille", "Seule"]
    change_places(number_of("Famille"), 2, LATER)
    assert the_line(desk) == ["Seule", "Famille"]
    change_places(number_of("Famille"), 1, LATER)
    assert the_line(desk) == ["Seule", "Famille"]


def test_the_last_in_line_may_ask_for_more(desk: RegistrationDesk) -> None:
    change_places(number_of("Seule"), 3, LATER)
    change_places(number_of("Famille"), 3, LATER)
    change_places(number_of("Seule"), 4, LATER)

    assert the_line(desk) == ["Famille", "Seule"]


def test_how_many_wait_before_and_behind_follows_the_line(desk: RegistrationDesk) -> None:
    change_places(number_of("Famille"), 3, LATER)
    register(desk.pk, wish("Nouvelle"), LATER)
    famille = Registration.objects.get(name="Famille")

    line = desk.registrations.waiting()

    assert [one.name for one in line.ahead_of(famille)] == ["Seule"]
    assert [one.name for one in line.behind(famille)] == ["Nouvelle"]


def test_cancelling_twice_is_cancelling_once(desk: RegistrationDesk) -> None:
    with listening() as heard:
        cancel_registration(number_of("Seule"), LATER)
        cancel_registration(number_of("Seule"), LATER)

    assert heard == [("Seule", "cancelled")]


def test_an_offer_given_back_goes_to_the_next(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Basile"), LATER)
    cancel_registration(number_of("Famille"), LATER)

    assert stands("Seule") == ("offered", 1, 1)


def test_places_that_a_volunteer_adds_are_offered_in_order(desk: RegistrationDesk) -> None:
    RegistrationDesk.objects.update(capacity=6)

    assert offer_what_is_free(LATER) == 2
    assert offer_what_is_free(LATER) == 0

    assert (stands("Famille")[0], stands("Seule")[0]) == ("offered", "offered")


def test_without_a_limit_any_more_everyone_who_waits_is_offered_all(desk: RegistrationDesk) -> None:
    RegistrationDesk.objects.update(capacity=None)

    assert offer_what_is_free(LATER) == 2
    assert stands("Famille") == ("offered", 2, 2)


def test_a_file_erased_is_gone_and_its_places_offered(desk: RegistrationDesk) -> None:
    register(desk.pk, wish("Ondine"), LATER)
    Registration.objects.filter(state="repeated").update(name="Encore")

    with listening() as heard:
        erase_registration(number_of("Ondine"), LATER)

    assert heard == [("Famille", "offered")]
    assert not Registration.objects.filter(email="ondine@example.org").exists()


def test_nothing_is_offered_once_the_event_is_off_or_begins(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Ondine"), at("2026-03-10 12:00"))
    assert Registration.objects.get(name="Famille").offer_ends_at == desk.event.starts_at

    end_offers(desk.event.starts_at)
    assert stands("Seule") == ("waiting", 1, None)

    Event.objects.update(status=EventStatus.CANCELLED)
    assert offer_what_is_free(LATER) == 0


def test_a_newcomer_never_passes_someone_whom_a_free_place_would_suit(desk: RegistrationDesk) -> None:
    cancel_registration(number_of("Basile"), LATER)

    register(desk.pk, wish("Nouvelle"), LATER)

    assert line_of(desk)[-1] == ("Nouvelle", "waiting", 1)


def test_whoever_waits_for_everyone_lets_single_places_go(desk: RegistrationDesk) -> None:
    RegistrationDesk.objects.update(capacity=4)
    cancel_registration(number_of("Famille"), LATER)
    cancel_registration(number_of("Seule"), LATER)

    register(desk.pk, wish("Grande", 3, IfShort.WAIT), LATER)
    register(desk.pk, wish("Petite"), LATER)

    assert line_of(desk)[-2:] == [("Grande", "waiting", 3), ("Petite", "registered", 1)]
