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
    in_series: bool = False

    def url(self, event: Event) -> str:
        return reverse(f"{NAMESPACE}:{self.name}", args=[event.pk])


PUBLISH = Action("publish", _("Publish in the agenda…"), "upload", (EventStatus.DRAFT,))
RESTORE = Action("restore", _("Restore in the agenda…"), "undo", (EventStatus.CANCELLED, EventStatus.POSTPONED))
POSTPONE = Action("postpone", _("Postpone the event…"), "time", PUBLIC)
CANCEL = Action("cancel", _("Cancel the event…"), "cross", (EventStatus.PUBLISHED, EventStatus.POSTPONED))
WITHDRAW = Action("withdraw", _("Withdraw, published by mistake…"), "download", (EventStatus.PUBLISHED,))
DUPLICATE = Action("duplicate", _("Duplicate for another date…"), "copy", tuple(EventStatus), permission="add")
GOES_ON = (EventStatus.DRAFT, EventStatus.PUBLISHED, EventStatus.POSTPONED)
REPEAT = Action("repeat", _("Repeat the event…"), "rotate", GOES_ON, permission="add")
EXTEND = Action("extend", _("Change what follows too…"), "resubmit", GOES_ON, in_series=True)
STOP = Action("stop", _("Cancel what follows…"), "cross", tuple(EventStatus), in_series=True)
SERIES = Action("series", _("See the whole series…"), "list-ul", tuple(EventStatus), in_series=True)

ACTIONS = (PUBLISH, RESTORE, POSTPONE, CANCEL, WITHDRAW, DUPLICATE, REPEAT, EXTEND, STOP, SERIES)


def actions_for(event: Event) -> list[Action]:
    """What makes sense now."""
    return [one for one in ACTIONS if event.status in one.statuses and (event.series_id or not one.in_series)]
