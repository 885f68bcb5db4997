"""Writes down why we may write to someone who did not subscribe: one person, one basis, its date, its proof (LCAP)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletters.domain.addresses import hash_address
from newsletters.domain.import_plan import is_better, left_words
from newsletters.domain.import_rows import LineProof
from newsletters.domain.ledger import Act, Proof, record
from newsletters.enums import ConsentKind, SubscriptionState
from newsletters.models import ConsentPaper, Subscriber, Subscription, Suppression, Topic


@transaction.atomic
def note_basis(
    email: str, topics: Collection[Topic], proof: LineProof, act: Act, paper: ConsentPaper | None = None
) -> Subscriber:
    """Let a normalised address be written to about these topics, as far as the proof goes; return its file.

    The rules are those of a line of an import, for one person whom somebody knows: a withdrawal and a suppression win,
    a consent that holds is never weakened, and the ledger has a line a topic. Raises ``ValidationError``.
    """
    on = timezone.localdate(act.now)
    check_proof(proof, on)
    address_hash = hash_address(email)
    if Suppression.objects.filter(address_hash=address_hash).exists():
        raise ValidationError(_("This address must not be written to any more."))
    Subscriber.objects.get_or_create(address_hash=address_hash, defaults={"email": email, "created_at": act.now})
    subscriber = Subscriber.objects.select_for_update().get(address_hash=address_hash)
    held = {subscription.topic_id: subscription for subscription in subscriber.subscriptions.select_related("topic")}
    refusals = list(filter(None, [left_words(held.get(topic.pk)) for topic in topics]))
    if refusals:
        raise ValidationError(refusals)
    bettered = [topic for topic in topics if is_better(proof, held.get(topic.pk), on)]
    if not bettered:
        raise ValidationError(_("What we have already says more: nothing was changed."))
    _write(subscriber, bettered, proof, act)
    written = Proof(basis=proof.basis, basis_date=proof.basis_date, evidence=proof.evidence, paper=paper)
    record(ConsentKind.IMPORTED, subscriber.address_hash, bettered, act, written)
    return subscriber


def check_proof(proof: LineProof, on: date) -> None:
    """Refuses a date to come, and a basis that has ended."""
    if proof.basis_date > on:
        raise ValidationError(_("The date of the basis is in the future: %(date)s.") % {"date": proof.basis_date})
    if proof.expires_on is not None and proof.expires_on < on:
        raise ValidationError(_("The implied consent ended on %(day)s.") % {"day": proof.expires_on.isoformat()})


def _write(subscriber: Subscriber, topics: Collection[Topic], proof: LineProof, act: Act) -> None:
    facts = {"basis": proof.basis, "basis_date": proof.basis_date, "expires_on": proof.expires_on, "batch": None}
    for topic in topics:
        Subscription.objects.update_or_create(
            subscriber=subscriber,
            topic=topic,
            defaults={**facts, "state": SubscriptionState.ACTIVE, "changed_at": act.now},
        )
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=act.now)
