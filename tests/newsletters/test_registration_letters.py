"""The letters of those who registered: what they say, when they are written, and that none leaves twice or is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from crm.events.domain.changing import cancel_registration, change_places
from crm.events.domain.forgetting import forget_registrations
from crm.events.domain.publishing import cancel_event, postpone_event, publish_event, revise_event
from crm.events.domain.registering import IfShort, register
from crm.events.domain.registration_links import registration_url
from crm.events.domain.waiting import accept_offer, end_offers
from crm.events.enums import EventStatus
from crm.events.models import Event, RegistrationDesk
from newsletters.domain.registration_news import write_reminders, write_to_registered
from newsletters.domain.registration_post import post_registration_letters
from newsletters.models import EventMessage, RegistrationLetter
from newsletters.tasks import post_registration_letters_task, remind_registered
from tests.events.desks import wish
from tests.events.moments import at
from tests.factories import DeskFactory, EventFactory, RegistrationFactory
from tests.newsletters.registration_post import sent, states, subjects, words
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = timezone.now().replace(microsecond=0)
STARTS = NOW + timedelta(days=9)


@pytest.fixture
def desk() -> RegistrationDesk:
    made: RegistrationDesk = DeskFactory(
        event=EventFactory(title="Sortie en raquettes", slug="raquettes", starts_at=STARTS), capacity=2
    )
    return made


def test_confirmation_says_what_is_kept_and_carries_the_event(desk: RegistrationDesk, mail_server: MailServer) -> None:
    registration = register(desk.pk, wish("Ondine", 2), NOW).registration

    [letter] = sent(mail_server)

    assert (letter["To"], letter["Auto-Submitted"]) == ("ondine@example.org", "auto-generated")
    assert letter["Reply-To"] == "bonjour@conseil.example"
    assert str(letter["Message-ID"]).endswith("@conseil.example>")
    for kind in ("plain", "html"):
        said = words(letter, kind)
        assert "Bonjour Ondine," in said
        assert "2 places vous sont réservées." in said
        assert registration_url(registration.pk) in said
        assert "12, rue du Four-à-Chaux" in said
    [attached] = list(letter.iter_attachments())
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "raquettes.ics")
    calendar = icalendar.Calendar.from_ical(attached.get_content())
    assert [str(entry["uid"]) for entry in calendar.walk("VEVENT")] == [f"{desk.event.uid}@parvis"]


def test_the_whole_life_of_a_place_is_told_once_each(desk: RegistrationDesk, mail_server: MailServer) -> None:
    ondine = register(desk.pk, wish("Ondine", 2), NOW).registration
    basile = register(desk.pk, wish("Basile", 2), NOW).registration
    seule = register(desk.pk, wish("Seule"), NOW).registration
    assert subjects(mail_server) == [
        ("ondine@example.org", "Vos places sont réservées : Sortie en raquettes"),
        ("basile@example.org", "Vous êtes sur la liste d’attente : Sortie en raquettes"),
        ("seule@example.org", "Vous êtes sur la liste d’attente : Sortie en raquettes"),
    ]

    cancel_registration(ondine.pk, timezone.now())
    assert subjects(mail_server) == [
        ("ondine@example.org", "Votre inscription est annulée : Sortie en raquettes"),
        ("basile@example.org", "Une place est libre pour vous : Sortie en raquettes"),
    ]
    end_offers(timezone.now() + timedelta(hours=25))
    assert subjects(mail_server, hours=26) == [
        ("basile@example.org", "L’offre est échue : Sortie en raquettes"),
        ("seule@example.org", "Une place est libre pour vous : Sortie en raquettes"),
    ]
    accept_offer(seule.pk, timezone.now())
    change_places(seule.pk, 2, timezone.now())
    assert subjects(mail_server) == [
        ("seule@example.org", "Vos places sont réservées : Sortie en raquettes"),
        ("seule@example.org", "Vos places : Sortie en raquettes"),
    ]
    assert basile.email == "basile@example.org"
    post_registration_letters_task()
    post_registration_letters_task()
    assert mail_server.received == []


def test_an_offer_says_how_many_and_until_when(desk: RegistrationDesk, mail_server: MailServer) -> None:
    holder = register(desk.pk, wish("Ondine", 1), NOW).registration
    register(desk.pk, wish("Basile", 1), NOW)
    register(desk.pk, wish("Famille", 3, IfShort.ASK), NOW)
    sent(mail_server)
    cancel_registration(holder.pk, timezone.now())

    letter = sent(mail_server)[-1]

    said = words(letter)
    assert "1 place est libre, et vous est gardée." in said
    assert "Vous en aviez demandé 3 : prenez celles-ci, ou gardez votre rang pour les avoir toutes." in said
    assert "Répondez avant le" in said
    assert list(letter.iter_attachments()) == []


def test_whoever_asks_again_hears_what_they_already_have(desk: RegistrationDesk, mail_server: MailServer) -> None:
    first = register(desk.pk, wish("Ondine", 2), NOW).registration
    sent(mail_server)

    register(desk.pk, wish("Quelqu’un", 1, email="Ondine@example.org"), NOW)

    [letter] = sent(mail_server)
    said = words(letter)
    assert "Bonjour Ondine," in said
    assert "voici ce que vous aviez déjà" in said
    assert registration_url(first.pk) in said
    assert "Quelqu’un" not in said


def test_news_that_is_no_longer_true_does_not_leave(desk: RegistrationDesk, mail_server: MailServer) -> None:
    registration = register(desk.pk, wish("Ondine", 2), NOW).registration
    register(desk.pk, wish("Basile"), NOW)
    cancel_registration(registration.pk, timezone.now())

    assert subjects(mail_server) == [
        ("ondine@example.org", "Votre inscription est annulée : Sortie en raquettes"),
        ("basile@example.org", "Une place est libre pour vous : Sortie en raquettes"),
    ]
    assert states()[:2] == [("registered", "skipped"), ("waiting", "skipped")]


def test_someone_without_an_address_is_not_written_to(desk: RegistrationDesk, mail_server: MailServer) -> None:
    RegistrationFactory(desk=desk, email="")
    cancel_event(desk.event, timezone.now())

    assert RegistrationLetter.objects.count() == 0


@contextmanager
def everyone(desk: RegistrationDesk, mail_server: MailServer) -> Iterator[None]:
    """Someone who has a place, someone who waits, someone who left."""
    for name, state in (("ondine", "registered"), ("basile", "waiting"), ("parti", "cancelled")):
        RegistrationFactory(desk=desk, name=name, email=f"{name}@example.org", state=state)
    RegistrationFactory(email="ailleurs@example.org")
    yield


ACTS: list[tuple[str, Callable[[Event], Any], str]] = [
    ("cancelled", lambda event: cancel_event(event, timezone.now(), note="La glace est mince."), "C’est annulé"),
    ("postponed", lambda event: postpone_event(event, timezone.now()), "C’est reporté"),
    (
        "moved",
        lambda event: postpone_event(event, timezone.now(), starts_at=STARTS + timedelta(days=7)),
        "C’est reporté",
    ),
]


@pytest.mark.parametrize(("name", "act", "subject"), ACTS)
def test_what_happens_to_the_event_reaches_those_registered_at_once(
    desk: RegistrationDesk, mail_server: MailServer, name: str, act: Callable[[Event], Any], subject: str
) -> None:
    with everyone(desk, mail_server):
        act(desk.event)

    assert subjects(mail_server) == [
        (f"{who}@example.org", f"{subject} : Sortie en raquettes") for who in ("ondine", "basile")
    ]
    act_again = RegistrationLetter.objects.count()
    cancel_event(desk.event, timezone.now())
    assert RegistrationLetter.objects.count() == (act_again if name == "cancelled" else act_again + 2)


def test_a_change_of_time_or_place_is_told_a_comma_in_the_description_is_not(
    desk: RegistrationDesk, mail_server: MailServer
) -> None:
    with everyone(desk, mail_server):
        event = desk.event
    event.summary = "On glisse, on jase."
    revise_event(event, timezone.now())
    assert RegistrationLetter.objects.count() == 0

    event.venue, event.address = "École des Tailleurs", ""
    revise_event(event, timezone.now())
    event.starts_at += timedelta(minutes=30)
    revise_event(event, timezone.now())

    letters = sent(mail_server)
    assert [str(letter["To"]) for letter in letters] == ["ondine@example.org", "basile@example.org"]
    assert "Quelque chose a changé dans l’événement auquel vous devez venir : le lieu, l’heure." in words(letters[0])
    assert "École des Tailleurs" in words(letters[0])
    assert states()[:2] == [("event_changed", "skipped")] * 2


def test_a_cancellation_taken_back_is_told_too(desk: RegistrationDesk, mail_server: MailServer) -> None:
    with everyone(desk, mail_server):
        cancel_event(desk.event, timezone.now())
    sent(mail_server)

    publish_event(desk.event, timezone.now())

    assert subjects(mail_server)[0] == ("ondine@example.org", "Cela aura bien lieu : Sortie en raquettes")


def test_the_calendar_of_a_cancelled_event_says_so(desk: RegistrationDesk, mail_server: MailServer) -> None:
    RegistrationFactory(desk=desk)
    cancel_event(desk.event, timezone.now(), note="La glace est mince.")

    [letter] = sent(mail_server)

    assert "La glace est mince." in words(letter)
    [attached] = list(letter.iter_attachments())
    assert "STATUS:CANCELLED" in attached.get_content()


def test_the_reminder_is_written_the_day_before_from_nine_and_once(
    desk: RegistrationDesk, mail_server: MailServer
) -> None:
    Event.objects.update(starts_at=at("2030-05-14 19:00"), ends_at=None)
    asked = at("2030-05-01 12:00")
    for name, state in (("ondine", "registered"), ("basile", "waiting")):
        RegistrationFactory(desk=desk, name=name, email=f"{name}@example.org", state=state, changed_at=asked)
    RegistrationFactory(desk=desk, changed_at=at("2030-05-13 10:00"))

    assert write_reminders(at("2030-05-12 23:00")) == 0
    assert write_reminders(at("2030-05-13 08:59")) == 0
    assert write_reminders(at("2030-05-13 09:00")) == 1
    write_reminders(at("2030-05-13 18:00"))
    assert write_reminders(at("2030-05-14 09:00")) == 0

    assert RegistrationLetter.objects.count() == 1
    post_registration_letters(clock=lambda: at("2030-05-13 18:00"))
    [letter] = [received.message for received in mail_server.received]
    assert "C’est demain." in words(letter)


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.DRAFT])
def test_nobody_is_reminded_of_what_does_not_take_place(desk: RegistrationDesk, status: str) -> None:
    Event.objects.update(starts_at=at("2030-05-14 19:00"), ends_at=None, status=status)
    RegistrationFactory(desk=desk)

    assert write_reminders(at("2030-05-13 10:00")) == 0


def test_remind_task_run_twice_writes_each_letter_once(desk: RegistrationDesk) -> None:
    remind_registered()
    remind_registered()

    assert RegistrationLetter.objects.count() == 0


def test_a_volunteers_own_words_reach_those_chosen(desk: RegistrationDesk, mail_server: MailServer) -> None:
    with everyone(desk, mail_server):
        said = ("Apportez vos tuques", "Il fera froid.\n\nTrès.")

    assert write_to_registered(desk.event, *said, ["registered"], by=None, now=timezone.now()) == 1

    [letter] = sent(mail_server)
    assert str(letter["Subject"]).strip().startswith("Apportez vos tuques | ")
    assert "Il fera froid.\r\n\r\nTrès." in words(letter)


def test_what_a_volunteer_wrote_is_forgotten_with_the_names(desk: RegistrationDesk) -> None:
    RegistrationFactory(desk=desk)
    elsewhere = DeskFactory()
    for event in (desk.event, elsewhere.event):
        write_to_registered(event, "Bonjour", "Il fera froid.", ["registered"], by=None, now=timezone.now())

    forget_registrations(STARTS + timedelta(days=60))

    assert [message.event for message in EventMessage.objects.all()] == [elsewhere.event]
    assert RegistrationLetter.objects.count() == 0
