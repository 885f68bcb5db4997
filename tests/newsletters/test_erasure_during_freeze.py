"""Someone asks to be forgotten while the letters of a mailing are being prepared."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.utils import timezone

from newsletters.domain.errors import MailingRefused
from newsletters.domain.personal_data import erase_subscriber
from newsletters.domain.sending import start_mailing
from newsletters.enums import ConsentMethod
from newsletters.models import ConsentEvent, Delivery, Mailing, NewsletterPage, Subscriber, Topic
from tests.factories import TopicFactory
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter
from tests.newsletters.at_once import elsewhere, once_after, one_writer

pytestmark = pytest.mark.usefixtures("council")


@pytest.fixture
def page() -> NewsletterPage:
    return newsletter()


@pytest.fixture
def topic() -> Topic:
    """A topic that two people follow."""
    topic = TopicFactory()
    subscribe_many(topic, 2)
    return topic


def erase(person: Subscriber) -> None:
    erase_subscriber(person, method=ConsentMethod.PREFERENCE_PAGE, now=timezone.now())


def start(page: NewsletterPage, topic: Topic) -> Mailing:
    return start_mailing(page, [topic], None, timezone.now())


@pytest.mark.django_db
def test_second_erasing_finds_nobody_and_writes_nothing(topic: Topic) -> None:
    person = Subscriber.objects.earliest("pk")
    again = Subscriber.objects.get(pk=person.pk)

    erase(person)
    erase(again)

    assert list(ConsentEvent.objects.values_list("kind", flat=True)) == ["erased"]


@one_writer
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_mailing_that_prepared_a_letter_for_someone_erased_is_refused_whole(page: NewsletterPage, topic: Topic) -> None:
    person = Subscriber.objects.earliest("pk")

    with (
        once_after('INSERT INTO "newsletters_delivery"', lambda: elsewhere(lambda: erase(person)).join()),
        pytest.raises(MailingRefused, match="la liste des personnes a changé"),
    ):
        start(page, topic)

    assert not Subscriber.objects.filter(pk=person.pk).exists()
    assert (Mailing.objects.count(), Delivery.objects.count()) == (0, 0)
    assert start(page, topic).prepared == 1


@one_writer
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_erasing_succeeds_when_a_letter_is_prepared_after_it_looked(page: NewsletterPage, topic: Topic) -> None:
    person = Subscriber.objects.earliest("pk")
    prepared = Event()
    refusals: list[str] = []

    def freeze_meanwhile() -> None:
        try:
            with once_after('INSERT INTO "newsletters_delivery"', prepared.set):
                start(page, topic)
        except MailingRefused as refusal:
            refusals.append(str(refusal))
        finally:
            prepared.set()

    others: list[Thread] = []

    def let_it_prepare() -> None:
        others.append(elsewhere(freeze_meanwhile))
        prepared.wait()

    with once_after('UPDATE "newsletters_delivery"', let_it_prepare):
        erase(person)
    others[0].join()

    assert not Subscriber.objects.filter(pk=person.pk).exists()
    assert len(refusals) == 1
    assert Delivery.objects.count() == 0
