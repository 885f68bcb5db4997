"""What the ground floor does later: each task loads by number and calls one verb."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone

from crm.accounts.models import User
from crm.partners.domain.digests import people_to_tell, send_digest
from crm.partners.domain.imports.batches import forget_prepared
from crm.partners.domain.imports.carrying import carry_some
from crm.partners.domain.imports.looking import plan_some
from crm.partners.domain.merging import forget_journals
from crm.partners.domain.retention import forget_who_asked
from crm.partners.enums import ImportState
from crm.partners.models import PartnerImport
from crm.partners.references import undo_list

logger = logging.getLogger("parvis.partners")


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


@shared_task(name="partners.plan_import")
def plan_import_task(batch_pk: int) -> None:
    """Look at some lines of a list, then call itself for the next. Twice, even at once, each line is looked at once.

    A worker that is killed has kept all but its last handful: `resume_lists` goes on from there.
    """
    if plan_some(batch_pk):
        plan_import_task.apply_async_on_commit((batch_pk,))
    else:
        logger.info("list of partners looked at", extra={"batch": batch_pk})


@shared_task(name="partners.carry_import")
def carry_import(batch_pk: int) -> None:
    """Write some lines of a list, then call itself for the next. Twice, even at once, each line is written once.

    A handful that fails is written by nobody: `resume_lists` tries it again, and the page says how far it went.
    """
    if carry_some(batch_pk, now=timezone.now()):
        carry_import.apply_async_on_commit((batch_pk,))
    else:
        logger.info("list of partners written", extra={"batch": batch_pk})


@shared_task(name="partners.undo_import")
def undo_import_task(batch_pk: int) -> None:
    """Undo a long list. Run twice, the second finds it undone and does nothing."""
    batch = PartnerImport.objects.get(pk=batch_pk)
    if batch.state != ImportState.UNDOING:
        return
    try:
        undo_list(batch, now=timezone.now())
    except ValidationError:
        PartnerImport.objects.filter(pk=batch_pk, state=ImportState.UNDOING).update(state=ImportState.IMPORTED)
    logger.info("list of partners undone", extra={"batch": batch_pk})


@shared_task(name="partners.resume_lists")
def resume_lists() -> None:
    """Call again for each list that a worker looks at, writes or undoes (beat, each minute): it may have been killed.

    Twice, or while another worker is at it, does nothing more.
    """
    again = {
        ImportState.PLANNING: plan_import_task,
        ImportState.UNDER_WAY: carry_import,
        ImportState.UNDOING: undo_import_task,
    }
    for pk, state in PartnerImport.objects.filter(state__in=again).values_list("pk", "state"):
        again[ImportState(state)].delay(pk)


@shared_task(name="partners.forget_old_traces")
def forget_old_traces() -> None:
    """Forget lists nobody decided about, journals that serve nothing, who asked long ago (beat, each night).

    Twice finds nothing.
    """
    now = timezone.now()
    counts = {
        "lists": forget_prepared(now),
        "journals": forget_journals(now),
        "requests": forget_who_asked(timezone.localdate(now)),
    }
    logger.info("old traces forgotten", extra=counts)
