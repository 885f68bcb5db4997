"""A mailing fixes its words and accounts for everyone before a letter leaves, or does not begin."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from newsletters.domain.audience import Audience, count_audience, count_by_topic
from newsletters.domain.errors import MailingRefused
from newsletters.domain.freeze import freeze_mailing
from newsletters.enums import DeliveryState, ExclusionReason, MailingState, SubscriptionState
from newsletters.models import Delivery, Exclusion, Mailing, NewsletterPage, Suppression, Topic
from tests.factories import SubscriberFactory, SubscriptionFactory, TopicFactory, UserFactory
from tests.factories.mailings import Words
from tests.factories.newsletters import newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def topic() -> Topic:
    return TopicFactory()


@pytest.fixture
def page() -> NewsletterPage:
    return newsletter()


def freeze(page: NewsletterPage, *topics: Topic) -> Mailing:
    return freeze_mailing(page, topics, Words(), by=None, now=timezone.now())


def test_words_sender_and_people_are_fixed(page: NewsletterPage, topic: Topic) -> None:
    user = UserFactory()
    person = SubscriptionFactory(topic=topic).subscriber
    now = timezone.now()

    mailing = freeze_mailing(page, [topic], Words(), by=user, now=now)

    assert (mailing.subject, mailing.html, mailing.text) == (Words().subject, Words().html, Words().text)
    assert mailing.from_name == "Conseil de quartier des Trois-Ormes"
    assert mailing.from_email == "infolettre@conseil.example"
    assert mailing.reply_to == "bonjour@conseil.example"
    assert mailing.list_id == "infolettre.conseil.example"
    assert (mailing.state, mailing.created_by, mailing.created_at) == (MailingState.SENDING, user, now)
    assert list(mailing.topics.all()) == [topic]
    assert list(mailing.deliveries.values_list("subscriber", "email", "state")) == [
        (person.pk, person.email, DeliveryState.QUEUED)
    ]
    assert (mailing.candidates, mailing.prepared) == (1, 1)


def test_every_candidate_is_prepared_or_excluded_with_a_reason(page: NewsletterPage, topic: Topic) -> None:
    other = TopicFactory()
    today = timezone.localdate()
    written_to = {
        SubscriptionFactory(topic=topic).subscriber,
        SubscriptionFactory(topic=topic, expires_on=today).subscriber,
    }
    of_two_topics = SubscriptionFactory(topic=topic, expires_on=today - timedelta(days=1)).subscriber
    SubscriptionFactory(topic=other, subscriber=of_two_topics)
    written_to.add(of_two_topics)
    expired = SubscriptionFactory(topic=topic, expires_on=today - timedelta(days=1)).subscriber
    pending = SubscriptionFactory(topic=topic, state=SubscriptionState.PENDING).subscriber
    unconfirmed = SubscriptionFactory(topic=topic, subscriber=SubscriberFactory(confirmed_at=None)).subscriber
    suppressed = SubscriptionFactory(topic=topic).subscriber
    Suppression.objects.create(address_hash=suppressed.address_hash, reason="complaint")
    SubscriptionFactory(topic=topic, state=SubscriptionState.LEFT)  # is no longer of the topic
    SubscriptionFactory()  # of a topic that is not asked for

    mailing = freeze(page, topic, other)

    assert {delivery.subscriber for delivery in mailing.deliveries.all()} == written_to
    assert set(mailing.exclusions.values_list("subscriber", "reason")) == {
        (expired.pk, ExclusionReason.EXPIRED),
        (pending.pk, ExclusionReason.UNCONFIRMED),
        (unconfirmed.pk, ExclusionReason.UNCONFIRMED),
        (suppressed.pk, ExclusionReason.SUPPRESSED),
    }
    assert (mailing.candidates, mailing.prepared) == (7, 3)


def test_count_beforehand_is_what_freezing_does(page: NewsletterPage, topic: Topic) -> None:
    SubscriptionFactory.create_batch(3, topic=topic)
    SubscriptionFactory.create_batch(2, topic=topic, state=SubscriptionState.PENDING)

    counted = count_audience(page, [topic], timezone.localdate())
    mailing = freeze(page, topic)

    assert counted == Audience(3, {ExclusionReason.UNCONFIRMED: 2})
    assert (counted.candidates, counted.prepared) == (mailing.candidates, mailing.prepared)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (DeliveryState.SENT, ExclusionReason.RECEIVED),
        (DeliveryState.DOUBTFUL, ExclusionReason.DOUBTFUL),
        (DeliveryState.SENDING, ExclusionReason.DOUBTFUL),
        (DeliveryState.BOUNCED, None),
        (DeliveryState.QUEUED, None),
        (DeliveryState.SKIPPED, None),
    ],
)
def test_second_mailing_goes_only_to_those_who_have_not_received(
    page: NewsletterPage, topic: Topic, state: DeliveryState, expected: ExclusionReason | None
) -> None:
    SubscriptionFactory(topic=topic)
    first = freeze(page, topic)
    first.deliveries.update(state=state)
    Mailing.objects.update(state=MailingState.STOPPED)
    SubscriptionFactory(topic=topic)

    second = freeze(page, topic)

    assert second.prepared == (1 if expected else 2)
    assert list(second.exclusions.values_list("reason", flat=True)) == ([expected] if expected else [])


def test_second_start_is_refused_while_the_first_is_under_way(page: NewsletterPage, topic: Topic) -> None:
    SubscriptionFactory(topic=topic)
    freeze(page, topic)

    with pytest.raises(MailingRefused, match="déjà en cours d’envoi"):
        freeze(page, topic)

    assert Mailing.objects.count() == Delivery.objects.count() == 1


def test_nobody_left_to_write_to_starts_nothing(page: NewsletterPage, topic: Topic) -> None:
    with pytest.raises(MailingRefused, match="personne ne suit encore"):
        freeze(page, topic)

    SubscriptionFactory(topic=topic)
    first = freeze(page, topic)
    first.deliveries.update(state=DeliveryState.SENT)
    Mailing.objects.update(state=MailingState.FINISHED)
    with pytest.raises(MailingRefused, match="l’ont déjà reçue"):
        freeze(page, topic)

    other = TopicFactory()
    SubscriptionFactory(topic=other, state=SubscriptionState.PENDING)
    with pytest.raises(MailingRefused, match=r"N’a pas confirmé \(1\)"):
        freeze(page, other)

    assert Mailing.objects.count() == 1
    assert Exclusion.objects.count() == 0


def test_unsafe_subject_starts_nothing(page: NewsletterPage, topic: Topic) -> None:
    SubscriptionFactory(topic=topic)

    with pytest.raises(MailingRefused, match="saut de ligne"):
        freeze_mailing(page, [topic], Words(subject="Bonjour\r\nBcc: tous@example.org"), by=None, now=timezone.now())

    assert Mailing.objects.count() == 0


def test_people_are_written_in_chunks(page: NewsletterPage, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletters.domain.freeze.CHUNK", 2)
    SubscriptionFactory.create_batch(5, topic=topic)
    SubscriptionFactory.create_batch(3, topic=topic, state=SubscriptionState.PENDING)

    mailing = freeze(page, topic)

    assert Counter(mailing.deliveries.values_list("subscriber")).most_common(1)[0][1] == 1
    assert (mailing.candidates, mailing.prepared, mailing.exclusions.count()) == (8, 5, 3)


def test_reach_of_each_topic_is_what_a_mailing_to_it_alone_would_prepare(page: NewsletterPage, topic: Topic) -> None:
    other, nobody = TopicFactory(), TopicFactory()
    today = timezone.localdate()
    received, doubtful, again, suppressed, both = [SubscriptionFactory(topic=topic).subscriber for _n in range(5)]
    SubscriptionFactory(topic=other, subscriber=both)
    SubscriptionFactory(topic=other, state=SubscriptionState.PENDING)
    SubscriptionFactory(topic=other, expires_on=today - timedelta(days=1))
    SubscriptionFactory(topic=other, subscriber__confirmed_at=None)
    Suppression.objects.create(address_hash=suppressed.address_hash, reason="left")
    earlier = Mailing.objects.create(page=page, state=MailingState.FINISHED)
    for person, state in (
        (received, DeliveryState.SENT),
        (doubtful, DeliveryState.DOUBTFUL),
        (again, DeliveryState.BOUNCED),
    ):
        Delivery.objects.create(mailing=earlier, subscriber=person, state=state)
    topics = [topic, other, nobody]

    reach = count_by_topic(page, topics, today)

    assert reach == {topic.pk: 2, other.pk: 1, nobody.pk: 0}
    assert reach == {each.pk: count_audience(page, [each], today).prepared for each in topics}
