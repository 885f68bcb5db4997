"""What may be done to a decision, or to one of its sendings, as they stand now, in the words of the administration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.assemblies.enums import DecisionState
from crm.assemblies.models import Decision, Sending

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Action:
    """An act with a page of its own."""

    name: str
    label: str | _StrPromise
    is_main: bool = False


@dataclass(frozen=True)
class Offered:
    """An act that is offered on a record."""

    label: str | _StrPromise
    url: str
    is_main: bool


VOTE = Action("vote", _("Record the vote"), is_main=True)
OLD_NUMBER = Action("old_number", _("Enter a decision from before, with its number"))
ATTACH = Action("attach", _("Attach a document"))
SEND = Action("send", _("Write to whom it was sent"), is_main=True)
ERRATUM = Action("erratum", _("Write an erratum"))
ACKNOWLEDGE = Action("acknowledge", _("They acknowledged it"))
REMIND = Action("remind", _("We asked again"))
ANSWER = Action("answer", _("Write their answer"), is_main=True)
ANSWER_ANEW = Action("answer", _("Write another answer"))
STOP = Action("stop", _("Stop asking"))
RESUME = Action("resume", _("Be reminded again"))
AWAIT = Action("await", _("Take the outcome back"))


def actions_for(decision: Decision) -> list[Offered]:
    attach = [] if decision.is_closed_session else [ATTACH]
    if decision.state == DecisionState.ADOPTED:
        acts = [SEND, *attach, *([ERRATUM] if decision.is_sealed else [])]
    else:
        # What an agenda item puts to an assembly is voted there.
        acts = attach if decision.item_id else [VOTE, *attach, OLD_NUMBER]
    return [_offered(act, decision.pk) for act in acts]


def sending_actions_for(sending: Sending, *, asks: bool) -> list[Offered]:
    """What may be done to it; ``asks``: someone will be reminded of it."""
    if sending.outcome:
        return [_offered(act, sending.pk) for act in (ANSWER_ANEW, AWAIT)]
    acknowledge = [] if sending.acknowledged_on else [ACKNOWLEDGE]
    return [_offered(act, sending.pk) for act in (ANSWER, *acknowledge, REMIND, STOP if asks else RESUME)]


def _offered(action: Action, pk: int) -> Offered:
    return Offered(action.label, reverse(f"decision:{action.name}", args=[pk]), action.is_main)
