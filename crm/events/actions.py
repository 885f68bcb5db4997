"""What may be done to an event in each of its states, in the words of the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.events.enums import EventStatus
from crm.events.models import Event

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMESPACE = "event"
PUBLIC = (EventStatus.PUBLISHED, EventStatus.CANCELLED, EventStatus.POSTPONED)


@dataclass(frozen=True)
class Action:
    """An act with a page that says what will happen before it does."""

    name: str
    label: str | _StrPromise
    icon: str
    statuses: tuple[EventStatus, ...]
    permission: str = "change"

    def url(self, event: Event) -> str:
        return reverse(f"{NAMESPACE}:{self.name}", args=[event.pk])


PUBLISH = Action("publish", _("Publish in the agenda…"), "upload", (EventStatus.DRAFT,))
RESTORE = Action("restore", _("Restore in the agenda…"), "undo", (EventStatus.CANCELLED, EventStatus.POSTPONED))
POSTPONE = Action("postpone", _("Postpone the event…"), "time", PUBLIC)
CANCEL = Action("cancel", _("Cancel the event…"), "cross", (EventStatus.PUBLISHED, EventStatus.POSTPONED))
WITHDRAW = Action("withdraw", _("Withdraw, published by mistake…"), "download", (EventStatus.PUBLISHED,))
DUPLICATE = Action("duplicate", _("Duplicate for another date…"), "copy", tuple(EventStatus), permission="add")

ACTIONS = (PUBLISH, RESTORE, POSTPONE, CANCEL, WITHDRAW, DUPLICATE)


def actions_for(event: Event) -> list[Action]:
    """What makes sense now."""
    return [action for action in ACTIONS if event.status in action.statuses]
