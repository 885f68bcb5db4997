"""What became of the demo's newsletter that has left: one address that no longer exists, the others reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from newsletters.domain.rounds import finish_mailing
from newsletters.domain.sending import start_mailing
from newsletters.enums import DeliveryState
from newsletters.models import Delivery, NewsletterPage, Topic

TAKEN = "2.0.0 Message accepté"
NO_SUCH_BOX = "5.1.1 Adresse inconnue"


def post_to_readers(page: NewsletterPage, left_at: datetime) -> None:
    """Freeze it as its button does, for every topic, then write what the relay would have answered.

    Nothing leaves: the answers are the demo's own. The web copy keeps the agenda of that day.
    """
    mailing = start_mailing(page, Topic.objects.all(), by=None, now=left_at)
    done_at = left_at + timedelta(minutes=1)
    letters = Delivery.objects.filter(mailing=mailing)
    letters.update(
        state=DeliveryState.SENT,
        attempts=F("attempts") + 1,
        sent_at=done_at,
        smtp_code=250,
        smtp_reply=TAKEN,
        changed_at=done_at,
    )
    letters.filter(pk=letters.earliest("pk").pk).update(
        state=DeliveryState.BOUNCED, sent_at=None, smtp_code=550, smtp_reply=NO_SUCH_BOX
    )
    finish_mailing(mailing.pk, done_at)
