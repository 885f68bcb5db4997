"""Carries a person's consents to another address, into the file that it may have already."""

from __future__ import annotations

from django.utils import timezone

from newsletters.domain.addresses import hash_address
from newsletters.domain.consent import lift_suppression, suppress
from newsletters.domain.import_plan import is_better
from newsletters.domain.import_rows import LineProof
from newsletters.domain.ledger import MOVED_FROM, MOVED_TO, Act, Proof, record
from newsletters.domain.wording import Wording
from newsletters.enums import ConsentBasis, ConsentKind, DeliveryState, SuppressionReason
from newsletters.models import Delivery, FormerFile, Subscriber, Subscription

WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


def move_in(subscriber: Subscriber, email: str, wording: Wording, act: Act) -> Subscriber:
    """Write to ``email`` from now on; return the file that stays, whose links and those of the other both work.

    Each consent keeps its basis and its end. The former address is set aside, so that no list brings it back, and the
    ledger ties the two: a line under each of the two hashes names the other. Called within a transaction.
    """
    former, new_hash = subscriber.address_hash, hash_address(email)
    _prove(subscriber, former, new_hash, wording, act)
    there = Subscriber.objects.select_for_update().filter(address_hash=new_hash).first()
    if there is None:
        subscriber.email, subscriber.address_hash, subscriber.confirmed_at = email, new_hash, act.now
        subscriber.save(update_fields=["email", "address_hash", "confirmed_at"])
    else:
        _join(subscriber, there, act)
        subscriber = there
    # A worker that holds one knows the former address: it has to take the letter anew.
    subscriber.deliveries.filter(state__in=WAITING).update(email=subscriber.email, lease_until=None)
    suppress(former, SuppressionReason.MOVED, act.now)
    return subscriber


def _prove(subscriber: Subscriber, former: str, new_hash: str, wording: Wording, act: Act) -> None:
    """Who holds the new mailbox said yes to the words shown: a suppression of it, whatever its reason, is lifted."""
    lifted = lift_suppression(new_hash)
    record(ConsentKind.MOVED, former, [None], act, Proof(evidence=f"{MOVED_TO} {new_hash}"))
    for held in subscriber.subscriptions.consented(timezone.localdate(act.now)).select_related("topic"):
        evidence = "; ".join(filter(None, [f"{MOVED_FROM} {former}", lifted]))
        basis = ConsentBasis(held.basis)
        proof = Proof(wording=wording, basis=basis, basis_date=held.basis_date, evidence=evidence)
        record(ConsentKind.MOVED, new_hash, [held.topic], act, proof)


def _join(subscriber: Subscriber, there: Subscriber, act: Act) -> None:
    """Two files become one: the best consent of each topic stays, and letters stay those of their person."""
    on = timezone.localdate(act.now)
    held = {subscription.topic_id: subscription for subscription in there.subscriptions.all()}
    for brought in subscriber.subscriptions.consented(on):
        mine = held.get(brought.topic_id)
        proof = LineProof(ConsentBasis(brought.basis), brought.basis_date or on, "")
        if is_better(proof, mine, on):
            facts = {"state": brought.state, "basis": brought.basis, "basis_date": brought.basis_date}
            facts |= {"expires_on": brought.expires_on, "changed_at": act.now, "batch": None}
            Subscription.objects.update_or_create(subscriber=there, topic_id=brought.topic_id, defaults=facts)
    _take_letters(subscriber, there)
    Subscriber.objects.filter(pk=there.pk, confirmed_at=None).update(confirmed_at=act.now)
    FormerFile.objects.filter(subscriber=subscriber).update(subscriber=there)
    FormerFile.objects.create(number=subscriber.pk, subscriber=there)
    there.address_changes.filter(done_at=None).delete()
    subscriber.address_changes.update(subscriber=there)
    subscriber.delete()


def _take_letters(subscriber: Subscriber, there: Subscriber) -> None:
    """Where both addresses were of one mailing, what waits for the former does not leave, and the row forgets it."""
    shared = list(Delivery.objects.filter(subscriber=there).values_list("mailing", flat=True))
    Delivery.objects.filter(subscriber=subscriber).exclude(mailing__in=shared).update(subscriber=there)
    twice = Delivery.objects.filter(subscriber=subscriber)
    twice.filter(state__in=WAITING).update(state=DeliveryState.SKIPPED)
    twice.update(email="", smtp_reply="")
