"""The form, its letter and its confirmation (T1, T10, T24, T25)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from crm.partners.models import Council
from newsletters.domain.links import confirm_url, preferences_url
from newsletters.domain.stamps import make_stamp
from newsletters.domain.wording import sign_up_wording
from newsletters.models import ConsentEvent, SignUp, Subscriber, Subscription
from newsletters.tasks import answer_due_sign_ups, answer_sign_up
from tests.factories import SubscriberFactory, SubscriptionFactory, complete_council

pytestmark = pytest.mark.django_db

START = timezone.now()


def path_of(url: str) -> str:
    return url.removeprefix("http://testserver")


@pytest.fixture
def filled(topics, council):
    """A form read for a minute, then filled in."""
    with travel(START - timedelta(minutes=1), tick=False):
        stamp = make_stamp(sign_up_wording(council))
    return {"email": "jeanne@example.org", "topics": [topics[0].pk], "consent": "on", "website": "", "stamp": stamp}


@pytest.fixture
def sign_up(filled):
    SignUp.objects.create(email="jeanne@example.org", topic_ids=filled["topics"], statement="Oui.", sender="Nous.")
    return SignUp.objects.get()


def test_form_is_shown_with_nothing_ticked_and_no_cookie(client, topics) -> None:
    response = client.get("/infolettre/abonnement/")
    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert page.count('type="checkbox"') == 4
    assert "checked" not in page


def test_form_shows_the_words_that_the_ledger_keeps(client, topics, council) -> None:
    wording = sign_up_wording(council)
    page = client.get("/infolettre/abonnement/").content.decode()
    assert wording.statement in page.replace("&#x27;", "'")
    assert wording.sender in page.replace("&#x27;", "'")


def test_form_refuses_to_open_while_the_council_says_not_who_it_is(client, topics, filled) -> None:
    missing = complete_council(street_address="").missing_identity()
    for response in (client.get("/infolettre/abonnement/"), client.post("/infolettre/abonnement/", filled)):
        assert response.status_code == 503
        assert f"<li>{missing[0]}</li>" in response.content.decode()
    assert SignUp.objects.count() == 0


def test_request_is_kept_then_answered_by_a_letter(strict_client, filled, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as started:
        response = strict_client.post("/infolettre/abonnement/", filled)
    assert (response.status_code, response["Location"]) == (302, "/infolettre/abonnement/merci/")
    assert not response.cookies
    assert len(started) == 1
    answer_sign_up(SignUp.objects.get().pk)
    assert SignUp.objects.count() == 0
    assert mail.outbox[0].to == ["jeanne@example.org"]
    assert ConsentEvent.objects.get().wording_version == sign_up_wording(Council.load()).version


def test_button_pressed_twice_is_one_request_and_another_choice_is_another(client, filled, topics) -> None:
    with travel(START, tick=False):
        answers = [client.post("/infolettre/abonnement/", filled) for _ in range(2)]
        assert SignUp.objects.count() == 1
        other = client.post("/infolettre/abonnement/", {**filled, "topics": [topics[1].pk]})
    assert [(answer.status_code, answer["Location"]) for answer in [*answers, other]] == 3 * [
        (302, "/infolettre/abonnement/merci/")
    ]
    assert list(SignUp.objects.order_by("pk").values_list("topic_ids", flat=True)) == [
        filled["topics"],
        [topics[1].pk],
    ]


def test_thanks_page_says_what_happens_next(client, council) -> None:
    assert "boîte aux lettres" in client.get("/infolettre/abonnement/merci/").content.decode()


def test_letter_confirms_by_a_button_and_carries_the_sender(sign_up, council) -> None:
    answer_sign_up(sign_up.pk)
    letter = mail.outbox[0]
    subscriber = Subscriber.objects.get()
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert confirm_url(subscriber.pk) in letter.body
    assert confirm_url(subscriber.pk) in html
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.extra_headers["Message-ID"].endswith("@conseil.example>")
    assert letter.from_email == "Conseil de quartier des Trois-Ormes <infolettre@conseil.example>"
    assert letter.reply_to == ["bonjour@conseil.example"]
    assert "12, rue du Four-à-Chaux" in letter.body
    assert "12, rue du Four-à-Chaux" in html


def test_task_run_twice_sends_one_letter(sign_up) -> None:
    answer_sign_up(sign_up.pk)
    answer_sign_up(sign_up.pk)
    assert len(mail.outbox) == 1
    assert ConsentEvent.objects.count() == 1


def test_request_held_by_a_worker_is_left_to_it(sign_up) -> None:
    SignUp.objects.update(retry_at=timezone.now() + timedelta(minutes=5))
    answer_sign_up(sign_up.pk)
    assert mail.outbox == []


def test_relay_that_refuses_the_connection_loses_no_request(sign_up, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer_sign_up(sign_up.pk)
    sign_up.refresh_from_db()
    assert sign_up.retry_at > timezone.now() + timedelta(minutes=1)
    assert "jeanne" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    SignUp.objects.update(retry_at=timezone.now())
    answer_sign_up(sign_up.pk)
    assert len(mail.outbox) == 1
    assert ConsentEvent.objects.count() == 1


def test_request_is_given_up_after_two_days(sign_up, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    SignUp.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))
    answer_sign_up(sign_up.pk)
    assert SignUp.objects.count() == 0


def test_beat_starts_again_what_is_due(sign_up, monkeypatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(answer_sign_up, "delay", started.append)
    answer_due_sign_ups()
    answer_due_sign_ups()
    assert started == [sign_up.pk, sign_up.pk]
    SignUp.objects.update(retry_at=timezone.now() + timedelta(minutes=5))
    answer_due_sign_ups()
    assert len(started) == 2


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(filled, topics) -> None:
    known = SubscriberFactory(email="connue@example.org")
    SubscriptionFactory(subscriber=known, topic=topics[0])
    Client().get("/infolettre/abonnement/")  # what a process reads once is not counted
    answers = []
    Client().get("/infolettre/abonnement/merci/")  # whoever comes first on a new site pays for its caches
    for email in ("connue@example.org", "inconnu@example.org"):
        browser = Client()
        with CaptureQueriesContext(connection) as queries:
            response = browser.post("/infolettre/abonnement/", {**filled, "email": email}, follow=True)
        answers.append((response.redirect_chain, response.status_code, response.content, len(queries)))
    assert answers[0] == answers[1]
    assert list(SignUp.objects.values_list("email", flat=True)) == ["connue@example.org", "inconnu@example.org"]


def test_someone_already_subscribed_gets_their_preference_page(filled, topics) -> None:
    known = SubscriberFactory(email="jeanne@example.org")
    SubscriptionFactory(subscriber=known, topic=topics[0])
    sign_up = SignUp.objects.create(email="jeanne@example.org", topic_ids=[topics[0].pk])
    answer_sign_up(sign_up.pk)
    letter = mail.outbox[0]
    assert "déjà" in letter.subject
    assert preferences_url(known.pk) in letter.body
    assert confirm_url(known.pk) not in letter.body


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "jeanne"}, "adresse de courriel complète"),
        ({"email": "hélène@example.org"}, "avant le @"),
        ({"email": ""}, "Écrivez votre adresse"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "une seule ligne"),
        ({"topics": []}, "Cochez au moins un sujet"),
        ({"topics": [987654]}, "987654"),
        ({"consent": ""}, "Cochez cette case"),
        ({"stamp": "forged:stamp:x"}, "était ouverte depuis un moment"),
        ({"stamp": ""}, "était ouverte depuis un moment"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_kept(client, filled, change, sentence) -> None:
    response = client.post("/infolettre/abonnement/", {**filled, **change})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert SignUp.objects.count() == 0


def test_form_keeps_what_was_typed_but_consent_is_asked_anew(client, filled) -> None:
    page = client.post("/infolettre/abonnement/", {**filled, "stamp": ""}).content.decode()
    assert 'value="jeanne@example.org"' in page
    assert page.count("checked") == 1
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)
    with travel(timezone.now() + timedelta(minutes=1)):
        again = client.post("/infolettre/abonnement/", {**filled, "stamp": stamp[1]})
    assert again.status_code == 302


def test_words_changed_meanwhile_are_shown_before_they_are_agreed_to(client, filled) -> None:
    complete_council(street_address="99, rue des Érables")
    response = client.post("/infolettre/abonnement/", filled)
    assert response.status_code == 200
    assert "99, rue des Érables" in response.content.decode()
    assert SignUp.objects.count() == 0


def test_form_of_last_week_is_shown_again(client, filled) -> None:
    with travel(START + timedelta(days=8)):
        assert client.post("/infolettre/abonnement/", filled).status_code == 200
    assert SignUp.objects.count() == 0


def test_form_filled_in_faster_than_anyone_reads_is_shown_again_then_taken(client, filled, council) -> None:
    with travel(START, tick=False) as clock:
        stamp = make_stamp(sign_up_wording(council))
        assert client.post("/infolettre/abonnement/", {**filled, "stamp": stamp}).status_code == 200
        assert SignUp.objects.count() == 0
        clock.shift(5)
        assert client.post("/infolettre/abonnement/", {**filled, "stamp": stamp}).status_code == 302
    assert SignUp.objects.count() == 1


def test_robot_that_fills_in_the_trap_is_thanked_and_forgotten(client, filled) -> None:
    response = client.post("/infolettre/abonnement/", {**filled, "website": "https://spam.example"})
    assert (response.status_code, response["Location"]) == (302, "/infolettre/abonnement/merci/")
    assert SignUp.objects.count() == 0


def test_fourth_request_for_one_address_waits(client, filled) -> None:
    with travel(START, tick=False):
        answers = [client.post("/infolettre/abonnement/", filled).status_code for _ in range(4)]
        refused = client.post("/infolettre/abonnement/", {**filled, "email": "Jeanne@EXAMPLE.org"})
        other = client.post("/infolettre/abonnement/", {**filled, "email": "paul@example.org"})
    assert answers == [302, 302, 302, 429]
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 24 * 3600
    assert other.status_code == 302
    assert sorted(SignUp.objects.values_list("email", flat=True)) == ["jeanne@example.org", "paul@example.org"]


def test_thirty_first_request_from_one_place_waits_and_another_place_does_not(client, filled) -> None:
    with travel(START, tick=False):
        for number in range(30):
            client.post("/infolettre/abonnement/", {**filled, "email": f"p{number}@example.org"})
        refused = client.post("/infolettre/abonnement/", {**filled, "email": "p31@example.org"})
        elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(
            "/infolettre/abonnement/", {**filled, "email": "p32@example.org"}
        )
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert elsewhere.status_code == 302


def test_place_is_not_what_the_visitor_says_it_is(client, filled) -> None:
    with travel(START, tick=False):
        for number in range(31):
            last = client.post(
                "/infolettre/abonnement/",
                {**filled, "email": f"p{number}@example.org"},
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            )
    assert last.status_code == 429


def test_one_line_form_leads_to_the_whole_form_with_the_address(strict_client, topics) -> None:
    response = strict_client.post("/infolettre/abonnement/", {"first_step": "1", "email": "jeanne@example.org"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="jeanne@example.org"' in page
    assert "checked" not in page
    assert SignUp.objects.count() == 0


@pytest.fixture
def pending(sign_up) -> Subscriber:
    answer_sign_up(sign_up.pk)
    return Subscriber.objects.get()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_the_confirmation_link_confirms_nothing(strict_client, pending, method) -> None:
    response = getattr(strict_client, method)(path_of(confirm_url(pending.pk)))
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert Subscription.objects.get().state == "pending"


def test_button_confirms_once_and_says_so_the_second_time(strict_client, pending) -> None:
    path = path_of(confirm_url(pending.pk))
    first, second = strict_client.post(path), strict_client.post(path)
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Bienvenue" in first.content.decode()
    assert "déjà" in second.content.decode()
    assert Subscription.objects.get().state == "active"
    assert ConsentEvent.objects.filter(kind="confirmed").count() == 1


def test_ledger_holds_no_token(strict_client, pending) -> None:
    strict_client.post(path_of(confirm_url(pending.pk)))
    assert ConsentEvent.objects.get(kind="confirmed").page == "/infolettre/confirmer/…/"


def test_confirmation_waits_for_the_identity_of_the_council(strict_client, pending) -> None:
    complete_council(email="")
    assert strict_client.post(path_of(confirm_url(pending.pk))).status_code == 503
    assert Subscription.objects.get().state == "pending"


def test_confirmation_of_someone_forgotten_explains(strict_client, pending) -> None:
    path = path_of(confirm_url(pending.pk))
    pending.delete()
    response = strict_client.post(path)
    assert response.status_code == 410
    assert reverse("subscribe") in response.content.decode()
