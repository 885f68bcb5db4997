"""Takes a request to subscribe from the form to the moment its letter has left."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from newsletters.domain.consent import request_subscription
from newsletters.domain.wording import Wording
from newsletters.models import SignUp, Subscriber, Topic

LEASE = timedelta(minutes=10)
FIRST_DELAY = timedelta(minutes=2)
LONGEST_DELAY = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=2)


def receive_sign_up(email: str, topics: Collection[Topic], *, wording: Wording, page: str, now: datetime) -> SignUp:
    """Keep what was sent; the same one row for an address that we know and one that we do not."""
    return SignUp.objects.create(
        email=email,
        topic_ids=[topic.pk for topic in topics],
        statement=wording.statement,
        sender=wording.sender,
        page=page,
        created_at=now,
        retry_at=now,
    )


def claim_sign_up(sign_up_id: int, now: datetime) -> SignUp | None:
    """Take a request whose time has come for the length of a lease; ``None`` when another worker has it."""
    due = SignUp.objects.filter(pk=sign_up_id, retry_at__lte=now)
    if not due.update(retry_at=now + LEASE, attempts=F("attempts") + 1):
        return None
    return SignUp.objects.select_related("subscriber").filter(pk=sign_up_id).first()


@transaction.atomic
def enter_sign_up(sign_up: SignUp, now: datetime) -> Subscriber:
    """Write the request into the ledger, once, and return the person to whom the letter goes."""
    if sign_up.subscriber is None:
        sign_up.subscriber = request_subscription(
            sign_up.email,
            Topic.objects.filter(pk__in=sign_up.topic_ids),
            wording=Wording(sign_up.statement, sign_up.sender),
            page=sign_up.page,
            now=now,
        )
        sign_up.save(update_fields=["subscriber"])
    return sign_up.subscriber


def put_off_sign_up(sign_up: SignUp, now: datetime) -> bool:
    """Try again later, less and less often; false when it is time to give up."""
    if now - sign_up.created_at > GIVE_UP_AFTER:
        return False
    sign_up.retry_at = now + min(FIRST_DELAY * 2 ** (sign_up.attempts - 1), LONGEST_DELAY)
    sign_up.save(update_fields=["retry_at"])
    return True


def due_sign_ups(now: datetime) -> list[int]:
    return list(SignUp.objects.filter(retry_at__lte=now).order_by("pk").values_list("pk", flat=True))
