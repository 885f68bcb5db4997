"""« Je n’ai rien demandé »: the person leaves everything at once, the council is told, and the ledger keeps it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from crm.accounts.models import User
from newsletters.domain.addresses import lookup_hash
from newsletters.domain.consent import leave_topics
from newsletters.domain.ledger import Act, record
from newsletters.enums import ConsentKind, ConsentMethod, SuppressionReason
from newsletters.models import ConsentDispute, Subscriber

MOST_WORDS = 1000
# For so long nobody can make us write again to someone who never asked, by typing their address in the form.
QUIET_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=3 * 365)


@transaction.atomic
def dispute_consent(
    subscriber: Subscriber, method: ConsentMethod, now: datetime, *, page: str = "", said: str = ""
) -> ConsentDispute:
    """Leave everything, topics made later included, and open a dispute; the second call only adds what is said.

    Nothing is asked of the person: the press of a button is enough, whatever the ledger says.
    """
    leave_topics(subscriber, None, method, now, reason=SuppressionReason.UNASKED, page=page)
    dispute, is_new = ConsentDispute.objects.get_or_create(
        address_hash=subscriber.address_hash,
        answered_at=None,
        defaults={"subscriber": subscriber, "occurred_at": now},
    )
    if is_new:
        record(ConsentKind.DISPUTED, subscriber.address_hash, [None], Act(method, now, page=page))
    if said.strip():
        dispute.said = said.strip()[:MOST_WORDS]
        dispute.save(update_fields=["said"])
    return dispute


def answer_dispute(dispute: ConsentDispute, answer: str, by: User, now: datetime) -> bool:
    """Write what was found; the second of two people finds it answered, and changes nothing."""
    waiting = ConsentDispute.objects.filter(pk=dispute.pk, answered_at=None)
    return bool(waiting.update(answer=answer, answered_by=by, answered_at=now))


def open_disputes() -> QuerySet[ConsentDispute]:
    return ConsentDispute.objects.filter(answered_at=None)


def asks_for_quiet(address: str, now: datetime) -> bool:
    """Whether this person said lately that they never asked: no letter answers a form filled in with their address."""
    lately = ConsentDispute.objects.filter(address_hash=lookup_hash(address), occurred_at__gt=now - QUIET_FOR)
    return lately.exists()


def forget_disputes(now: datetime) -> int:
    """Delete those answered three years ago; the ledger's line stays."""
    return ConsentDispute.objects.filter(answered_at__lt=now - KEPT_FOR).delete()[0]
