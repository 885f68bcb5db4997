"""What nobody confirmed is forgotten after thirty days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletters.domain.import_batches import prepare_batch, run_batch
from newsletters.domain.retention import Purged, purge_unconfirmed
from newsletters.enums import SubscriptionState
from newsletters.models import Subscriber, Subscription
from tests.factories import SubscriptionFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PENDING = {"state": SubscriptionState.PENDING}


def asked(days: float, **fields):
    when = NOW - timedelta(days=days)
    return SubscriptionFactory(**PENDING, changed_at=when, subscriber__created_at=when, **fields).subscriber


def test_unconfirmed_person_is_forgotten_after_thirty_days_and_not_before() -> None:
    asked(30.01, subscriber__confirmed_at=None)
    kept = asked(29.99, subscriber__confirmed_at=None)
    assert purge_unconfirmed(NOW).subscribers == 1
    assert list(Subscriber.objects.all()) == [kept]
    assert purge_unconfirmed(NOW) == Purged(0, 0)


def test_person_who_asked_again_recently_is_kept() -> None:
    person = asked(40, subscriber__confirmed_at=None)
    SubscriptionFactory(**PENDING, subscriber=person, changed_at=NOW - timedelta(days=1))
    assert purge_unconfirmed(NOW).subscribers == 0
    assert person.subscriptions.count() == 1


def test_confirmed_person_is_kept_but_a_topic_never_confirmed_is_not() -> None:
    person = asked(400)
    SubscriptionFactory(subscriber=person, changed_at=NOW - timedelta(days=400))
    assert purge_unconfirmed(NOW) == Purged(0, 1)
    assert list(Subscription.objects.values_list("state", flat=True)) == ["active"]


def test_person_whom_an_import_brought_is_kept_whatever_the_time(topics) -> None:
    long_ago = NOW - timedelta(days=400)
    secretary = UserFactory()
    proof = "jeanne@example.org,Assemblées,express,2020-05-01,Formulaire papier"
    raw = f"email,topic,basis,date,evidence\n{proof}\n".encode()
    batch = prepare_batch("liste.csv", raw, [], secretary.pk, long_ago)
    run_batch(batch, now=long_ago, on=long_ago.date(), actor="user:1")
    assert purge_unconfirmed(NOW) == Purged(0, 0)
    assert list(Subscription.objects.values_list("subscriber__email", "state")) == [("jeanne@example.org", "active")]


def test_person_with_a_consent_that_stands_is_kept_even_unconfirmed() -> None:
    old = NOW - timedelta(days=400)
    person = SubscriptionFactory(changed_at=old, subscriber__created_at=old, subscriber__confirmed_at=None).subscriber
    SubscriptionFactory(**PENDING, subscriber=person, changed_at=old)
    assert purge_unconfirmed(NOW) == Purged(0, 1)
    assert list(person.subscriptions.values_list("state", flat=True)) == ["active"]


def test_person_who_left_before_confirming_is_forgotten() -> None:
    old = NOW - timedelta(days=31)
    SubscriptionFactory(
        state=SubscriptionState.LEFT, changed_at=old, subscriber__created_at=old, subscriber__confirmed_at=None
    )
    assert purge_unconfirmed(NOW).subscribers == 1
