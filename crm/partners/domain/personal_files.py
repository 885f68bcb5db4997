"""Everything held about one person of the CRM: handed over when they ask, erased when they ask (Law 25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.partners.domain.absorbing import references_to
from crm.partners.domain.need_words import day_words
from crm.partners.domain.partial_dates import partial_date_words
from crm.partners.domain.wording import tenure_words
from crm.partners.enums import Capacity, RecordKind, Visibility
from crm.partners.models import ImportedLine, Interaction, Membership, Merger, Person


@dataclass(frozen=True)
class Line:
    """One fact: under which heading, what, and its value, in the words of the screen."""

    heading: str
    label: str
    value: str


@dataclass(frozen=True)
class Possible:
    """What bears the name of someone and may be another's: theirs once whoever answers them has made sure.

    `key` is the same at each look: « agreement-12 ».
    """

    key: str
    line: Line


@dataclass(frozen=True)
class KnownAbove:
    """What a storey above holds about someone: its lines, what erasing takes away and leaves there, and erasing it.

    `possible` is what may be theirs, by the name alone. A sentence each; `erase` returns how many rows it touched.
    """

    lines: Callable[[Person], Iterator[Line]]
    possible: Callable[[Person], Iterator[Possible]]
    goes: Callable[[Person], list[str]]
    stays: Callable[[Person], list[str]]
    erase: Callable[[Person, datetime], int]


# What the rooms above let go when someone is erased: rows that name them and decided nothing.
LET_GO: list[Callable[[Person], models.QuerySet[Any]]] = []
# The storeys above that know someone otherwise than by a row that names them: by an e-mail address, say.
KNOWN_ABOVE: list[KnownAbove] = []


def personal_file(person: Person, sure: Collection[str] = ()) -> list[Line]:
    """All that is held about this person, and nothing about anybody else: a contact says its day, not what was said.

    Of what is possibly theirs, what was made sure of, by its keys.
    """
    found = [line for line in _lines(person) if line.value]
    return [*found, *(one.line for one in possible_matches(person) if one.key in sure)] if sure else found


def possible_matches(person: Person) -> list[Possible]:
    """What bears the name of this person and is not known to be theirs."""
    return [one for above in KNOWN_ABOVE for one in above.possible(person)]


def _lines(person: Person) -> Iterator[Line]:
    who = _("Person")
    for name in ("given_name", "family_name", "pronouns", "biography", "board_notes"):
        yield Line(who, label_of(person, name), getattr(person, name))
    yield Line(who, label_of(person, "visibility"), person.get_visibility_display())
    yield Line(who, label_of(person, "keep_until"), day_words(person.keep_until) if person.keep_until else "")
    yield Line(who, _("record opened on"), day_words(timezone.localdate(person.created_at)))
    yield Line(who, label_of(person, "portrait"), str(person.portrait or ""))
    for other in person.other_names.all():
        yield Line(_("Other names"), other.get_kind_display(), other.name)
    for detail in person.contact_details.all():
        means = f"{detail.get_kind_display()} ({detail.label})" if detail.label else detail.get_kind_display()
        yield Line(_("Contact details"), means, detail.value)
    for address in person.addresses.all():
        yield Line(_("Addresses"), _("Address"), str(address))
    for held in person.memberships.select_related("organization", "post", "on_behalf_of"):
        yield from _membership_lines(held)
    for register, count in mentions_of(person):
        yield Line(_("In the registers of the council"), register, str(count))
    for contact in person.interactions.all():
        yield Line(_("Contacts"), day_words(contact.happened_on), contact.get_channel_display())
    if person.user:
        yield from _account_lines(person.user)
    for asked in person.privacy_requests.all():
        answer = _("not answered yet")
        if asked.answered_on:
            answer = f"{asked.get_outcome_display()}, {day_words(asked.answered_on)}"
        yield Line(_("Requests"), f"{asked.get_kind_display()}, {day_words(asked.received_on)}", answer)
        yield Line(_("Requests"), label_of(asked, "asked_by"), asked.asked_by)
        yield Line(_("Requests"), label_of(asked, "answer"), asked.answer)
    for above in KNOWN_ABOVE:
        yield from above.lines(person)


def _account_lines(user: User) -> Iterator[Line]:
    heading = _("Account")
    yield Line(heading, _("E-mail"), user.email)
    yield Line(heading, _("Name"), user.get_full_name())
    yield Line(heading, _("Roles"), ", ".join(group.name for group in user.groups.all()))
    yield Line(heading, _("opened on"), day_words(timezone.localdate(user.date_joined)))
    yield Line(heading, _("last here"), day_words(timezone.localdate(user.last_login)) if user.last_login else "")


def _membership_lines(held: Membership) -> Iterator[Line]:
    heading = _("Memberships")
    place = f"{held.organization} · {held.label}" if held.label else str(held.organization)
    yield Line(heading, place, held_words(held))
    said = {
        "on_behalf_of": str(held.on_behalf_of or ""),
        "capacity": "" if held.capacity == Capacity.OWN_NAME else held.get_capacity_display(),
        "term_ends_on": partial_date_words(held.term_ends_on) if held.term_ends_on else "",
        "next_report_on": day_words(held.next_report_on) if held.next_report_on else "",
        "last_verified_on": day_words(held.last_verified_on) if held.last_verified_on else "",
    }
    for name in ("mandate", "source", "appointed_by", "ended_by", *said):
        yield Line(heading, f"{place} · {label_of(held, name)}", said.get(name, getattr(held, name)))


def held_words(held: Membership) -> str:
    """From when to when: « depuis le 14 mai 2019 »."""
    return tenure_words(held.starts_on, held.ends_on, end_is_unknown=held.end_is_unknown)


def label_of(record: Any, name: str) -> str:
    """What the screens call this field."""
    return str(record._meta.get_field(name).verbose_name)


@dataclass(frozen=True)
class Erasure:
    """What erasing would do: what stays, because the council must be able to say who decided; the rest goes."""

    board_terms: tuple[Membership, ...]
    counted_terms: tuple[Membership, ...]
    other_memberships: int
    contact_details: int
    interactions: int
    mentions: int
    let_go: int
    goes_above: tuple[str, ...] = ()
    stays_above: tuple[str, ...] = ()
    erased_above: int = 0

    @property
    def reasons(self) -> int:
        """For how many reasons the name stays: each term, and the mentions together."""
        return len(self.board_terms) + len(self.counted_terms) + bool(self.mentions)

    @property
    def keeps_the_name(self) -> bool:
        return bool(self.reasons)


def plan_erasure(person: Person) -> Erasure:
    """What would go and what would stay; writes nothing."""
    memberships = list(person.memberships.select_related("organization", "post"))
    board_terms = tuple(held for held in memberships if held.organization.is_our_council)
    registered = _in_registers(person)
    counted_terms = tuple(held for held in memberships if held.pk in registered and held not in board_terms)
    let_go = sum(rows(person).count() for rows in LET_GO)
    return Erasure(
        board_terms,
        counted_terms,
        len(memberships) - len(board_terms) - len(counted_terms),
        person.contact_details.count() + person.addresses.count(),
        person.interactions.count(),
        sum(count for _model, count in mentions_of(person)) - let_go,
        let_go,
        tuple(sentence for above in KNOWN_ABOVE for sentence in above.goes(person)),
        tuple(sentence for above in KNOWN_ABOVE for sentence in above.stays(person)),
    )


def mentions_of(person: Person) -> list[tuple[str, int]]:
    """The rows of the rooms above that name the person for good (who was there, who voted), counted by register.

    Where a register names people in several ways, it says in which.
    """
    found = [
        (field, count)
        for field in references_to(Person)
        if field.remote_field.on_delete is models.PROTECT and field.model is not Membership
        if (count := field.model._base_manager.filter(**{field.name: person.pk}).count())
    ]
    ways = Counter(field.model for field, _count in found)
    return [
        (f"{_plural(field.model)} · {field.verbose_name}" if ways[field.model] > 1 else _plural(field.model), count)
        for field, count in found
    ]


def _plural(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)


def _in_registers(person: Person) -> set[int]:
    """The memberships on which a row of a room above stands for good: as whose delegate someone was counted."""
    return {
        pk
        for field in references_to(Membership)
        if field.remote_field.on_delete in (models.PROTECT, models.RESTRICT)
        for pk in field.model._base_manager.filter(**{f"{field.name}__person": person.pk}).values_list(
            field.attname, flat=True
        )
    }


@transaction.atomic
def erase_person(person: Person, now: datetime | None = None) -> Erasure:
    """Erase the person, and every trace in the history; a second call finds nobody and changes nothing.

    Who sat on our own board, or is named in a register of the assemblies, keeps a name and the dates of those terms,
    and of those elsewhere with which an assembly counted them: the register of who decided for the neighbourhood is
    not the person's alone. Contact details, notes, portrait,
    account, other places, history: all go.
    """
    plan = plan_erasure(person)
    with disable_auditlog():
        erased_above = sum(above.erase(person, now or timezone.now()) for above in KNOWN_ABOVE)
        for rows in LET_GO:
            rows(person).delete()
        person.memberships.exclude(pk__in=[held.pk for held in (*plan.board_terms, *plan.counted_terms)]).delete()
        _leave_contacts(person)
        _forget_tidying(person)
        person.privacy_requests.update(asked_by="", answer="", person=None)
        if plan.keeps_the_name:
            _leave_only_the_name(person)
        else:
            _forget_history(person)
            person.delete()
    return replace(plan, erased_above=erased_above)


def _leave_only_the_name(person: Person) -> None:
    for field in references_to(Person):
        if field.remote_field.on_delete is models.CASCADE and field.model is not Membership:
            field.model._base_manager.filter(**{field.name: person.pk}).delete()
    person.memberships.update(mandate="", source="", next_report_on=None)
    _forget_history(person)
    bare = Person(
        pk=person.pk,
        given_name=person.given_name,
        family_name=person.family_name,
        visibility=Visibility.BOARD,
        created_at=person.created_at,
    )
    bare._state.adding = False
    bare.save()


def _leave_contacts(person: Person) -> None:
    """Take the person out of the contacts, and out of what the history says of who was named in them."""
    contacts = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Interaction))
    named = contacts.filter(changes__has_key="people").filter(
        Q(object_id__in=person.interactions.values("pk")) | Q(changes__people__objects__icontains=person.name)
    )
    for entry in list(named):
        entry.changes.pop("people")
        entry.save(update_fields=["changes"])
    person.interactions.clear()


def _numbers_of(person: Person) -> set[int]:
    """Every number that this person has had, those of the records merged into theirs included."""
    once = {person.pk}
    mergers = Merger.objects.filter(kind=RecordKind.PERSON, undone_at=None)
    while absorbed := set(mergers.filter(kept_pk__in=once).exclude(lost_pk__in=once).values_list("lost_pk", flat=True)):
        once |= absorbed
    return once


def _forget_tidying(person: Person) -> None:
    """Empty what mergers and imported lists keep to be undone: as far as this person goes, they cannot be any more."""
    once = _numbers_of(person)
    Merger.objects.filter(kind=RecordKind.PERSON, kept_pk__in=once).update(journal=[])
    ImportedLine.objects.filter(person__in=once).update(cells=[], plan={}, reason="")


def _forget_history(person: Person) -> None:
    once = _numbers_of(person)
    own = Q(content_type=ContentType.objects.get_for_model(Person), object_id__in=once)
    LogEntry.objects.filter(own | Q(additional_data__person__in=once)).delete()
