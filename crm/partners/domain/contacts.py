"""The verbs of contacts: to note one with what must follow, to finish a task, and to see whom we neglect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from crm.accounts.models import User
from crm.partners.domain.cadence import Due, LastContacts, Rule, Standing, most_pressing
from crm.partners.domain.encounters import encounters
from crm.partners.enums import CadenceMode, Channel, Visibility
from crm.partners.models import Cadence, Interaction, Organization, Person, Task


@dataclass(frozen=True)
class FollowUp:
    """What must be done after a contact, by whom, and by when."""

    title: str
    assignee: User | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Contact:
    """A contact as it is noted: who, how, when, one line."""

    happened_on: date
    channel: Channel
    summary: str
    organizations: Collection[Organization] = ()
    people: Collection[Person] = ()
    notes: str = ""
    visibility: Visibility = Visibility.BOARD
    documents: Collection[Any] = ()
    follow_ups: Sequence[FollowUp] = field(default=())


class NobodyNamed(Exception):
    """A contact names at least one organization or one person."""


@transaction.atomic
def note_contact(contact: Contact, *, by: User | None) -> Interaction:
    """Write the contact and its follow-ups, or nothing. Raises `NobodyNamed`.

    The organizations that the people surely belong to on that day are named with them: their cadence starts anew.
    """
    return _write(Interaction(recorded_by=by), contact, by)


@transaction.atomic
def amend_contact(noted: Interaction, contact: Contact, *, by: User | None) -> Interaction:
    """Correct a contact as a whole; what must follow is added to what already did. Raises `NobodyNamed`.

    Who was named stays as written: an organization taken away does not come back with its people.
    """
    return _write(noted, contact, by)


def _write(noted: Interaction, contact: Contact, by: User | None) -> Interaction:
    if not contact.organizations and not contact.people:
        raise NobodyNamed
    is_new = noted.pk is None
    noted.happened_on, noted.channel = contact.happened_on, contact.channel
    noted.summary, noted.notes, noted.visibility = contact.summary, contact.notes, contact.visibility
    noted.save()
    organizations = {organization.pk for organization in contact.organizations}
    if is_new and not organizations:
        organizations = _organizations_of(contact.people, contact.happened_on)
    noted.organizations.set(organizations)
    noted.people.set(contact.people)
    noted.documents.set(contact.documents)
    about = next(iter(organizations)) if len(organizations) == 1 else None
    for follow in contact.follow_ups:
        Task.objects.create(
            title=follow.title,
            assignee=follow.assignee,
            due_on=follow.due_on,
            organization_id=about,
            interaction=noted,
            created_by=by,
        )
    return noted


def _organizations_of(people: Collection[Person], on: date) -> set[int]:
    """Where these people sit on that day, our own council left out: one does not call oneself."""
    return set(
        Organization.objects.filter(
            is_our_council=False,
            memberships__person__in=people,
            memberships__start_max__lte=on,
            memberships__end_min__gte=on,
        ).values_list("pk", flat=True)
    )


def finish_task(task: Task, *, by: User | None, now: datetime) -> bool:
    """Mark it done; False where someone had already, and nothing changes then."""
    return bool(Task.objects.to_do().filter(pk=task.pk).update(done_at=now, done_by=by))


def reopen_task(task: Task) -> bool:
    """Undo `finish_task`."""
    return bool(Task.objects.filter(pk=task.pk, done_at__isnull=False).update(done_at=None, done_by=None))


@dataclass(frozen=True)
class Attention:
    """A partner whose cadence says something: what is due, and where we stand."""

    organization: Organization
    due: Due

    @property
    def standing(self) -> Standing:
        return self.due.standing


def partners_by_attention(on: date) -> list[Attention]:
    """Every partner with a cadence, the most neglected first; two queries, whatever their number, and one a teller.

    The rules of a partner take the place of those of its kind, mode by mode; an event held together is a contact too.
    """
    of_kind: dict[str, dict[str, Rule]] = defaultdict(dict)
    of_partner: dict[int, dict[str, Rule]] = defaultdict(dict)
    for cadence in Cadence.objects.all():
        rule = Rule(CadenceMode(cadence.mode), cadence.ideal_months, cadence.longest_months)
        rules = of_kind[cadence.kind] if cadence.organization_id is None else of_partner[cadence.organization_id]
        rules[cadence.mode] = rule
    if not of_kind and not of_partner:
        return []
    in_person = Q(interactions__channel__in=(Channel.IN_PERSON, Channel.HYBRID))
    before = Q(interactions__happened_on__lte=on)
    partners = (
        Organization.objects.filter(Q(kind__in=of_kind) | Q(pk__in=of_partner), is_our_council=False, dissolved_on=None)
        .annotate(
            last_any=Max("interactions__happened_on", filter=before),
            last_in_person=Max("interactions__happened_on", filter=before & in_person),
        )
        .select_related("followed_by")
        .order_by("name", "pk")
    )
    found = []
    met = encounters(on)
    for partner in partners:
        also = met.get(partner.pk, [])
        last = LastContacts(
            timezone.localdate(partner.created_at),
            _latest(partner.last_any, *(one.any for one in also)),
            _latest(partner.last_in_person, *(one.in_person for one in also)),
        )
        rules = {**of_kind.get(partner.kind, {}), **of_partner.get(partner.pk, {})}
        due = most_pressing(rules.values(), last, on)
        if due is not None:
            found.append(Attention(partner, due))
    order = list(Standing)
    return sorted(found, key=lambda one: (-order.index(one.standing), one.due.late_after))


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)
