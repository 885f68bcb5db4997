"""Writes a list, some lines at a time: each handful is whole or not at all, and is never written twice."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.partners.domain.imports.batches import save_lines, set_state
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.lines import Candidate, read_line
from crm.partners.domain.imports.prints import Made, made
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.likeness import email_key, phone_key
from crm.partners.domain.merging import record_now
from crm.partners.domain.searching import words_of
from crm.partners.enums import ContactKind, ImportState, LineDecision, LineOutcome, OrganizationKind, RecordKind
from crm.partners.models import (
    ImportedLine,
    Membership,
    Organization,
    OrganizationAddress,
    OrganizationContact,
    OrganizationName,
    PartnerImport,
    Person,
    PersonAddress,
    PersonContact,
    PersonName,
    Sector,
)

A_HANDFUL = 200
NOBODY: tuple[int | None, int | None] = (None, None)

Record = Person | Organization


def carry_some(batch_pk: int, *, now: datetime) -> bool:
    """Write the next lines; whether some remain for the caller. A list that was stopped, or finished, is left alone.

    So is one at which another worker is: PostgreSQL skips it, SQLite has one writer at a time.
    """
    with transaction.atomic():
        free = PartnerImport.objects.select_for_update(skip_locked=True)
        batch = free.filter(pk=batch_pk, state=ImportState.UNDER_WAY).first()
        if batch is None:
            return False
        lines = list(batch.lines.filter(is_done=False).order_by("number")[:A_HANDFUL])
        _Writer(batch).write(lines)
        if len(lines) == A_HANDFUL:
            return True
        batch.imported_at = now
        set_state(batch, ImportState.IMPORTED, "imported_at")
        batch.lines.update(cells=[])
        return False


class _Writer:
    """Writes one handful: new people and what is theirs in a few queries, the rest record by record."""

    def __init__(self, batch: PartnerImport) -> None:
        self.batch = batch
        self.above: dict[int, tuple[int | None, int | None]] = {
            number: (person, organization)
            for number, person, organization in batch.lines.filter(is_done=True)
            .exclude(person=None, organization=None)
            .values_list("number", "person", "organization")
        }
        self.organizations: dict[int, Organization] = {}
        self.new: list[tuple[ImportedLine, Candidate, Person, Organization | None]] = []

    def write(self, lines: Sequence[ImportedLine]) -> None:
        meant = [found["pk"] for line in lines if (found := line.plan.get("organization"))]
        self.organizations = Organization.objects.in_bulk([pk for pk in meant if pk > 0])
        for line in lines:
            candidate = read_line(Line(line.number, tuple(line.cells)), self.batch.mapping)
            completes = line.plan.get("person") or not candidate.is_person
            try:
                with transaction.atomic() if completes else nullcontext():
                    self._write_line(line, candidate)
            except (LookupError, IntegrityError):
                line.outcome, line.made = LineOutcome.REFUSED, []
                line.reason = _("What it should have completed was changed meanwhile. Import this line again.")
            line.is_done, line.cells = True, []
        self._write_new()
        save_lines(lines, "outcome", "reason", "made", "person", "organization", "is_done", "cells")

    def _write_line(self, line: ImportedLine, candidate: Candidate) -> None:
        organization = self._organization(line, candidate)
        line.organization = organization.pk if organization else None
        if not candidate.is_person:
            return
        pk = self._meant(line, "person", RecordKind.PERSON)
        if pk is None:
            person = Person(given_name=candidate.given, family_name=candidate.family, board_notes=candidate.notes)
            self.new.append((line, candidate, person, organization))
            return
        person = Person.objects.get(pk=pk)
        line.person = pk
        line.made += _complete(person, candidate)
        if organization:
            line.made += self._seat(person, organization, candidate)

    def _meant(self, line: ImportedLine, what: str, kind: RecordKind) -> int | None:
        """The record to complete; None for one to make. Raises ``LookupError`` where it is gone."""
        found = line.plan.get(what)
        if found is None or not (found["is_sure"] or line.decision == LineDecision.SAME):
            return None
        pk = found["pk"]
        if pk < 0:
            place = 0 if kind == RecordKind.PERSON else 1
            if self.above.get(-pk, NOBODY)[place] is None:
                self._write_new()  # an organization is made at once, the people of a handful together
            return self.above.get(-pk, NOBODY)[place]
        if kind == RecordKind.ORGANIZATION and pk in self.organizations:
            return pk
        now = record_now(kind, pk)
        model = Person if kind == RecordKind.PERSON else Organization
        if not model.objects.filter(pk=now).exists():
            raise LookupError
        return now

    def _organization(self, line: ImportedLine, candidate: Candidate) -> Organization | None:
        if not candidate.organization:
            return None
        pk = self._meant(line, "organization", RecordKind.ORGANIZATION)
        alone = not candidate.is_person
        if pk is not None:
            organization = self.organizations.get(pk) or Organization.objects.get(pk=pk)
            self.organizations[pk] = organization
            line.made += [*_complete(organization, candidate), *self._sort(organization, candidate)] if alone else []
            return organization
        organization = Organization.objects.create(
            name=candidate.organization, kind=candidate.kind or OrganizationKind.OTHER
        )
        steps = _complete(organization, candidate) if alone else []
        line.made += [made(organization), *steps, *self._sort(organization, candidate)]
        self.organizations[organization.pk] = organization
        self.above[line.number] = (None, organization.pk)
        return organization

    @cached_property
    def _sectors(self) -> dict[str, Sector]:
        return {fold(sector.name): sector for sector in Sector.objects.all()}

    def _sort(self, organization: Organization, candidate: Candidate) -> list[Made]:
        """Into the sectors of the line, those that nobody has written yet included."""
        steps = []
        for name in candidate.sectors:
            sector = self._sectors.get(fold(name))
            if sector is None:
                sector = self._sectors[fold(name)] = Sector.objects.create(name=name)
                steps.append(made(sector))
            row, is_new = Organization.sectors.through.objects.get_or_create(
                organization_id=organization.pk, sector_id=sector.pk
            )
            steps += [made(row)] if is_new else []
        return steps

    def _seat(self, person: Person, organization: Organization, candidate: Candidate) -> list[Made]:
        membership = _membership(person, organization, candidate, self.batch)
        there = person.memberships.filter(organization=organization)
        if not candidate.until and any(
            one.ends_on is None and candidate.role.casefold() in ("", one.role.casefold()) for one in there
        ):
            return []
        if Membership.objects.same_as(membership).exists():
            return []
        membership.save()
        return [made(membership)]

    def _write_new(self) -> None:
        """The people who wait to be made, with their details and their places."""
        waiting, self.new = self.new, []
        parts: dict[int, list[Any]] = {}
        for _line, candidate, person, _organization in waiting:
            contacts, addresses = _parts(person, candidate, PersonContact, PersonAddress)
            names = _names(person, candidate, PersonName)
            for name, own in (("other_names", names), ("contact_details", contacts), ("addresses", addresses)):
                setattr(person, name, own)  # in memory, as a form does before it saves
            person.fold()
            parts[id(person)] = [*names, *contacts, *addresses]
        Person.objects.bulk_create([person for _line, _candidate, person, _organization in waiting])
        places = []
        for line, candidate, person, organization in waiting:
            line.person = person.pk
            self.above[line.number] = (person.pk, organization.pk if organization else None)
            for part in parts[id(person)]:
                part.person_id = person.pk
            if organization:
                membership = _membership(person, organization, candidate, self.batch)
                membership.bound()
                places.append(membership)
                parts[id(person)].append(membership)
        every = [part for own in parts.values() for part in own]
        PersonName.objects.bulk_create(part for part in every if isinstance(part, PersonName))
        PersonContact.objects.bulk_create(part for part in every if isinstance(part, PersonContact))
        PersonAddress.objects.bulk_create(part for part in every if isinstance(part, PersonAddress))
        Membership.objects.bulk_create(places)
        for line, _candidate, person, _organization in waiting:
            line.made += [made(person), *(made(part) for part in parts[id(person)])]


def _parts(owner: Record, candidate: Candidate, contact: Any, address: Any) -> tuple[list[Any], list[Any]]:
    """The details of a line as parts of a record, none saved yet."""
    contacts = [contact(kind=means, value=value, label=precision) for means, value, precision in candidate.contacts]
    addresses = [
        address(street_address=street, city=city, postal_code=postal_code)
        for street, city, postal_code in candidate.addresses
    ]
    return contacts, addresses


def _names(owner: Record, candidate: Candidate, model: Any) -> list[Any]:
    """The other names that a record does not bear yet, none saved."""
    known = {tuple(words_of(name)) for name in (owner.name, *(other.name for other in owner.other_names.all()))}
    return [model(name=name, kind=why) for name, why in candidate.other_names if tuple(words_of(name)) not in known]


def _complete(record: Record, candidate: Candidate) -> list[Made]:
    """Add what a record lacks; nothing that it says is overwritten."""
    owner = record._meta.model_name or ""
    names, details, places = (
        (PersonName, PersonContact, PersonAddress)
        if owner == "person"
        else (OrganizationName, OrganizationContact, OrganizationAddress)
    )
    known = {_key(one.kind, one.value) for one in record.contact_details.all()}
    contacts, addresses = _parts(record, candidate, details, places)
    new = [part for part in contacts if _key(part.kind, part.value) not in known]
    new += [] if record.addresses.exists() else addresses
    new += _names(record, candidate, names)
    steps = []
    for part in new:
        setattr(part, owner, record)
        part.save()
        steps.append(made(part))
    if candidate.notes and not record.board_notes:
        record.board_notes = candidate.notes
        record.save(update_fields=["board_notes"])
        steps.append(made(record, "board_notes"))
    if new:
        type(record).objects.get(pk=record.pk).index_for_search()
    return steps


def _key(means: str, value: str) -> tuple[bool, str]:
    """A telephone is the same whether it is called mobile or not."""
    number = phone_key(value) if means in (ContactKind.VOICE, ContactKind.CELL) else ""
    return bool(number), number or email_key(value)


def _membership(person: Person, organization: Organization, candidate: Candidate, batch: PartnerImport) -> Membership:
    return Membership(
        person=person,
        organization=organization,
        role=candidate.role,
        starts_on=candidate.since,
        ends_on=candidate.until,
        source=_("List “{filename}”").format(filename=batch.filename)[:250],
    )
