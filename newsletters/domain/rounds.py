"""What happens to mailings without a person: pauses by the server, new tries, doubts, ends."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext as _

from newsletters.domain.allowances import opens_at
from newsletters.domain.outcomes import pause_delay
from newsletters.domain.quiet import is_quiet
from newsletters.enums import OPEN_STATES, DeliveryState, MailingState
from newsletters.models import Delivery, Mailing

logger = logging.getLogger("parvis.newsletters")

# A worker is called back by itself for what opens within that time; beat looks each minute in any case.
SOON = timedelta(seconds=90)


def make_rounds(now: datetime) -> list[int]:
    """Bring every mailing up to date with the clock; returns those that a worker should take up again.

    Letters whose worker died between "leaving" and the answer become doubtful; mailings that the server
    paused go on when their time has come; those with nothing open are finished. A mailing that someone
    is sending at this moment is not returned.
    """
    declare_doubts(now)
    resume_after_faults(now)
    hold_outdated(now)
    for mailing_id in Mailing.objects.filter(state=MailingState.SENDING).values_list("pk", flat=True):
        finish_mailing(mailing_id, now)
    letters = Delivery.objects.filter(mailing=OuterRef("pk"))
    waiting = Q(Exists(letters.waiting(now))) | Q(Exists(letters.due_again(now)))
    at_work = letters.filter(state__in=OPEN_STATES, lease_until__gte=now)
    is_called = Q(called_for__gt=now)
    due = Mailing.objects.filter(waiting, ~Exists(at_work), ~is_called, state=MailingState.SENDING)
    return list(due.order_by("created_at").values_list("pk", flat=True))


def declare_doubts(now: datetime) -> int:
    """Letters that left and whose lease ran out: nobody will know the answer. They never leave again by themselves."""
    orphans = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=now)
    doubtful = orphans.update(
        state=DeliveryState.DOUBTFUL,
        smtp_reply=_("The sending was interrupted before the server's answer."),
        lease_until=None,
        changed_at=now,
    )
    if doubtful:
        logger.warning("letters became doubtful", extra={"letters": doubtful})
    return doubtful


def resume_after_faults(now: datetime) -> None:
    """Mailings that the server paused, and not a person, go on by themselves."""
    due = Mailing.objects.filter(state=MailingState.PAUSED, retry_at__lte=now)
    due.update(state=MailingState.SENDING, pause_reason="", retry_at=None)


def pause_for_fault(mailing_id: int, reason: str, now: datetime) -> None:
    """The server takes no letter: leave it alone for a while, longer each time in a row."""
    mailing = Mailing.objects.get(pk=mailing_id)
    retry_at = now + pause_delay(mailing.faults + 1)
    paused = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING).update(
        state=MailingState.PAUSED, pause_reason=reason, retry_at=retry_at, faults=F("faults") + 1
    )
    if paused:
        logger.warning("mailing paused by the server", extra={"mailing": mailing_id, "faults": mailing.faults + 1})


def forget_faults(mailing: Mailing) -> None:
    """The server takes letters again."""
    Mailing.objects.filter(pk=mailing.pk).update(faults=0)
    mailing.faults = 0


@transaction.atomic
def requeue_letters(mailing: Mailing, numbers: Iterable[int]) -> None:
    """Letters refused when everybody was: it was not about these people, and that attempt does not count.

    With those of ``numbers``, all that were refused since the relay last took a letter, whichever worker sent them.
    Had the rounds found nothing open between the refusal and this, and ended the mailing, it goes on.
    """
    last = mailing.deliveries.aggregate(last=Max("sent_at"))["last"]
    since = Q(changed_at__gt=last) if last else Q()
    refused = mailing.deliveries.filter(
        Q(pk__in=list(numbers)) | since, state__in=[DeliveryState.BOUNCED, DeliveryState.DEFERRED], attempts__gt=0
    )
    if refused.update(state=DeliveryState.QUEUED, retry_at=None, attempts=F("attempts") - 1):
        hold_mailing(mailing.pk)
        Mailing.objects.filter(pk=mailing.pk, state=MailingState.FINISHED).update(
            state=MailingState.SENDING, finished_at=None
        )


def hold_outdated(now: datetime) -> None:
    """No invitation leaves after its event has begun: what is left waits for a person, whose word is then enough."""
    outdated = Mailing.objects.filter(state=MailingState.SENDING, useful_until__lte=now).filter(
        Exists(Delivery.objects.filter(mailing=OuterRef("pk"), state__in=OPEN_STATES))
    )
    reason = _("what it invites to has begun. Resume it if it is still of use, or stop it for good.")
    if held := outdated.update(state=MailingState.PAUSED, pause_reason=reason, retry_at=None, useful_until=None):
        logger.warning("mailings held, their event having begun", extra={"mailings": held})


def rests(mailing: Mailing, now: datetime) -> bool:
    """Nothing of it leaves now: it is night and it waits for the morning, or `hold_outdated` is about to hold it."""
    is_outdated = mailing.useful_until is not None and mailing.useful_until <= now
    return is_outdated or (mailing.keeps_quiet and is_quiet(now))


def refuses_everybody(mailing_id: int) -> bool:
    """Whether the server made the mailing pause, and has taken no letter since, resumed meanwhile or not."""
    return Mailing.objects.filter(pk=mailing_id, faults__gt=0).exists()


def took_letters_since(mailing: Mailing, moment: datetime) -> bool:
    """Whether the server has taken letters of this mailing after that moment."""
    return mailing.deliveries.filter(state=DeliveryState.SENT, sent_at__gt=moment).exists()


def call_again(mailing_id: int, now: datetime) -> timedelta | None:
    """How soon a worker comes back to a mailing whose relay is at its limit; ``None``: the rounds see to it.

    Of several workers that ask, one is told. Should it be killed meanwhile, the rounds find the mailing after that.
    """
    at = opens_at(now)
    if not now < at <= now + SOON:
        return None
    waits = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING).exclude(called_for__gt=now)
    return at - now if waits.update(called_for=at) else None


@transaction.atomic
def finish_mailing(mailing_id: int, now: datetime) -> bool:
    """End a mailing of which no letter waits, leaves or will be tried again; says whether it just ended.

    Whoever has just let letters wait again holds the mailing next: either they are seen here, or it is found ended.
    """
    hold_mailing(mailing_id)
    open_letters = Delivery.objects.filter(mailing=OuterRef("pk"), state__in=OPEN_STATES)
    ended = Mailing.objects.filter(~Exists(open_letters), pk=mailing_id, state=MailingState.SENDING).update(
        state=MailingState.FINISHED, finished_at=now
    )
    if ended:
        logger.info("mailing finished", extra={"mailing": mailing_id})
    return ended == 1


def hold_mailing(mailing_id: int) -> None:
    """Until the end of the transaction nobody else moves it; what they did before is seen by what follows."""
    Mailing.objects.select_for_update().filter(pk=mailing_id).values_list("pk").first()
