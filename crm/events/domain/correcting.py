"""Corrects what someone said of themselves when they registered; their places and their turn stay as they are.

No letter leaves, and the day of the last change, from which reminders are written, is not moved.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.events.domain.desks import takes_place
from crm.events.domain.waiting import hold_registration
from crm.events.models import Answer, Question, Registration

logger = logging.getLogger("parvis.events")


@dataclass(frozen=True)
class Identity:
    """Who registers, and the parent who agrees for someone under 14."""

    name: str
    parent_name: str = ""
    parent_contact: str = ""


def may_correct(registration: Registration, now: datetime) -> bool:
    """While the registration is current and the event is still to come."""
    event = registration.desk.event
    return registration.is_active and takes_place(event) and now < event.starts_at


@transaction.atomic
def correct_identity(registration_id: int, identity: Identity, now: datetime) -> None:
    """Write the name, and the parent, otherwise. A parent who agreed may be corrected, never taken away."""
    registration = _hold(registration_id, now)
    if registration.parent_name and not (identity.parent_name and identity.parent_contact):
        raise ValidationError(_("Under 14, a parent agrees and says how to be reached."))
    registration.name = identity.name
    registration.parent_name, registration.parent_contact = identity.parent_name, identity.parent_contact
    registration.save(update_fields=["name", "parent_name", "parent_contact"])
    _note(registration, "identity")


@transaction.atomic
def correct_answers(registration_id: int, answers: Collection[tuple[Question, str]], now: datetime) -> None:
    """Answer the questions of today otherwise; an empty answer is taken away. What was asked once and no more stays."""
    registration = _hold(registration_id, now)
    for question, text in answers:
        if text:
            registration.answers.update_or_create(question=question, defaults={"asked": question.label, "text": text})
        else:
            Answer.objects.filter(registration=registration, question=question).delete()
    _note(registration, "answers")


@transaction.atomic
def agree_to_photographs(registration_id: int, statement: str, now: datetime) -> None:
    """Keep the words that were agreed to; whoever had agreed already keeps theirs."""
    registration = _hold(registration_id, now)
    if not registration.desk.asks_photo_consent:
        raise ValidationError(_("This consent is not asked for this event."))
    if not registration.photo_statement:
        registration.photo_statement = statement
        registration.save(update_fields=["photo_statement"])
        _note(registration, "photographs agreed to")


@transaction.atomic
def withdraw_photographs(registration_id: int) -> None:
    """At any time, after the event and after a cancellation too. A second call does nothing."""
    registration, _desk = hold_registration(registration_id)
    if registration.photo_statement:
        registration.photo_statement = ""
        registration.save(update_fields=["photo_statement"])
        _note(registration, "photographs withdrawn")


def _hold(registration_id: int, now: datetime) -> Registration:
    registration, _desk = hold_registration(registration_id)
    if not may_correct(registration, now):
        raise ValidationError(_("This registration is no longer current."))
    return registration


def _note(registration: Registration, what: str) -> None:
    logger.info("registration corrected", extra={"registration": registration.pk, "what": what})
