"""The letters that leave by themselves: read, changed, put back, switched off where that may be; thanks, welcome."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.publishing import cancel_event
from crm.events.domain.registering import register
from crm.events.models import EventPhoto, Registration, RegistrationDesk
from crm.partners.models import Council
from newsletters.domain.addresses import lookup_hash
from newsletters.domain.automatic_letters import (
    WordingRefused,
    all_letters,
    change_words,
    is_off,
    restore_words,
    standing_of,
    standings,
    switch,
    text_of,
)
from newsletters.domain.consent import suppress
from newsletters.domain.letter_samples import sample_letter
from newsletters.domain.letter_texts import LetterText, fill_words
from newsletters.domain.links import confirm_url, preferences_url
from newsletters.domain.notice_words import notice_words
from newsletters.domain.registration_news import write_reminders, write_thanks
from newsletters.domain.service_letters import answer_letter
from newsletters.domain.welcome import post_welcome_letters
from newsletters.enums import SubscriptionState, SuppressionReason
from newsletters.models import LetterWording, RegistrationLetter, Subscriber, WelcomeLetter
from tests.events.desks import wish
from tests.events.moments import at
from tests.factories import (
    AssemblyFactory,
    DeskFactory,
    EventFactory,
    RegistrationFactory,
    SubscriberFactory,
    SubscriptionFactory,
    make_picture,
    someone_of,
)
from tests.newsletters.registration_post import sent, states, subjects, words
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = timezone.now().replace(microsecond=0)
DAY = at("2026-05-20 14:00")


@pytest.fixture(autouse=True)
def no_night(settings: Settings) -> None:
    settings.QUIET_HOURS = None


@pytest.fixture
def desk() -> RegistrationDesk:
    event = EventFactory(title="Sortie en raquettes", slug="raquettes", starts_at=NOW + timedelta(days=9))
    made: RegistrationDesk = DeskFactory(event=event, capacity=2)
    return made


@pytest.fixture
def sender(client: Client) -> User:
    user = someone_of(Role.COMMUNICATIONS)
    client.force_login(user)
    return user


def newcomer(**fields: object) -> Subscriber:
    subscriber: Subscriber = SubscriberFactory(email="nouvelle@example.org", confirmed_at=None, **fields)
    SubscriptionFactory(subscriber=subscriber, state=SubscriptionState.PENDING)
    return subscriber


def over_with_photos() -> Registration:
    event = EventFactory(title="Veillée", starts_at=DAY - timedelta(days=2), ends_at=DAY - timedelta(days=2, hours=-2))
    registration: Registration = RegistrationFactory(desk=DeskFactory(event=event), state="registered")
    EventPhoto.objects.create(event=event, picture=make_picture(), alt="La veillée")
    return registration


def test_every_letter_can_be_read_with_its_slots_filled() -> None:
    for standing in standings():
        subject, html = sample_letter(standing.letter.key, standing.text, NOW)

        assert "{" not in subject, standing.letter.key
        assert "{" not in html[html.index("<body") :], standing.letter.key
    assert len(all_letters()) == len({letter.key for letter in all_letters()}) == 22


def test_changed_words_are_those_that_leave_and_the_facts_stay(desk: RegistrationDesk, mail_server: MailServer) -> None:
    text = LetterText("C’est noté, {nom} : {titre}", "Chère personne,\n\nApportez des bas chauds.\n\n{details}")
    change_words("registered", text, None, NOW)

    register(desk.pk, wish("Ondine", 2), NOW)

    [letter] = sent(mail_server)
    assert str(letter["Subject"]).strip().startswith("C’est noté, Ondine : Sortie en raquettes")
    said = words(letter)
    assert "Apportez des bas chauds." in said
    assert "2 places vous sont réservées." in said
    assert "Bonjour Ondine" not in said


def test_back_to_the_original_in_one_act_and_the_history_stays() -> None:
    original = text_of("reminder")
    change_words("reminder", LetterText("À demain", "{details}"), None, NOW)
    assert text_of("reminder") == LetterText("À demain", "{details}")

    restore_words("reminder", None, NOW)

    assert (text_of("reminder"), standing_of("reminder").is_changed) == (original, False)
    assert LetterWording.objects.count() == 2


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("registered", LetterText("Noté", "Bonjour {prenom}. {details}"), "{prenom}"),
        ("registered", LetterText("Noté {details}", "{details}"), "{details}"),
        ("registered", LetterText("Noté", "Bonjour {nom}."), "Le texte doit garder {details}."),
        ("thanks", LetterText("Merci", "Merci!"), "Le texte doit garder {photos}."),
        ("welcome", LetterText("Bonjour", "Accolade { seule"), "{ }"),
        ("welcome", LetterText("Bonjour", "{conseil.email}"), "{ }"),
        ("gift_received", LetterText("Reçu", "Merci, {nom}, de {titre}.\n\n{details}"), "{titre}"),
        ("gift_question", LetterText("Question", "Merci, {nom}."), "Le texte doit garder {details}."),
        ("welcome", LetterText(" ", "Bonjour"), "d’un objet et d’un texte"),
    ],
)
def test_words_that_could_not_be_filled_are_refused(key: str, text: LetterText, said: str) -> None:
    with pytest.raises(WordingRefused) as refusal:
        change_words(key, text, None, NOW)

    assert said in str(refusal.value)
    assert not LetterWording.objects.exists()


def test_a_value_is_never_read_as_a_slot() -> None:
    assert fill_words("Bonjour {nom}.\n\n{details}", {"nom": "{lieu}", "lieu": "ici"}, []) == ["Bonjour {lieu}."]


def test_switched_off_it_is_not_written_and_what_waits_does_not_leave(mail_server: MailServer) -> None:
    event = EventFactory(starts_at=at("2026-05-21 19:00"))
    RegistrationFactory(desk=DeskFactory(event=event), state="registered", changed_at=DAY - timedelta(days=3))
    assert write_reminders(DAY) == 1
    switch("reminder", None, NOW, off=True)

    assert subjects(mail_server) == []
    assert states() == [("reminder", "skipped")]
    RegistrationLetter.objects.all().delete()
    assert write_reminders(DAY) == 0
    switch("reminder", None, NOW, off=False)
    assert write_reminders(DAY) == 1


@pytest.mark.parametrize(
    "key", ["confirm", "notice", "registered", "offered", "event_cancelled", "gift_received", "gift_refused"]
)
def test_what_must_leave_cannot_be_switched_off_and_says_why(key: str) -> None:
    with pytest.raises(WordingRefused, match="On ne peut pas la désactiver"):
        switch(key, None, NOW, off=True)

    assert is_off(key) is False


def test_the_notice_and_the_confirmation_say_the_words_of_the_council(council: Council) -> None:
    change_words("notice", LetterText("Venez : {titre}", "Vous êtes des nôtres le {jour}."), None, NOW)
    change_words("confirm", LetterText("Un dernier geste", "{conseil} vous écrira sur :"), None, NOW)

    assembly = AssemblyFactory(event__title="Assemblée de mai")
    notice = notice_words(assembly)
    letter = answer_letter(newcomer(), council, timezone.localdate())

    assert notice.subject == "Venez : Assemblée de mai"
    assert notice.opening.startswith("Vous êtes des nôtres le ")
    assert letter.subject == f"Un dernier geste | {council.name}"
    assert f"{council.name} vous écrira sur :" in str(letter.body)


def test_those_who_had_places_are_thanked_once_when_there_are_photos(mail_server: MailServer) -> None:
    registration = over_with_photos()
    RegistrationFactory(desk=registration.desk, state="waiting")
    without = EventFactory(starts_at=DAY - timedelta(days=2))
    RegistrationFactory(desk=DeskFactory(event=without), state="registered")

    assert (write_thanks(DAY), write_thanks(DAY)) == (1, 0)

    [letter] = sent(mail_server)
    assert str(letter["Subject"]).strip().startswith("Merci, et les photos")
    assert registration.desk.event.get_absolute_url() in words(letter)


def test_thanks_leave_by_day_and_not_to_who_wants_no_more_letters(settings: Settings) -> None:
    registration = over_with_photos()
    settings.QUIET_HOURS = (13, 16)
    assert write_thanks(DAY) == 0
    settings.QUIET_HOURS = None

    suppress(lookup_hash(registration.email), SuppressionReason.LEFT, NOW)

    assert write_thanks(DAY) == 0
    assert not RegistrationLetter.objects.exists()


def test_no_thanks_for_what_was_cancelled_or_is_long_over() -> None:
    registration = over_with_photos()
    assert write_thanks(DAY + timedelta(days=60)) == 0
    registration.desk.event.status = "cancelled"
    registration.desk.event.save()
    assert write_thanks(DAY) == 0


def test_who_confirms_is_welcomed_once_with_the_way_to_leave(strict_client: Client, mail_server: MailServer) -> None:
    subscriber = newcomer()
    confirm = "/" + confirm_url(subscriber.pk).split("/", 3)[3]

    strict_client.post(confirm)
    strict_client.post(confirm)

    assert (post_welcome_letters(), post_welcome_letters()) == (1, 0)
    [received] = mail_server.received
    assert received.message["To"] == "nouvelle@example.org"
    assert received.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert preferences_url(subscriber.pk) in words(received.message)


def test_a_server_that_stops_before_the_welcome_has_confirmed_nothing(strict_client: Client) -> None:
    confirm = "/" + confirm_url(newcomer().pk).split("/", 3)[3]
    stops = patch("newsletters.views.confirm.write_welcome", side_effect=KeyboardInterrupt)

    with stops, pytest.raises(KeyboardInterrupt):
        strict_client.post(confirm)
    assert not Subscriber.objects.exclude(confirmed_at=None).exists()

    strict_client.post(confirm)
    assert WelcomeLetter.objects.count() == 1


def test_no_welcome_for_a_topic_added_later_nor_once_switched_off_nor_left(
    strict_client: Client, mail_server: MailServer
) -> None:
    known = SubscriberFactory(email="connue@example.org", confirmed_at=NOW - timedelta(days=90))
    SubscriptionFactory(subscriber=known, state=SubscriptionState.PENDING)
    strict_client.post("/" + confirm_url(known.pk).split("/", 3)[3])
    assert not WelcomeLetter.objects.exists()

    subscriber = newcomer()
    strict_client.post("/" + confirm_url(subscriber.pk).split("/", 3)[3])
    subscriber.subscriptions.update(state=SubscriptionState.LEFT)
    assert post_welcome_letters() == 0
    assert WelcomeLetter.objects.get().state == "skipped"

    switch("welcome", None, NOW, off=True)
    WelcomeLetter.objects.all().delete()
    Subscriber.objects.filter(pk=subscriber.pk).update(confirmed_at=None)
    subscriber.subscriptions.update(state=SubscriptionState.PENDING)
    strict_client.post("/" + confirm_url(subscriber.pk).split("/", 3)[3])
    assert not WelcomeLetter.objects.exists()


def test_screens_list_change_preview_restore_and_switch(client: Client, sender: User) -> None:
    listed = client.get(reverse("automatic_letters")).content.decode()
    url = reverse("automatic_letter", args=["reminder"])
    words = {"subject": "À demain : {titre}", "words": "Bonjour!\n\n{details}"}

    looked = client.post(url, {**words, "look": "1"}).content.decode()
    assert "rien n’est encore enregistré" in looked
    assert "À demain : Fête des voisins" in looked
    assert not LetterWording.objects.exists()
    refused = client.post(url, {"subject": "À demain", "words": "Bonjour {x}"}).content.decode()
    assert "Ceci ne peut pas être rempli" in refused.replace("\xa0", " ")

    client.post(url, words)
    assert LetterWording.objects.get().changed_by == sender
    client.post(url, {"off": "1"})
    assert is_off("reminder")
    assert "Désactivée" in client.get(reverse("automatic_letters")).content.decode()
    client.post(url, {"on": "1"})
    client.post(url, {"original": "1"})

    assert not standing_of("reminder").is_changed
    assert client.get(url).content.decode().count("<details><summary>Son texte") == 2
    assert "La veille, à partir de neuf heures" in listed
    assert client.get("/admin/lettres-automatiques/inconnue/").status_code == 404
    client.post(reverse("automatic_letter", args=["confirm"]), {"off": "1"})
    assert is_off("confirm") is False


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_others_do_not_touch_them(client: Client, role: Role) -> None:
    client.force_login(someone_of(role))

    assert client.get(reverse("automatic_letters")).status_code in {302, 403}
    assert client.post(reverse("automatic_letter", args=["reminder"]), {"off": "1"}).status_code in {302, 403}
    assert is_off("reminder") is False
    assert "lettres-automatiques" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_once_whatever_was_changed(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(number):
        change_words("reminder", LetterText("À demain", "{details}"), None, NOW)

    with django_assert_num_queries(1):
        assert len(standings()) == 22


def test_a_cancelled_event_says_its_own_words_first(desk: RegistrationDesk, mail_server: MailServer) -> None:
    register(desk.pk, wish("Ondine", 1), NOW)
    sent(mail_server)
    cancel_event(desk.event, NOW, note="Verglas.")

    [letter] = sent(mail_server)

    said = words(letter)
    assert said.index("est annulé") < said.index("Verglas.")
