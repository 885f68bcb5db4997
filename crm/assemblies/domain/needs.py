"""Answers that do not come: what the first screen and the weekly letter remind the board to ask for again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.domain.followups import answer_rules, reminder_due_on
from crm.assemblies.models import Sending
from crm.partners.domain.held_above import HeldAbove
from crm.partners.domain.need_words import day_words
from crm.partners.domain.needs import Need, NeedKind

AHEAD = timedelta(days=7)
# What nobody asked for again in all that time: the board is asked whether it still waits.
LONG_AGO = timedelta(days=365)


def answers_to_ask_for(user: User, on: date) -> Iterator[Need]:
    """What was sent and is to be asked for again within a week, for whoever follows the decisions."""
    if not user.has_perm("assemblies.change_sending"):
        return
    waiting = list(Sending.objects.waiting().seen_by(user).with_words())
    rules = answer_rules() if waiting else []
    for sending in waiting:
        due = reminder_due_on(sending, rules)
        if due is not None and due <= on + AHEAD:
            is_old = due < on - LONG_AGO
            yield Need(NeedKind.OLD_ANSWER if is_old else NeedKind.ANSWER, sending, due, due < on and not is_old)


def _seen_by(sendings: QuerySet[Sending], user: User) -> QuerySet[Sending]:
    seen = Sending.objects.filter(pk__in=sendings.values("pk")).seen_by(user).select_related("decision", "organization")
    return seen if user.has_perm("assemblies.view_decision") else seen.none()


def _detail(sending: Sending) -> str:
    return _("sent on %(day)s") % {"day": day_words(sending.sent_on)}


# Who leaves hands over the answers that they await.
ANSWERS_AWAITED = HeldAbove(
    Sending, lambda on: Sending.objects.waiting().filter(followed_by__isnull=False), _seen_by, _detail
)
