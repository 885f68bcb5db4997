"""The broker is really stopped: people read, guessing stays slow, and nothing that was decided is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings as project
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms import shared_cache
from cms.pages.models import StandardPage
from cms.shared_cache import Door
from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.clock import ZONE_KEY
from crm.partners.models import Council
from newsletters.domain.progress import letters_wait
from newsletters.domain.rounds import make_rounds
from newsletters.models import Mailing, SignUp, Topic, Trial
from tests.factories import EventFactory, SignedInClient, SubscriptionFactory, TopicFactory, add_page, complete_council
from tests.factories.newsletters import newsletter
from tests.factories.users import someone_of
from tests.newsletters.worker import database_url
from tests.services import OwnBroker, forget_connection

pytestmark = pytest.mark.django_db
# What a commit sets going is looked at too.
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LOGIN = "/compte/connexion/"
PASSWORD = "une phrase de passe longue"


@pytest.fixture(autouse=True)
def stopped(own_broker: OwnBroker) -> OwnBroker:
    """The broker of this test, stopped; axes looks its cache up once, so it is told to look again."""
    AxesProxyHandler.get_implementation(force=True)
    own_broker.stop()
    return own_broker


@pytest.fixture
def council() -> Council:
    return complete_council()


@pytest.fixture
def topic() -> Topic:
    """A topic that three people follow."""
    topic = TopicFactory(name="Activités", slug="activites")
    for _number in range(3):
        SubscriptionFactory(topic=topic)
    return topic


@pytest.fixture
def volunteer() -> SignedInClient:
    client = SignedInClient()
    client.force_login(someone_of(Role.COMMUNICATIONS))
    return client


def said(response: Any) -> list[str]:
    """What the administration says at the top of the page."""
    return [str(message).strip() for message in response.context["messages"]]


@committed
def test_public_pages_are_read_and_what_changes_is_seen(council: Council, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    page = add_page(StandardPage, "Le conseil")
    event = EventFactory(title="Corvée de mai")

    paths = ["/", page.url, event.get_absolute_url(), "/infolettre/abonnement/", LOGIN]
    first = [Client().get(path).status_code for path in paths]
    event.title = "Corvée de juin"
    event.save()

    assert first == [200] * len(paths)
    assert "Corvée de juin" in Client().get("/").content.decode()


def test_health_page_says_that_the_queue_is_gone(council: Council) -> None:
    response = Client().get("/sante/")

    assert (response.status_code, response.json()) == (503, {"base": True, "file": False})


def test_the_cache_is_used_again_when_the_broker_is_back(stopped: OwnBroker) -> None:
    caches["pages"].set("kept", "no")
    cache.set("counted", 1)
    assert (caches["pages"].get("kept"), cache.get("counted")) == (None, 1)

    stopped.start()
    caches["pages"].set("kept", "yes")

    assert (caches["pages"].get("kept"), cache.get("counted")) == ("yes", None)


@pytest.mark.parametrize("alias", ["default", "pages"])
def test_no_operation_of_the_cache_raises(alias: str) -> None:
    kept = alias == "default"
    shared = caches[alias]

    assert shared.add("number", 1) is True
    assert shared.get_or_set("word", "mot") == "mot"
    assert shared.get_many(["number", "word"]) == ({"number": 1, "word": "mot"} if kept else {})
    assert shared.set_many({"a": 1, "b": 2}) == []
    assert (shared.has_key("a"), shared.touch("a")) == (kept, kept)
    assert shared.delete("a") is kept
    shared.delete_many(["b"])
    shared.clear()
    assert shared.get("number", "missing") == "missing"


def test_a_count_begun_on_the_server_goes_on_without_it(stopped: OwnBroker) -> None:
    stopped.start()
    cache.add("count", 4)
    stopped.stop()

    assert [cache.incr("count"), cache.incr("count")] == [1, 2]


def test_the_log_says_it_once_a_minute_and_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    door = Door(pause=5, clock=lambda: now[0])
    for second in (0.0, 10.0, 50.0, 70.0):
        now[0] = second
        assert door.is_open()
        door.shut(ConnectionError("jeanne@example.org"))
        assert not door.is_open()

    assert [record.getMessage() for record in caplog.records] == ["the shared cache does not answer"] * 2
    assert [record.error for record in caplog.records] == ["ConnectionError"] * 2  # type: ignore[attr-defined]


def test_readers_leave_no_more_than_one_line(
    council: Council, stopped: OwnBroker, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(shared_cache._doors, stopped.url, Door(pause=0))
    for alias in ("default", "pages"):
        forget_connection(alias)
    for _reader in range(3):
        Client().get("/")

    assert len([record for record in caplog.records if record.name == "parvis.cache"]) == 1


def test_guessing_stays_slow_and_the_owner_signs_in_from_elsewhere(council: Council) -> None:
    person = someone_of(Role.COMMUNICATIONS, email="communications@conseil.example")
    person.set_password(PASSWORD)
    person.save()

    def attempt(password: str, place: str) -> int:
        return Client().post(LOGIN, {"login": person.email, "password": password}, REMOTE_ADDR=place).status_code

    answers = [attempt("mauvais", "203.0.113.9") for _number in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert attempt(PASSWORD, "203.0.113.9") == 429
    assert attempt(PASSWORD, "198.51.100.7") == 302


@committed
def test_sign_ups_are_kept_and_still_limited(council: Council, topic: Topic, settings: Settings) -> None:
    settings.SIGN_UP_MINIMUM_SECONDS = 0
    page = Client().get("/infolettre/abonnement/")
    form = page.context["form"]
    given = {"email": "jeanne@example.org", "topics": [topic.pk], "consent": "on", "website": ""}

    answers = [Client().post(page.wsgi_request.path, {**given, "stamp": form["stamp"].value()}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert SignUp.objects.filter(email="jeanne@example.org").exists()


@committed
def test_the_send_button_keeps_the_letters_and_says_what_happens_next(
    council: Council, topic: Topic, volunteer: SignedInClient
) -> None:
    response = volunteer.post(
        reverse("newsletter_send", args=[newsletter().pk]), {"topics": topic.pk, "read": "on"}, follow=True
    )
    mailing = Mailing.objects.get()

    assert (response.status_code, said(response)) == (200, [letters_wait()])
    assert mailing.prepared == mailing.deliveries.waiting(mailing.created_at).count() == 3
    assert make_rounds(mailing.created_at) == [mailing.pk]


def test_a_test_letter_that_cannot_leave_is_said(council: Council, volunteer: SignedInClient) -> None:
    response = volunteer.post(reverse("newsletter_send", args=[newsletter().pk]), {"try": "1"}, follow=True)

    assert said(response) == [
        "Aucune lettre d’essai n’est partie\u00a0: la file d’envoi ne répond pas. Réessayez dans une minute."
    ]
    assert not Trial.objects.exists()


@pytest.mark.parametrize("email", ["communications@conseil.example", "personne@conseil.example"])
def test_a_forgotten_password_is_answered_alike_for_everyone(council: Council, email: str) -> None:
    someone_of(Role.COMMUNICATIONS, email="communications@conseil.example")

    response = Client().post("/compte/mot-de-passe/oublie/", {"email": email})

    assert (response.status_code, response.templates[0].name) == (503, "account/no_letters.html")


@committed
def test_an_invitation_that_cannot_leave_is_said_and_the_account_is_made(council: Council) -> None:
    keeper = SignedInClient()
    keeper.force_login(someone_of(Role.COMMUNICATIONS, is_superuser=True))
    given = {"email": "nouvelle@conseil.example", "first_name": "Anne", "last_name": "Otis"}

    response = keeper.post(reverse("wagtailusers_users:add"), given, follow=True)
    [words] = said(response)
    made = User.objects.get(email=given["email"])
    again = keeper.post(reverse("wagtailusers_users:send_link", args=[made.pk]), follow=True)

    assert "son invitation n’a pas pu partir" in words
    assert said(again) == [
        "Aucune lettre n’est partie\u00a0: la file d’envoi ne répond pas. Réessayez dans quelques minutes."
    ]


def run(stopped: OwnBroker, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A management command in a process of its own, as on a server whose broker is gone."""
    outside = {"REDIS_URL": stopped.url, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=project.BASE_DIR, env={**os.environ, **outside, **environment}, capture_output=True, text=True
    )


