"""Changes who hears about what, and writes down each time why we may, or no longer may."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.addresses import hash_address
from newsletters.domain.ledger import PERSON, Act, Proof, record
from newsletters.domain.wording import Wording, confirmation_wording
from newsletters.enums import ConsentBasis, ConsentKind, ConsentMethod, SubscriptionState, SuppressionReason
from newsletters.models import Subscriber, Subscription, Suppression, Topic


@transaction.atomic
def request_subscription(
    email: str, topics: Collection[Topic], *, wording: Wording, now: datetime, page: str = ""
) -> Subscriber:
    """Note that someone asked, with a normalised address, to hear about these topics.

    Nothing becomes mailable: topics not yet active wait for `confirm_subscription`. Someone known keeps
    what they have; an address not yet confirmed takes the spelling given last.
    """
    address_hash = hash_address(email)
    subscriber, _created = Subscriber.objects.get_or_create(
        address_hash=address_hash, defaults={"email": email, "created_at": now}
    )
    subscriber = _lock(subscriber)
    if subscriber.confirmed_at is None and subscriber.email != email:
        subscriber.email = email
        subscriber.save(update_fields=["email"])
    for topic in set(topics).difference(current_topics(subscriber, on=timezone.localdate(now))):
        _hold(subscriber, topic, SubscriptionState.PENDING, now)
    act = Act(ConsentMethod.SIGN_UP_FORM, now, page=page)
    record(ConsentKind.REQUESTED, address_hash, topics, act, Proof(wording=wording, basis=ConsentBasis.EXPRESS))
    return subscriber


@transaction.atomic
def confirm_subscription(subscriber: Subscriber, council: Council, *, now: datetime, page: str = "") -> list[Topic]:
    """Make what waits active, by express consent; return the topics confirmed, none the second time.

    The person who confirms holds the mailbox: a suppression of the address, whatever its reason, is lifted,
    and the ledger says so.
    """
    subscriber = _lock(subscriber)
    topics = pending_topics(subscriber)
    if topics:
        act = Act(ConsentMethod.CONFIRM_PAGE, now, page=page)
        _consent(subscriber, topics, confirmation_wording(council, topics), act)
    return topics


@transaction.atomic
def change_topics(
    subscriber: Subscriber,
    chosen: Collection[Topic],
    *,
    wording: Wording,
    now: datetime,
    renewed: Collection[Topic] = (),
    page: str = "",
) -> None:
    """Make the person's topics exactly those chosen; each one added is an express consent of its own.

    A topic kept stays as it is, with its end if the consent was implied, unless the person also renews it.
    """
    subscriber = _lock(subscriber)
    current = set(current_topics(subscriber, on=timezone.localdate(now)))
    added = [topic for topic in chosen if topic not in current or topic in renewed]
    if added:
        _consent(subscriber, added, wording, Act(ConsentMethod.PREFERENCE_PAGE, now, page=page))
    dropped = current.difference(chosen)
    if dropped:
        leave_topics(subscriber, dropped, ConsentMethod.PREFERENCE_PAGE, now, page=page)


@transaction.atomic
def leave_topics(
    subscriber: Subscriber,
    topics: Collection[Topic] | None,
    method: ConsentMethod,
    now: datetime,
    *,
    reason: SuppressionReason = SuppressionReason.LEFT,
    actor: str = PERSON,
    page: str = "",
    evidence: str = "",
) -> list[Topic]:
    """End these topics, or everything with ``None``; return what was ended, nothing the second time.

    Everything means topics made later too: the address is suppressed, for this reason, until the person
    subscribes again. What waits for a confirmation ends as well.
    """
    subscriber = _lock(subscriber)
    held = subscriber.subscriptions.exclude(state=SubscriptionState.LEFT).select_related("topic")
    left = [subscription for subscription in held if topics is None or subscription.topic in topics]
    subscriber.subscriptions.filter(pk__in=[subscription.pk for subscription in left]).update(
        state=SubscriptionState.LEFT, changed_at=now, batch=None
    )
    ended: list[Topic | None] = [subscription.topic for subscription in left]
    if topics is None:
        ended = [None] if suppress(subscriber.address_hash, reason, now) or left else []
    record(
        ConsentKind.WITHDRAWN, subscriber.address_hash, ended, Act(method, now, actor, page), Proof(evidence=evidence)
    )
    return [subscription.topic for subscription in left]


def current_topics(subscriber: Subscriber, on: date) -> list[Topic]:
    """What this person follows on that day, pause or not; nothing while the address is suppressed."""
    followed = subscriber.subscriptions.consented(on).select_related("topic").order_by("topic")
    return [subscription.topic for subscription in followed]


def pending_topics(subscriber: Subscriber) -> list[Topic]:
    """What waits for this person's confirmation."""
    waiting = subscriber.subscriptions.filter(state=SubscriptionState.PENDING)
    return [subscription.topic for subscription in waiting.select_related("topic").order_by("topic")]


def has_left(subscriber: Subscriber, topics: Collection[Topic]) -> bool:
    """Whether they left each of these topics. Who never subscribed, and is written to on another basis, has not."""
    left = subscriber.subscriptions.filter(topic__in=topics, state=SubscriptionState.LEFT).count()
    return bool(topics) and left == len(topics)


def has_left_everything(subscriber: Subscriber) -> bool:
    """Whether no letter leaves to this address any more, whatever topics are made later."""
    return Suppression.objects.filter(address_hash=subscriber.address_hash).exists()


def suppress(address_hash: str, reason: SuppressionReason, now: datetime) -> bool:
    """Never write to this address again; true when it was not so already.

    The first reason stays, unless it was a bounce, which someone may lift: what a person decided replaces it.
    """
    _suppression, created = Suppression.objects.get_or_create(
        address_hash=address_hash, defaults={"reason": reason, "created_at": now}
    )
    if not created:
        bounced = Suppression.objects.filter(address_hash=address_hash, reason=SuppressionReason.BOUNCED)
        bounced.update(reason=reason)
    return created


def lift_suppression(address_hash: str) -> str:
    """Forget that the address was set aside; return the reason it was, for the ledger."""
    suppression = Suppression.objects.filter(address_hash=address_hash).first()
    if suppression is None:
        return ""
    suppression.delete()
    return f"lifted: {suppression.reason}"


def _consent(subscriber: Subscriber, topics: Collection[Topic], wording: Wording, act: Act) -> None:
    for topic in topics:
        _hold(subscriber, topic, SubscriptionState.ACTIVE, act.now)
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=act.now)
    lifted = lift_suppression(subscriber.address_hash)
    proof = Proof(wording=wording, basis=ConsentBasis.EXPRESS, evidence=lifted)
    record(ConsentKind.CONFIRMED, subscriber.address_hash, topics, act, proof)


def _hold(subscriber: Subscriber, topic: Topic, state: SubscriptionState, now: datetime) -> None:
    """What the person asks for themselves is express, has no end, and is no import's any more."""
    express = {"basis": ConsentBasis.EXPRESS, "basis_date": None, "expires_on": None, "batch": None}
    Subscription.objects.update_or_create(
        subscriber=subscriber, topic=topic, defaults={**express, "state": state, "changed_at": now}
    )


def _lock(subscriber: Subscriber) -> Subscriber:
    """Two clicks at once take their turn (SQLite's transactions do so anyway)."""
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)
