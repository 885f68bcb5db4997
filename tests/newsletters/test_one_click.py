"""Leaving takes one click, without anything but the link (T2, T3, T4, T6)."""

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from newsletters.domain.audience import count_audience
from newsletters.domain.freeze import freeze_mailing
from newsletters.domain.links import preferences_url, unsubscribe_url
from newsletters.domain.tokens import Purpose, make_token
from newsletters.enums import ExclusionReason, SubscriptionState
from newsletters.models import ConsentEvent, Subscriber, Subscription, Suppression
from tests.factories import SubscriberFactory, SubscriptionFactory
from tests.factories.mailings import Words
from tests.factories.newsletters import newsletter

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def subscriber(topics) -> Subscriber:
    subscriber = SubscriberFactory()
    for topic in topics:
        SubscriptionFactory(subscriber=subscriber, topic=topic)
    return subscriber


def mailable(subscriber: Subscriber) -> list[str]:
    return list(
        subscriber.subscriptions.mailable(timezone.localdate()).order_by("topic").values_list("topic__slug", flat=True)
    )


def path_of(subscriber: Subscriber, topics=()) -> str:
    return unsubscribe_url(subscriber.pk, [topic.pk for topic in topics]).removeprefix("http://testserver")


def state() -> tuple:
    return (
        list(Subscription.objects.order_by("pk").values_list("pk", "state")),
        ConsentEvent.objects.count(),
        Suppression.objects.count(),
    )


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart"])
def test_one_click_leaves_at_once_without_cookie_or_csrf(strict_client, subscriber, topics, content_type) -> None:
    path = path_of(subscriber, topics[:1])
    if content_type == "multipart":
        response = strict_client.post(path, ONE_CLICK)
    else:
        response = strict_client.post(path, "List-Unsubscribe=One-Click", content_type=content_type)
    assert response.status_code == 200
    assert not response.cookies
    assert mailable(subscriber) == ["activites", "verdissement"]
    assert ConsentEvent.objects.get().method == "one_click"


def test_one_click_twice_says_the_same_and_writes_once(strict_client, subscriber, topics) -> None:
    first = strict_client.post(path_of(subscriber, topics[:1]), ONE_CLICK)
    second = strict_client.post(path_of(subscriber, topics[:1]), ONE_CLICK)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert ConsentEvent.objects.count() == 1


def test_one_click_without_topic_leaves_everything(strict_client, subscriber) -> None:
    assert strict_client.post(path_of(subscriber), ONE_CLICK).status_code == 200
    assert mailable(subscriber) == []
    assert Suppression.objects.get().address_hash == subscriber.address_hash


def test_button_leaves_everything(strict_client, subscriber, topics) -> None:
    assert strict_client.post(path_of(subscriber, topics[:1]), {"leave": "everything"}).status_code == 200
    assert mailable(subscriber) == []


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(strict_client, subscriber, topics, method) -> None:
    before = state()
    response = getattr(strict_client, method)(path_of(subscriber, topics[:1]))
    assert response.status_code == 200
    assert not response.cookies
    assert state() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused_and_change_nothing(strict_client, subscriber, topics, method) -> None:
    before = state()
    assert getattr(strict_client, method)(path_of(subscriber, topics[:1])).status_code == 405
    assert state() == before


def test_page_offers_this_topic_or_everything(client, subscriber, topics) -> None:
    page = client.get(path_of(subscriber, topics[:1])).content.decode()
    assert page.count("<button") - page.count('class="menu') >= 2
    assert "Assemblées" in page
    assert "Verdissement" not in page
    assert subscriber.email not in page


def test_page_says_that_it_is_done_to_who_has_left(client, subscriber, topics) -> None:
    path, other = path_of(subscriber, topics[:1]), path_of(subscriber, topics[1:2])
    client.post(path, ONE_CLICK)

    page = client.get(path).content.decode().replace("\xa0", " ")
    assert f"C’est fait : vous ne recevez plus {topics[0]}." in page
    assert ("Rien n’a encore changé" in page, 'value="topics"' in page, 'value="everything"' in page) == (
        False,
        False,
        True,
    )
    assert "Rien n’a encore changé" in client.get(other).content.decode().replace("\xa0", " ")

    client.post(path, {"leave": "everything"})
    page = client.get(other).content.decode().replace("\xa0", " ")
    assert "C’est fait : vous ne recevez plus rien de nous." in page
    assert ('name="leave"' in page, "Je n’ai rien demandé" in page) == (False, True)


def test_page_still_offers_to_leave_to_who_never_subscribed(client, topics) -> None:
    page = client.get(path_of(SubscriberFactory(), topics[:1])).content.decode().replace("\xa0", " ")

    assert "Rien n’a encore changé" in page
    assert 'value="topics"' in page


def test_token_page_leaks_to_nobody(client, subscriber) -> None:
    response = client.get(path_of(subscriber))
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["get", "post"])
def test_one_click_of_someone_erased_succeeds(strict_client, subscriber, method) -> None:
    path = path_of(subscriber)
    subscriber.delete()
    assert getattr(strict_client, method)(path).status_code == 200


def test_one_click_works_after_400_days_and_a_key_rotation(settings, subscriber, topics) -> None:
    with travel("2026-03-01T12:00Z", tick=False):
        path = path_of(subscriber, topics)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new key", [settings.SECRET_KEY]
    with travel("2027-04-05T12:00Z", tick=False):
        assert Client(enforce_csrf_checks=True).post(path, ONE_CLICK).status_code == 200
    assert set(subscriber.subscriptions.values_list("state", flat=True)) == {SubscriptionState.LEFT}


def test_links_of_a_letter_outlive_its_mailing_and_its_newsletter(strict_client, subscriber, topics, council) -> None:
    page = newsletter()
    mailing = freeze_mailing(page, topics[:1], Words(), by=None, now=timezone.now())
    letter = mailing.deliveries.get()
    leave, choose = path_of(subscriber, topics[:1]), preferences_url(subscriber.pk).removeprefix("http://testserver")
    mailing.delete()
    page.delete()
    assert not type(letter).objects.exists()
    assert strict_client.get(choose).status_code == 200
    assert strict_client.post(leave, ONE_CLICK).status_code == 200
    assert mailable(subscriber) == ["activites", "verdissement"]


def test_leaving_everything_covers_topics_made_later(strict_client, subscriber) -> None:
    strict_client.post(path_of(subscriber), ONE_CLICK)
    later = SubscriptionFactory(subscriber=subscriber).topic
    assert count_audience(None, [later], timezone.localdate()).excluded == {ExclusionReason.SUPPRESSED: 1}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("ruin", [lambda token: token[:-1], lambda token: token + "A", lambda token: "B" + token[1:]])
def test_forged_or_truncated_link_says_so_and_changes_nothing(strict_client, subscriber, topics, method, ruin) -> None:
    before = state()
    token = make_token(Purpose.UNSUBSCRIBE, subscriber.pk)
    response = getattr(strict_client, method)(f"/d/{ruin(token)}")
    assert response.status_code == 404
    assert "This link does not work" not in response.content.decode()
    assert "Ce lien ne fonctionne pas" in response.content.decode()
    assert state() == before


def test_link_of_another_page_does_not_unsubscribe(strict_client, subscriber) -> None:
    token = make_token(Purpose.PREFERENCES, subscriber.pk)
    assert strict_client.post(f"/d/{token}", ONE_CLICK).status_code == 404
    assert len(mailable(subscriber)) == 3
