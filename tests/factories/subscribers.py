"""People who asked to be written to."""

import factory
from django.utils import timezone

from newsletters.domain.addresses import hash_address
from newsletters.enums import SubscriptionState
from newsletters.models import Subscriber, Subscription, Topic


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Sujet {n}")
    slug = factory.Sequence(lambda n: f"sujet-{n}")


class SubscriberFactory(factory.django.DjangoModelFactory[Subscriber]):
    class Meta:
        model = Subscriber

    email = factory.Sequence(lambda n: f"citoyenne{n}@example.org")
    address_hash = factory.LazyAttribute(lambda subscriber: hash_address(subscriber.email))
    confirmed_at = factory.LazyFunction(timezone.now)


class SubscriptionFactory(factory.django.DjangoModelFactory[Subscription]):
    class Meta:
        model = Subscription

    subscriber = factory.SubFactory(SubscriberFactory)
    topic = factory.SubFactory(TopicFactory)
    state = SubscriptionState.ACTIVE
