"""Mailings that are frozen and ready to leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from newsletters.domain.addresses import hash_address
from newsletters.domain.freeze import freeze_mailing
from newsletters.domain.slots import PREFERENCES_SLOT, UNSUBSCRIBE_SLOT
from newsletters.enums import SubscriptionState
from newsletters.models import Mailing, Subscriber, Subscription, Topic
from tests.factories.newsletters import newsletter
from tests.factories.subscribers import TopicFactory


@dataclass(frozen=True)
class Words:
    """What a rendered letter says, without rendering it."""

    subject: str = "L’infolettre de mai"
    html: str = f'<!doctype html><p>Bonjour!</p><a href="{UNSUBSCRIBE_SLOT}">Se désabonner</a> {PREFERENCES_SLOT}'
    text: str = f"Bonjour!\n\nSe désabonner : {UNSUBSCRIBE_SLOT}\nMes choix : {PREFERENCES_SLOT}\n"


def subscribe_many(topic: Topic, count: int, prefix: str = "voisine") -> list[Subscriber]:
    """So many confirmed people of one topic, in a few queries: `voisine0@example.org` and on."""
    addresses = [f"{prefix}{number}@example.org" for number in range(count)]
    people = Subscriber.objects.bulk_create(
        Subscriber(email=address, address_hash=hash_address(address), confirmed_at=timezone.now())
        for address in addresses
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=person, topic=topic, state=SubscriptionState.ACTIVE) for person in people
    )
    return people


def make_mailing(
    people: int = 3,
    *,
    topics: Sequence[Topic] = (),
    words: Words | None = None,
    now: datetime | None = None,
    prefix: str = "voisine",
) -> Mailing:
    """A mailing to so many new people of a topic, frozen, of which no letter has left."""
    topics = topics or [TopicFactory()]
    subscribe_many(topics[0], people, prefix)
    return freeze_mailing(newsletter(), topics, words or Words(), by=None, now=now or timezone.now())
