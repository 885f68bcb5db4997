"""The last look before a newsletter leaves."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.models import Council
from newsletters.domain.sending import start_mailing, stop_mailing
from newsletters.models import Mailing, NewsletterPage, Topic
from tests.factories import SubscriptionFactory, TopicFactory
from tests.factories.newsletters import newsletter
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    """A topic that three people follow."""
    topic = TopicFactory(name="Activités")
    for _number in range(3):
        SubscriptionFactory(topic=topic)
    return topic


@pytest.fixture
def volunteer(client: Client) -> User:
    user = someone_of(Role.COMMUNICATIONS)
    client.force_login(user)
    return user


def screen(page: NewsletterPage) -> str:
    return reverse("newsletter_send", args=[page.pk])


def test_screen_counts_the_people_of_the_topics_chosen(
    client: Client, council: Council, volunteer: User, topic: Topic
) -> None:
    page = newsletter()
    before = client.get(screen(page)).content.decode()
    assert "Rien à corriger" in before
    assert "Envoyer à" not in before
    assert "Activités (3 personnes)" in before
    assert "Envoyer à 3 personnes" in client.get(screen(page), {"topics": topic.pk}).content.decode()
    assert not Mailing.objects.exists()


def test_button_starts_one_mailing_however_often_it_is_pressed(
    client: Client, council: Council, volunteer: User, topic: Topic
) -> None:
    page = newsletter()
    first = client.post(screen(page), {"topics": topic.pk})
    second = client.post(screen(page), {"topics": topic.pk}, follow=True)
    mailing = Mailing.objects.get()
    assert first.headers["Location"] == reverse("mailings:inspect", args=[mailing.pk])
    assert (mailing.prepared, mailing.created_by) == (3, volunteer)
    assert "déjà" in second.content.decode()


def test_error_keeps_everything_from_leaving(client: Client, council: Council, volunteer: User, topic: Topic) -> None:
    page = newsletter(body=[])
    html = client.get(screen(page), {"topics": topic.pk}).content.decode()
    assert "La lettre est vide." in html
    assert "Envoyer à 3 personnes" not in html
    client.post(screen(page), {"topics": topic.pk, "read": "on"})
    assert not Mailing.objects.exists()


def test_warning_asks_before_anything_leaves(client: Client, council: Council, volunteer: User, topic: Topic) -> None:
    page = newsletter(preheader="")
    refused = client.post(screen(page), {"topics": topic.pk})
    assert "Rien n’a été envoyé" in refused.content.decode()
    assert not Mailing.objects.exists()
    client.post(screen(page), {"topics": topic.pk, "read": "on"})
    assert Mailing.objects.get().prepared == 3


def test_incomplete_identity_leads_to_where_it_is_mended(
    client: Client, council: Council, volunteer: User, topic: Topic
) -> None:
    council.postal_code = ""
    council.save()
    html = client.get(screen(newsletter())).content.decode()
    assert "code postal" in html
    assert reverse("wagtailsettings:edit", args=["partners", "council"]) in html


def test_no_topic_is_said(client: Client, council: Council, volunteer: User) -> None:
    html = client.post(screen(newsletter()), {}).content.decode()
    assert "Cochez au moins un sujet" in html
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("role", [Role.BOARD, Role.ARCHIVES, Role.READING])
def test_others_may_neither_look_nor_send(client: Client, council: Council, topic: Topic, role: Role) -> None:
    client.force_login(someone_of(role))
    page = newsletter()
    client.get(screen(page))
    client.post(screen(page), {"topics": topic.pk})
    assert client.get(screen(page)).status_code in {302, 403}
    assert not Mailing.objects.exists()


def test_list_says_what_became_of_each(client: Client, council: Council, volunteer: User, topic: Topic) -> None:
    page = newsletter(title="Partie")
    newsletter(title="Pas encore")
    client.post(screen(page), {"topics": topic.pk})
    html = client.get("/admin/newsletters/").content.decode()
    assert "3 personnes" in html
    assert 'href="/admin/infolettres/nouvelle/"' in html


@pytest.mark.parametrize("number", [1, 3])
def test_screen_asks_as_much_for_three_topics_and_mailings_as_for_one(
    client: Client, council: Council, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    page = newsletter()
    topics = [SubscriptionFactory().topic for _number in range(number)]
    for topic in topics:
        mailing = start_mailing(page, [topic], volunteer, timezone.now())
        stop_mailing(mailing, volunteer, timezone.now())
    asked = {"topics": [topic.pk for topic in topics]}
    client.get(screen(page), asked)

    with django_assert_num_queries(28):
        client.get(screen(page), asked)
