"""Letters of the ground floor that leave from a worker."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.accounts.models import User
from crm.partners.domain.digests import people_to_tell, send_digest


@shared_task(name="partners.send_weekly_digests")
def send_weekly_digests() -> None:
    """Ask for this week's letter to each person not looked at yet. Twice asks twice; each letter leaves once."""
    for pk in people_to_tell(timezone.now()):
        send_weekly_digest.delay(pk)


@shared_task(name="partners.send_weekly_digest")
def send_weekly_digest(user_pk: int) -> None:
    """Send one person's weekly letter, unless this week has one; after a failure it is not tried again."""
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    if user is not None:
        send_digest(user, timezone.now())
