"""What a person decides about one letter: that it arrived after all, or that it leaves again."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.accounts.models import User
from newsletters.domain.errors import MailingRefused
from newsletters.domain.rounds import hold_mailing
from newsletters.enums import DeliveryState, MailingState
from newsletters.models import Delivery, Mailing
from newsletters.querysets import DeliveryQuerySet

logger = logging.getLogger("parvis.newsletters")

# What a person may settle by hand: an answer that was lost, or a refusal that has been mended.
SETTLED_BY_HAND = (DeliveryState.DOUBTFUL, DeliveryState.BOUNCED)


def mark_as_sent(letter: Delivery, by: User, now: datetime) -> None:
    """Someone knows that a doubtful letter has arrived."""
    marked = Delivery.objects.filter(pk=letter.pk, state=DeliveryState.DOUBTFUL).update(
        state=DeliveryState.SENT, sent_at=letter.changed_at, changed_at=now
    )
    if not marked:
        raise MailingRefused(_("Nothing was changed: this letter is no longer doubtful."))
    logger.info("doubtful letter marked as sent", extra={"letter": letter.pk, "user": by.pk})


@transaction.atomic
def send_again(letter: Delivery, by: User, now: datetime) -> None:
    """Someone decides that a doubtful or refused letter leaves again; a finished mailing reopens for it.

    It keeps its Message-ID, so that a mail program which has it already may show it once. Refused
    when the mailing was stopped, or when another one of the same newsletter is under way.
    """
    if not queue_again(Delivery.objects.filter(pk=letter.pk), now):
        raise MailingRefused(_("Nothing was changed: this letter is no longer doubtful or refused."))
    reopen_mailing(letter.mailing_id)
    logger.info("letter queued again by a person", extra={"letter": letter.pk, "user": by.pk})


def queue_again(letters: DeliveryQuerySet, now: datetime) -> int:
    """Let those of these letters that a person may settle wait as on the first day; returns how many."""
    return letters.filter(state__in=SETTLED_BY_HAND).update(
        state=DeliveryState.QUEUED, attempts=0, retry_at=None, lease_until=None, changed_at=now
    )


def reopen_mailing(mailing_id: int) -> None:
    """A finished mailing goes on. `MailingRefused` when it was stopped, or when its newsletter is under way again."""
    hold_mailing(mailing_id)
    try:
        with transaction.atomic():
            Mailing.objects.filter(pk=mailing_id, state=MailingState.FINISHED).update(
                state=MailingState.SENDING, finished_at=None
            )
    except IntegrityError as error:
        raise MailingRefused(_("Nothing was changed: this newsletter is already being sent again.")) from error
    if Mailing.objects.filter(pk=mailing_id, state=MailingState.STOPPED).exists():
        raise MailingRefused(_("Nothing was changed: this mailing was stopped for good."))
