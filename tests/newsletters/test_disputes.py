"""« Je n’ai rien demandé »: the person leaves everything, the council is told, and both are proved (T2, T10)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.accounts.policy import Role
from home.to_do import things_to_do
from newsletters.domain.audience import Audience, count_audience
from newsletters.domain.disputes import answer_dispute, dispute_consent, forget_disputes, open_disputes
from newsletters.domain.links import confirm_url, preferences_url, unsubscribe_url
from newsletters.domain.personal_data import erase_subscriber
from newsletters.enums import ConsentMethod, ExclusionReason, SubscriptionState, SuppressionReason
from newsletters.models import ConsentDispute, ConsentEvent, SignUp, Subscriber, Suppression, Topic
from newsletters.tasks import answer_sign_up
from tests.factories import SubscriptionFactory, UserFactory, complete_council, someone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)


@pytest.fixture
def jeanne(topics: list[Topic]) -> Subscriber:
    person = SubscriptionFactory(topic=topics[0], subscriber__email="jeanne@example.org").subscriber
    SubscriptionFactory(topic=topics[1], subscriber=person)
    return person


def path(url: str) -> str:
    return url.removeprefix("http://testserver")


def dispute(person: Subscriber, **more: str) -> ConsentDispute:
    return dispute_consent(person, ConsentMethod.PREFERENCE_PAGE, NOW, **more)


def test_person_leaves_everything_and_the_ledger_says_why(jeanne: Subscriber, topics: list[Topic]) -> None:
    dispute(jeanne, page="/infolettre/preferences/…/")

    assert count_audience(None, topics, NOW.date()) == Audience()
    assert Suppression.objects.get().reason == SuppressionReason.UNASKED
    assert list(ConsentEvent.objects.order_by("pk").values_list("kind", "topic_slug", "actor", "page")) == [
        ("withdrawn", "", "person", "/infolettre/preferences/…/"),
        ("disputed", "", "person", "/infolettre/preferences/…/"),
    ]
    SubscriptionFactory(topic=topics[2], subscriber=jeanne)  # whatever comes later does not reach them
    assert count_audience(None, topics, NOW.date()).excluded == {ExclusionReason.SUPPRESSED: 1}


def test_second_press_writes_nothing_more_and_words_may_be_added(jeanne: Subscriber) -> None:
    first = dispute(jeanne)
    second = dispute(jeanne, said="  Je suis seulement venue à une rencontre.  ")
    assert first.pk == second.pk
    assert ConsentDispute.objects.get().said == "Je suis seulement venue à une rencontre."
    assert ConsentEvent.objects.count() == 2


@pytest.mark.parametrize("page", ["unsubscribe", "preferences", "confirm"])
def test_every_page_of_a_letter_offers_it_by_a_button(strict_client: Client, jeanne: Subscriber, page: str) -> None:
    SubscriptionFactory(subscriber=jeanne, state=SubscriptionState.PENDING)
    address = path(
        {
            "unsubscribe": unsubscribe_url(jeanne.pk, [1]),
            "preferences": preferences_url(jeanne.pk),
            "confirm": confirm_url(jeanne.pk),
        }[page]
    )
    assert 'name="unasked"' in strict_client.get(address).content.decode()
    assert not ConsentDispute.objects.exists()

    response = strict_client.post(address, {"unasked": "yes"})

    assert response.status_code == 200
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Vous ne recevrez plus rien" in response.content.decode()
    assert ConsentDispute.objects.get().subscriber == jeanne
    assert not jeanne.subscriptions.exclude(state=SubscriptionState.LEFT).exists()
    strict_client.post(address, {"unasked": "yes", "said": "Ce n’est pas moi."})
    assert ConsentDispute.objects.get().said == "Ce n’est pas moi."


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_the_address_disputes_nothing(strict_client: Client, jeanne: Subscriber, method: str) -> None:
    getattr(strict_client, method)(path(preferences_url(jeanne.pk)) + "?unasked=yes")
    assert not ConsentDispute.objects.exists()
    assert not Suppression.objects.exists()


def test_one_click_of_a_mail_program_disputes_nothing(strict_client: Client, jeanne: Subscriber) -> None:
    strict_client.post(path(unsubscribe_url(jeanne.pk)), {"List-Unsubscribe": "One-Click"})
    assert not ConsentDispute.objects.exists()
    assert ConsentEvent.objects.get().method == ConsentMethod.ONE_CLICK


def test_button_of_the_page_is_told_from_the_mail_program(strict_client: Client, jeanne: Subscriber) -> None:
    strict_client.post(path(unsubscribe_url(jeanne.pk)), {"leave": "everything"})
    assert ConsentEvent.objects.get().method == ConsentMethod.UNSUBSCRIBE_PAGE


def test_it_is_possible_while_the_identity_is_incomplete(strict_client: Client, jeanne: Subscriber) -> None:
    complete_council(street_address="")
    SubscriptionFactory(subscriber=jeanne, state=SubscriptionState.PENDING)
    assert strict_client.post(path(confirm_url(jeanne.pk)), {"unasked": "yes"}).status_code == 200
    assert ConsentDispute.objects.exists()


@pytest.mark.parametrize(("days", "letters"), [(29, 0), (30, 1)])
def test_nobody_can_make_us_write_again_for_thirty_days(
    jeanne: Subscriber, topics: list[Topic], days: int, letters: int
) -> None:
    dispute(jeanne)
    ConsentDispute.objects.update(occurred_at=timezone.now() - timedelta(days=days))
    sign_up = SignUp.objects.create(email="Jeanne@example.org", topic_ids=[topics[0].pk], statement="Oui.", sender="N.")
    answer_sign_up(sign_up.pk)
    answer_sign_up(sign_up.pk)
    assert len(mail.outbox) == letters
    assert not SignUp.objects.exists()


def test_who_may_answer_is_told_on_the_first_screen(jeanne: Subscriber) -> None:
    def told(role: Role) -> bool:
        return any("n’avoir jamais demandé" in to_do.sentence for to_do in things_to_do(someone_of(role), NOW))

    assert not told(Role.SECRETARIAT)
    dispute(jeanne)
    assert told(Role.SECRETARIAT)
    assert told(Role.COMMUNICATIONS)
    assert not told(Role.BOARD)
    answer_dispute(ConsentDispute.objects.get(), "Feuille mal lue.", UserFactory(), NOW)
    assert not told(Role.SECRETARIAT)


def test_screen_shows_how_the_address_came_and_keeps_one_answer(client: Client, jeanne: Subscriber) -> None:
    ConsentEvent.objects.create(
        kind="imported", address_hash=jeanne.address_hash, method="import", actor="user:7", evidence="Feuille 12"
    )
    dispute(jeanne, said="Jamais donnée.")
    client.force_login(someone_of(Role.SECRETARIAT))
    listed = client.get(reverse("disputes:index")).content.decode()
    assert "jeanne@example.org" in listed
    screen = reverse("disputes:inspect", args=[ConsentDispute.objects.get().pk])
    html = client.get(screen).content.decode()
    for words in ("Jamais donnée.", "Feuille 12", "Ce qui a été trouvé"):
        assert words in html
    assert "Écrivez ce qui a été trouvé" in client.post(screen, {"answer": ""}).content.decode()

    client.post(screen, {"answer": "Mal recopiée; dit par courriel."})
    client.post(screen, {"answer": "Autre chose."})

    kept = ConsentDispute.objects.get()
    assert kept.answer == "Mal recopiée; dit par courriel."
    assert kept.answered_by is not None
    assert not open_disputes().exists()


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_others_see_and_answer_nothing(client: Client, jeanne: Subscriber, role: Role) -> None:
    dispute(jeanne)
    client.force_login(someone_of(role))
    screen = reverse("disputes:inspect", args=[ConsentDispute.objects.get().pk])
    for answer in (client.get(screen), client.post(screen, {"answer": "x"}), client.get(reverse("disputes:index"))):
        assert "jeanne@example.org" not in answer.content.decode()
    assert open_disputes().exists()


def test_person_reads_what_was_answered_and_erasing_takes_the_words(strict_client: Client, jeanne: Subscriber) -> None:
    answer_dispute(dispute(jeanne, said="Jamais donnée."), "Mal recopiée.", UserFactory(), NOW)
    data = json.loads(strict_client.get(path(preferences_url(jeanne.pk)) + "donnees.json").content)
    assert [(line["said"], line["answer"]) for line in data["disputes"]] == [("Jamais donnée.", "Mal recopiée.")]
    erase_subscriber(jeanne, method=ConsentMethod.PREFERENCE_PAGE, now=NOW)
    kept = ConsentDispute.objects.get()
    assert (kept.subscriber, kept.said, kept.answer) == (None, "", "")


@pytest.mark.parametrize(("days", "kept"), [(3 * 365, 1), (3 * 365 + 1, 0)])
def test_answered_disputes_are_forgotten_after_three_years(jeanne: Subscriber, days: int, kept: int) -> None:
    answer_dispute(dispute(jeanne), "Mal recopiée.", UserFactory(), NOW)
    forget_disputes(NOW + timedelta(days=days))
    assert ConsentDispute.objects.count() == kept
    forget_disputes(NOW + timedelta(days=days))
    assert ConsentEvent.objects.filter(kind="disputed").count() == 1


def test_unanswered_disputes_are_never_forgotten(jeanne: Subscriber) -> None:
    dispute(jeanne)
    assert forget_disputes(NOW + timedelta(days=9999)) == 0
