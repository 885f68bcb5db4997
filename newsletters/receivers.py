"""Hears what the square, the table, the memory announce, and writes the letters; workers send them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.admin import signal_handlers
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from cms.archive.enums import ContributionNews
from cms.archive.models import Contribution
from cms.archive.signals import contribution_news
from cms.pages.page_cache import forget_pages_when_changed
from crm.accounts.models import User
from crm.accounts.workers import call_workers
from crm.assemblies.models import Notice
from crm.assemblies.signals import assembly_called
from crm.events import signals
from crm.events.domain.publishing import TOLD_TO_REGISTERED
from crm.events.enums import RegistrationNews
from crm.events.models import Event, Registration
from newsletters.domain.contribution_letters import write_contribution_letter
from newsletters.domain.notices import write_notice
from newsletters.domain.registration_news import write_event_letters, write_registration_letter
from newsletters.enums import RegistrationLetterKind
from newsletters.models import EventMessage, IssueErratum, LetterReading, NoticeMailing, SecondReader


def listen() -> None:
    """Called once, when all the rooms are ready."""
    assembly_called.connect(convene, dispatch_uid="letter-assembly-called")
    signals.registration_news.connect(tell_person, dispatch_uid="letter-registration-news")
    signals.registrations_forgotten.connect(forget_messages, dispatch_uid="letter-registrations-forgotten")
    signals.event_changed.connect(tell_of_change, dispatch_uid="letter-event-changed")
    signals.event_cancelled.connect(tell_of_cancellation, dispatch_uid="letter-event-cancelled")
    signals.event_postponed.connect(tell_of_postponement, dispatch_uid="letter-event-postponed")
    contribution_news.connect(tell_giver, dispatch_uid="letter-contribution-news")
    for step in (task_submitted, task_approved, task_rejected):
        step.connect(tell_of_reading, sender=LetterReading, dispatch_uid="letter-reading")
    write_instead_of_wagtail()
    forget_pages_when_changed(IssueErratum)


def write_instead_of_wagtail() -> None:
    """About our letters, Wagtail's own e-mails would leave inside the request, and beside ours."""
    for signal, name, notifier in (
        (workflow_submitted, "submitted", signal_handlers.workflow_submission_email_notifier),
        (workflow_approved, "approved", signal_handlers.workflow_approval_email_notifier),
        (workflow_rejected, "rejected", signal_handlers.workflow_rejection_email_notifier),
    ):
        uid = f"workflow_state_{name}_email_notification"
        signal.disconnect(sender=WorkflowState, dispatch_uid=uid)
        signal.connect(partial(_but_for_letters, notifier), sender=WorkflowState, dispatch_uid=uid, weak=False)


def _but_for_letters(notifier: Callable[..., Any], instance: WorkflowState, **kwargs: Any) -> None:
    if not SecondReader.objects.filter(workflow_tasks__workflow=instance.workflow_id).exists():
        notifier(instance=instance, **kwargs)


def tell_of_reading(instance: TaskState, **kwargs: Any) -> None:
    """Who may approve is written to, then who asked; without a broker, beat finds it within a minute."""
    from newsletters.tasks import tell_of_readings_task

    transaction.on_commit(partial(call_workers, tell_of_readings_task))


def convene(notice: Notice, by: User | None, now: datetime, **kwargs: Any) -> None:
    """The members at once, the readers of the topic as a mailing; a refusal undoes the call."""
    from newsletters.tasks import post_notice_letters_task, start_delivering

    write_notice(notice, by, now)
    transaction.on_commit(partial(call_workers, post_notice_letters_task))
    for post in NoticeMailing.objects.filter(notice=notice):
        start_delivering(post.mailing_id)


def tell_person(registration: Registration, news: RegistrationNews, now: datetime, **kwargs: Any) -> None:
    if write_registration_letter(registration, news, now):
        _call()


def tell_giver(contribution: Contribution, news: ContributionNews, now: datetime, **kwargs: Any) -> None:
    """Without a broker the letter waits in its row, and beat finds it within a minute of its return."""
    from newsletters.tasks import post_contribution_letters_task

    write_contribution_letter(contribution, news, now)
    transaction.on_commit(partial(call_workers, post_contribution_letters_task))


def forget_messages(event: Event, **kwargs: Any) -> None:
    """What volunteers wrote to people who are forgotten is forgotten with them."""
    EventMessage.objects.filter(event=event).delete()


def tell_of_change(event: Event, changed: Collection[str], now: datetime, **kwargs: Any) -> None:
    """Nothing changed means that a cancellation or a postponement was taken back."""
    worth = [name for name in changed if name in TOLD_TO_REGISTERED]
    if not changed:
        _tell(event, RegistrationLetterKind.EVENT_RESTORED, now)
    elif worth:
        _tell(event, RegistrationLetterKind.EVENT_CHANGED, now, worth)


def tell_of_cancellation(event: Event, now: datetime, **kwargs: Any) -> None:
    _tell(event, RegistrationLetterKind.EVENT_CANCELLED, now)


def tell_of_postponement(event: Event, now: datetime, **kwargs: Any) -> None:
    _tell(event, RegistrationLetterKind.EVENT_POSTPONED, now)


def _tell(event: Event, kind: RegistrationLetterKind, now: datetime, changed: Collection[str] = ()) -> None:
    if write_event_letters(event, kind, now, changed):
        _call()


def _call() -> None:
    """Without a broker the letters wait in their rows, and beat finds them within a minute of its return."""
    from newsletters.tasks import post_registration_letters_task

    transaction.on_commit(partial(call_workers, post_registration_letters_task))
