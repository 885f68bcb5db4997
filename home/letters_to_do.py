"""What waits on the first screen about letters being written: an approval, the draft of the month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from crm.accounts.models import User
from home.thing_to_do import ToDo
from newsletters.domain.approvals import APPROVE, may_approve
from newsletters.domain.recurring import stop_path
from newsletters.models import LetterReading, MonthlyDraft

# That nothing was new asks for no act: it is said for a week.
NOTHING_IS_SAID_FOR = timedelta(days=7)


def approvals_to_do(user: User) -> Iterator[ToDo]:
    """Letters that wait for this person's approval, and those of hers that were sent back."""
    back = Q(
        status=LetterReading.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__requested_by=user,
    )
    concerned = back | Q(status=LetterReading.STATUS_IN_PROGRESS) if user.has_perm(APPROVE) else back
    readings = LetterReading.objects.filter(concerned).select_related("workflow_state__requested_by", "finished_by")
    for reading in readings.prefetch_related("workflow_state__content_object__latest_revision__user"):
        said = {"letter": reading.workflow_state.content_object, "person": reading.finished_by or _("someone")}
        url = reverse("letter_reading", args=[reading.pk])
        if reading.is_sent_back:
            sentence = _("“%(letter)s” was sent back by %(person)s, with a comment.")
            yield ToDo(sentence % said, _("See what is to be changed"), url)
        elif may_approve(reading, user):
            sentence = _("“%(letter)s” waits for your approval: nothing leaves before.")
            yield ToDo(sentence % said, _("Read it, and answer"), url, is_urgent=True)


def monthly_draft_to_do(user: User, now: datetime) -> Iterator[ToDo]:
    """What was prepared this month and not sent; that nothing was, for a week."""
    if not user.has_perm("newsletters.send_mailing"):
        return
    made = MonthlyDraft.objects.select_related("page").filter(made_at__gt=now - timedelta(days=31)).first()
    if made is None:
        return
    if made.page and not made.page.live:
        sentence = _("The newsletter “%(title)s” was prepared for you: a draft of the month, to be written better.")
        url = reverse("wagtailadmin_pages:edit", args=[made.page.pk])
        yield ToDo(sentence % {"title": made.page}, _("Open the draft"), url)
    elif made.nothing_new and made.made_at > now - NOTHING_IS_SAID_FOR:
        yield ToDo(
            _("No draft was prepared this month: nothing new."), _("Choose another day, or stop it"), stop_path()
        )
