"""What asks something of someone of the council today: tasks, terms that end, partners to call, days that count.

The first screen of the administration and the weekly letter say the same needs in their own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q

from crm.accounts.models import User
from crm.partners.domain.cadence import Standing, is_quiet
from crm.partners.domain.contacts import partners_by_attention
from crm.partners.domain.funding import DeadlineKind, pressing
from crm.partners.domain.retention import overdue_people
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Funding, Membership, PrivacyRequest, Task

TASKS_AHEAD = timedelta(days=7)
TERMS_AHEAD = timedelta(days=60)
REPORTS_AHEAD = timedelta(days=14)
REQUESTS_AHEAD = timedelta(days=14)


class NeedKind(StrEnum):
    """Why something asks for attention."""

    TASK = "task"
    TERM = "term"
    DELEGATE_REPORT = "delegate_report"
    PARTNER = "partner"
    INTERNAL_DEADLINE = "internal_deadline"
    CALL_CLOSES = "call_closes"
    FUNDER_REPORT = "funder_report"
    PRIVACY_REQUEST = "privacy_request"
    RETENTION = "retention"
    ANSWER = "answer"
    OLD_ANSWER = "old_answer"


@dataclass(frozen=True)
class Need:
    """One thing: what, about which record, by when; ``on`` is None where no day is set.

    Where it is about several people, whom no letter names, it says how many, and has no record.
    """

    kind: NeedKind
    record: Any
    on: date | None
    is_late: bool
    count: int = 1


# What the rooms above ask for, each in its own words of `need_words`.
SOURCES: list[Callable[[User, date], Iterable[Need]]] = []


def needs_of(user: User, on: date) -> list[Need]:
    """What waits for this person that day, the late first, then by date. Only what asks for an act and may be seen.

    Tasks and partners are those given to this person, and those given to nobody where the person keeps the partners.
    """
    everything = [*_tasks(user, on), *(need for source in SOURCES for need in source(user, on))]
    if user.has_perm("partners.see_board_level"):
        everything += [*_terms(user, on), *_partners(user, on), *_fundings(user, on)]
    if user.has_perm("partners.answer_requests"):
        everything += [*_requests(on), *_retention(user, on)]
    return sorted(everything, key=lambda need: (not need.is_late, need.on or date.max))


def _mine(user: User, field: str) -> Q:
    """Given to this person; or to nobody, for whoever keeps the partners."""
    mine = Q(**{field: user})
    return mine | Q(**{field: None}) if user.has_perm("partners.change_organization") else mine


def _tasks(user: User, on: date) -> Iterator[Need]:
    pressing_tasks = Task.objects.to_do().visible(user).filter(_mine(user, "assignee"))
    soon = Q(due_on=None) | Q(due_on__lte=on + TASKS_AHEAD)
    for task in pressing_tasks.filter(soon).select_related("organization"):
        yield Need(NeedKind.TASK, task, task.due_on, bool(task.due_on and task.due_on < on))


def _terms(user: User, on: date) -> Iterator[Need]:
    """The terms of our seats, here and elsewhere, that end soon or ended without a successor; and reports to make."""
    own = Q(person__user=user)
    seen = Membership.objects.visible(levels_of(user)).of_our_council().filter(ends_on=None, renewal=None)
    if not user.has_perm("partners.change_membership"):
        seen = seen.filter(own)
    seen = seen.select_related("person", "organization", "post")
    for held in seen.exclude(term_ends_on=None):
        ends_on = held.term_ends_on.latest if held.term_ends_on else None
        if ends_on and ends_on <= on + TERMS_AHEAD:
            yield Need(NeedKind.TERM, held, ends_on, ends_on < on)
    for held in seen.filter(next_report_on__lte=on + REPORTS_AHEAD):
        yield Need(
            NeedKind.DELEGATE_REPORT, held, held.next_report_on, bool(held.next_report_on and held.next_report_on < on)
        )


def _partners(user: User, on: date) -> Iterator[Need]:
    """Whom we neglect; nobody is chased in July and August."""
    if is_quiet(on):
        return
    keeps = user.has_perm("partners.change_organization")
    for one in partners_by_attention(on):
        follower = one.organization.followed_by_id
        if one.standing == Standing.LATE and (follower == user.pk or (follower is None and keeps)):
            yield Need(NeedKind.PARTNER, one.organization, one.due.late_after, is_late=True)


KIND_OF_DEADLINE = {
    DeadlineKind.INTERNAL: NeedKind.INTERNAL_DEADLINE,
    DeadlineKind.CALL: NeedKind.CALL_CLOSES,
    DeadlineKind.REPORT: NeedKind.FUNDER_REPORT,
}


def _fundings(user: User, on: date) -> Iterator[Need]:
    seen = Funding.objects.visible(levels_of(user)).open().filter(_mine(user, "followed_by")).select_related("funder")
    for one in pressing(seen, on):
        yield Need(KIND_OF_DEADLINE[one.kind], one.funding, one.on, one.on < on)


def _requests(on: date) -> Iterator[Need]:
    """Requests about personal data whose answer is due soon."""
    for asked in PrivacyRequest.objects.filter(answered_on=None, due_on__lte=on + REQUESTS_AHEAD):
        yield Need(NeedKind.PRIVACY_REQUEST, asked, asked.due_on, asked.due_on < on)


def _retention(user: User, on: date) -> Iterator[Need]:
    """People who were to be kept until a day that has passed: one need for all of them."""
    if overdue := overdue_people(on, levels_of(user)):
        yield Need(NeedKind.RETENTION, None, overdue.since, is_late=False, count=overdue.count)
