"""A mailing in the admin: where it stands, what one may do, who got it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from crm.accounts.models import User
from crm.accounts.policy import Role
from newsletters.enums import DeliveryState, ExclusionReason, MailingState, SubscriptionState
from newsletters.models import Delivery, Exclusion, Mailing
from tests.factories import SubscriptionFactory, TopicFactory, UserFactory, someone_of
from tests.factories.mailings import make_mailing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


def page_of(mailing: Mailing, name: str = "inspect", *more: object) -> str:
    return reverse(f"mailings:{name}", args=[mailing.pk, *more])


def test_list_says_how_far_each_mailing_has_come(client: Client, volunteer: User, mailing: Mailing) -> None:
    mailing.deliveries.filter(email="voisine0@example.org").update(state=DeliveryState.SENT)

    page = client.get(reverse("mailings:index"))

    assert [(row.subject, row.sent, row.prepared) for row in page.context["object_list"]] == [
        ("L’infolettre de mai", 1, 3)
    ]
    assert page_of(mailing) in page.content.decode()


@pytest.mark.parametrize("mailings", [1, 3])
def test_list_asks_as_much_for_three_mailings_as_for_one(
    client: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, mailings: int
) -> None:
    for number in range(mailings):
        people = make_mailing(1, prefix=f"rue{number}-")
        Mailing.objects.filter(pk=people.pk).update(created_by=volunteer)
    client.get(reverse("mailings:index"))

    with django_assert_num_queries(11):
        client.get(reverse("mailings:index"))


@pytest.mark.parametrize("people", [1, 3])
def test_register_asks_as_much_for_three_letters_as_for_one(
    client: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    mailing = make_mailing(people)
    client.get(page_of(mailing, "letters"))

    with django_assert_num_queries(15):
        client.get(page_of(mailing, "letters"))


def test_page_says_in_words_where_the_mailing_stands(client: Client, volunteer: User, mailing: Mailing) -> None:
    mailing.deliveries.filter(email="voisine0@example.org").update(state=DeliveryState.SENT)
    Mailing.objects.update(
        state=MailingState.PAUSED,
        pause_reason="le serveur de courriel ne répond pas (Connection refused).",
        retry_at=timezone.now() + timedelta(minutes=5),
    )

    page = client.get(page_of(mailing))

    assert page.context["sentence"] == (
        "En pause\u00a0: le serveur de courriel ne répond pas (Connection refused). "
        "1 lettre envoyée, 2 en attente, rien n’est perdu."
    )
    assert [move.verb for move in page.context["moves"]] == ["pause", "resume", "stop"]
    assert "Un nouvel essai se fera de lui-même à" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "asks_again"),
    [(MailingState.SENDING, True), (MailingState.PAUSED, True), (MailingState.FINISHED, False)],
)
def test_figures_refresh_as_long_as_something_may_change(
    client: Client, volunteer: User, mailing: Mailing, state: MailingState, asks_again: bool
) -> None:
    Mailing.objects.update(state=state)

    fragment = client.get(page_of(mailing, "progress")).content.decode()

    assert ('hx-trigger="every 2s"' in fragment) is asks_again
    assert "<html" not in fragment


def test_register_filters_by_state_and_finds_by_address(client: Client, volunteer: User, mailing: Mailing) -> None:
    refused = mailing.deliveries.get(email="voisine1@example.org")
    Delivery.objects.filter(pk=refused.pk).update(
        state=DeliveryState.BOUNCED, smtp_code=550, smtp_reply="5.1.1 no such person"
    )
    make_mailing(1, prefix="ailleurs")

    everyone = client.get(page_of(mailing, "letters"))
    bounced = client.get(page_of(mailing, "letters"), {"state": "bounced"})
    found = client.get(page_of(mailing, "letters_results"), {"q": "voisine2"})

    assert len(everyone.context["object_list"]) == 3
    assert list(bounced.context["object_list"]) == [refused]
    assert "550 5.1.1 no such person" in bounced.content.decode()
    assert [letter.email for letter in found.context["object_list"]] == ["voisine2@example.org"]


def test_register_of_a_stopped_mailing_does_not_say_that_letters_wait(
    client: Client, volunteer: User, mailing: Mailing
) -> None:
    Mailing.objects.update(state=MailingState.STOPPED)

    page = client.get(page_of(mailing, "letters")).content.decode()

    assert page.count("Jamais partie\u00a0: l’envoi a été arrêté") == 3


def test_looking_at_the_register_is_noted_without_names(client: Client, volunteer: User, mailing: Mailing) -> None:
    client.get(page_of(mailing, "letters"))

    entry = ModelLogEntry.objects.get(action="newsletters.consult_register")
    assert (entry.user, entry.object_id, entry.data) == (volunteer, str(mailing.pk), {"list": "letters"})
    assert "example.org" not in entry.label


def test_exclusions_say_who_and_why(client: Client, volunteer: User) -> None:
    topic = TopicFactory()
    pending = SubscriptionFactory(topic=topic, state=SubscriptionState.PENDING).subscriber
    mailing = make_mailing(1, topics=[topic])

    page = client.get(page_of(mailing, "exclusions"), {"reason": ExclusionReason.UNCONFIRMED})

    assert [row.subscriber for row in page.context["object_list"]] == [pending]
    assert "N’a pas confirmé" in page.content.decode()
    pending.delete()
    assert "(effacée)" in client.get(page_of(mailing, "exclusions")).content.decode()


@pytest.mark.parametrize(
    ("press", "state"), [("arrived", DeliveryState.SENT), ("again", DeliveryState.QUEUED)], ids=["arrived", "again"]
)
def test_person_decides_about_a_doubtful_letter(
    client: Client, volunteer: User, mailing: Mailing, press: str, state: DeliveryState
) -> None:
    mailing.deliveries.update(state=DeliveryState.SENT)
    doubtful = mailing.deliveries.get(email="voisine1@example.org")
    Delivery.objects.filter(pk=doubtful.pk).update(state=DeliveryState.DOUBTFUL)
    Mailing.objects.update(state=MailingState.FINISHED, finished_at=timezone.now())
    assert "Les voir par leur nom" in client.get(page_of(mailing)).content.decode()
    assert "Elle est arrivée" in client.get(page_of(mailing, "settle", doubtful.pk)).content.decode()

    client.post(page_of(mailing, "settle", doubtful.pk), {press: "1"})

    doubtful.refresh_from_db()
    mailing.refresh_from_db()
    assert doubtful.state == state
    assert mailing.state == (MailingState.SENDING if press == "again" else MailingState.FINISHED)


def test_letter_of_another_mailing_is_not_found(client: Client, volunteer: User, mailing: Mailing) -> None:
    other = make_mailing(1, prefix="ailleurs").deliveries.get()

    assert client.get(page_of(mailing, "settle", other.pk)).status_code == 404


def test_file_of_the_register_is_neutralised_and_noted(client: Client, mailing: Mailing) -> None:
    secretary = someone_of(Role.SECRETARIAT)
    client.force_login(secretary)
    mailing.deliveries.filter(email="voisine0@example.org").update(
        state=DeliveryState.BOUNCED, smtp_code=None, smtp_reply="=cmd|' /C calc'!A0"
    )

    answer = client.get(page_of(mailing, "letters"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]

    assert lines[1].startswith("voisine0@example.org,Refusée,'=cmd")
    assert len(lines) == 4
    entry = ModelLogEntry.objects.get(action="newsletters.export_subscribers")
    assert entry.user == secretary
    assert sorted(entry.data["subscribers"]) == sorted(mailing.deliveries.values_list("subscriber", flat=True))


SEE = ["inspect", "progress"]
NAMES = ["letters", "letters_results", "exclusions", "exclusions_results"]


def may(*names: str) -> User:
    """Someone who may enter the admin and do just that."""
    user: User = UserFactory()
    for name in ("wagtailadmin.access_admin", *names):
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def refused(client: Client, url: str, act: Callable[..., object] | None = None) -> bool:
    """Wagtail leads those who may not back to its first page."""
    response = (act or client.get)(url)
    return response.status_code == 302 and response.headers["Location"] == reverse("wagtailadmin_home")  # type: ignore[attr-defined]


def test_figures_names_acts_and_files_are_separate_permissions(client: Client, mailing: Mailing) -> None:
    letter = mailing.deliveries.first()
    assert letter is not None
    settle, move = page_of(mailing, "settle", letter.pk), page_of(mailing, "move", "stop")
    client.force_login(may("newsletters.view_mailing"))
    assert client.get(reverse("mailings:index")).status_code == 200
    assert [client.get(page_of(mailing, name)).status_code for name in SEE] == [200, 200]
    assert client.get(page_of(mailing)).context["moves"] == []
    assert all(refused(client, page_of(mailing, name)) for name in NAMES)
    assert refused(client, move)
    assert refused(client, move, client.post)

    client.force_login(may("newsletters.view_delivery", "newsletters.view_exclusion", "newsletters.view_mailing"))
    assert [client.get(page_of(mailing, name)).status_code for name in NAMES] == [200] * 4
    assert client.get(page_of(mailing, "letters") + "?export=csv").status_code == 403
    assert refused(client, settle)
    assert refused(client, settle, client.post)

    client.force_login(may("newsletters.send_mailing"))
    assert all(refused(client, page_of(mailing, name)) for name in [*SEE, *NAMES])
    assert refused(client, settle)
    assert client.post(move).status_code == 302
    assert Mailing.objects.get().state == MailingState.STOPPED
    assert Exclusion.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_page_asks_as_much_for_three_letters_as_for_one(
    client: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    mailing = make_mailing(people)
    client.get(page_of(mailing))

    with django_assert_num_queries(14):
        client.get(page_of(mailing))
    with django_assert_num_queries(10):
        client.get(page_of(mailing, "progress"))


@pytest.mark.parametrize("people", [1, 3])
def test_list_of_those_left_out_asks_as_much_for_three_as_for_one(
    client: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    topic = TopicFactory()
    SubscriptionFactory.create_batch(people, topic=topic, state=SubscriptionState.PENDING)
    mailing = make_mailing(1, topics=[topic])
    client.get(page_of(mailing, "exclusions"))

    with django_assert_num_queries(15):
        client.get(page_of(mailing, "exclusions"))


@pytest.mark.parametrize("people", [1, 3])
def test_screen_of_a_doubtful_letter_asks_as_much_whatever_the_mailing(
    client: Client, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    mailing = make_mailing(people)
    mailing.deliveries.update(state=DeliveryState.DOUBTFUL)
    letter = mailing.deliveries.earliest("pk")
    client.get(page_of(mailing, "settle", letter.pk))

    with django_assert_num_queries(11):
        client.get(page_of(mailing, "settle", letter.pk))


def test_register_says_the_day_and_the_hour(client: Client, volunteer: User, mailing: Mailing) -> None:
    mailing.deliveries.update(state=DeliveryState.SENT, sent_at=datetime(2024, 5, 14, 18, 5, tzinfo=UTC))

    page = client.get(page_of(mailing, "letters")).content.decode()

    assert page.count("2024-05-14 14\u00a0h\u00a05") == 3
    assert "Il y a" not in page


@pytest.mark.parametrize(("press", "state"), [("arrived", DeliveryState.SENT), ("again", DeliveryState.QUEUED)])
def test_doubtful_letter_settled_twice_is_settled_once(
    client: Client, volunteer: User, mailing: Mailing, press: str, state: DeliveryState
) -> None:
    letter = mailing.deliveries.earliest("pk")
    Delivery.objects.filter(pk=letter.pk).update(state=DeliveryState.DOUBTFUL, attempts=1)

    client.post(page_of(mailing, "settle", letter.pk), {press: "1"})
    second = client.post(page_of(mailing, "settle", letter.pk), {press: "1"}, follow=True)

    letter.refresh_from_db()
    assert letter.state == state
    assert "Rien n’a été changé" in second.content.decode()


@pytest.mark.parametrize("press", ["arrived", "again"])
def test_letter_that_has_left_cannot_be_settled_by_a_forged_form(
    client: Client, volunteer: User, mailing: Mailing, press: str
) -> None:
    mailing.deliveries.update(state=DeliveryState.SENT)
    letter = mailing.deliveries.earliest("pk")
    other = make_mailing(1, prefix="ailleurs").deliveries.get()
    Delivery.objects.filter(pk=other.pk).update(state=DeliveryState.DOUBTFUL)

    client.post(page_of(mailing, "settle", letter.pk), {press: "1"})
    crossed = client.post(page_of(mailing, "settle", other.pk), {press: "1"})

    assert crossed.status_code == 404
    assert Delivery.objects.get(pk=letter.pk).state == DeliveryState.SENT
    assert Delivery.objects.get(pk=other.pk).state == DeliveryState.DOUBTFUL


@pytest.mark.parametrize("name", ["inspect", "progress", "letters", "letters_results", "exclusions"])
def test_mailing_that_does_not_exist_is_not_found(client: Client, volunteer: User, name: str) -> None:
    assert client.get(reverse(f"mailings:{name}", args=[987654])).status_code == 404