@committed
def test_commands_do_their_work(stopped: OwnBroker, council: Council, topic: Topic, tmp_path: Any) -> None:
    people = tmp_path / "liste.csv"
    people.write_text("Courriel,Base,Date,Preuve\njeanne@example.org,exprès,2024-05-14,feuille 3\n")
    someone = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_EMAIL": "admin@conseil.example"}

    assert run(stopped, "migrate", "--noinput").returncode == 0
    assert run(stopped, "createsuperuser", "--noinput", **someone).returncode == 0
    imported = run(stopped, "import_subscribers", str(people), "--topic", topic.slug)
    started = run(stopped, "mailing", "start", newsletter(slug="mai").slug, "--topic", topic.slug)
    mailing = Mailing.objects.get()
    status = run(stopped, "mailing", "status", str(mailing.pk))

    assert User.objects.filter(email="admin@conseil.example", is_superuser=True).exists()
    assert imported.returncode == 0
    assert (started.returncode, started.stdout) == (0, f"{mailing.pk}\n")
    assert str(letters_wait()) in started.stderr
    assert "Traceback" not in started.stderr
    assert status.returncode == 0
    assert make_rounds(mailing.created_at) == [mailing.pk]


def test_the_zone_is_read_from_the_database(council: Council) -> None:
    council.time_zone = "America/Halifax"
    council.save()

    response = Client().get("/")

    assert (response.status_code, caches["pages"].get(ZONE_KEY)) == (200, None)
