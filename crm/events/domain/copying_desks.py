"""Gives another event the same registration desk: its places, its questions, its opening so many days before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.events.domain.desks import desk_of, hold_desk
from crm.events.models import Event, Question, RegistrationDesk

SETTINGS = ("capacity", "most_places", "hold_hours", "keep_days", "asks_age", "asks_photo_consent")
ASKED = ("label", "kind", "choices", "required", "sort_order")


def copy_desk(event: Event, copy: Event) -> RegistrationDesk | None:
    """The desk of ``event`` again for ``copy``, with nobody registered; ``None`` where there is none."""
    desk = desk_of(event)
    if desk is None:
        return None
    made = RegistrationDesk.objects.create(event=copy, **_settings_for(desk, event, copy))
    for question in desk.questions.all():
        Question.objects.create(desk=made, **_asked(question))
    return made


@transaction.atomic
def give_desk(event: Event, other: Event) -> bool:
    """Make the desk of ``other`` like that of ``event``; return whether anything changed.

    Whoever registered there keeps their places, even where fewer are left to give, and their answers: one to a
    question that is no longer asked stays beside the words that were asked.
    """
    desk, known = desk_of(event), desk_of(other)
    if desk is None:
        return False
    if known is None:
        return copy_desk(event, other) is not None
    held = hold_desk(known.pk)
    changed = _write(held, _settings_for(desk, event, other))
    return _give_questions(desk, held) or changed


def _give_questions(desk: RegistrationDesk, other: RegistrationDesk) -> bool:
    """A question put in the same words is the same one."""
    known = {question.label: question for question in other.questions.all()}
    changed = False
    for question in desk.questions.all():
        same = known.pop(question.label, None) or Question(desk=other)
        changed |= _write(same, _asked(question))
    for question in known.values():
        question.delete()
    return changed or bool(known)


def _write(record: RegistrationDesk | Question, values: dict[str, Any]) -> bool:
    """Save what is not so already; whether anything was not."""
    differing = [name for name, value in values.items() if getattr(record, name) != value]
    for name in differing:
        setattr(record, name, values[name])
    if differing:
        record.save()
    return bool(differing)


def _settings_for(desk: RegistrationDesk, event: Event, other: Event) -> dict[str, Any]:
    moments = {name: _moved(getattr(desk, name), event, other) for name in ("opens_at", "closes_at")}
    return {**{name: getattr(desk, name) for name in SETTINGS}, **moments}


def _asked(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in ASKED}


def _moved(moment: datetime | None, event: Event, copy: Event) -> datetime | None:
    """As long before the copy as before the event, at the same hour on the council's clock."""
    if moment is None:
        return None
    days = timezone.localtime(copy.starts_at).date() - timezone.localtime(event.starts_at).date()
    return timezone.localtime(moment) + days
