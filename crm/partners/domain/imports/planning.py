"""Says what each line of a list would do, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from crm.partners.domain.imports.lines import Candidate, read_line
from crm.partners.domain.imports.matching import Found, Known
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.likeness import email_key, phone_key
from crm.partners.enums import ContactKind, LineOutcome


@dataclass(frozen=True)
class PlannedLine:
    """What becomes of a line. A plan names a record by its number, a line of the list by its number made negative."""

    number: int
    outcome: LineOutcome
    reason: str = ""
    person: Found | None = None
    organization: Found | None = None
    adds: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "person": vars(self.person) if self.person else None,
            "organization": vars(self.organization) if self.organization else None,
            "adds": list(self.adds),
            "outcome": self.outcome.value,  # what it is while the lines that it leans on are written
        }


def plan_lines(lines: Iterable[Line], mapping: Mapping[str, int], levels: Collection[str]) -> Iterator[PlannedLine]:
    """Compare with what ``levels`` may read and with the lines above; writes nothing."""
    planner = _Planner(mapping, Known.of(levels))
    return (planner.plan(line) for line in lines)


@dataclass
class _Planner:
    mapping: Mapping[str, int]
    known: Known
    said: dict[int, set[str]] = field(default_factory=dict)

    def plan(self, line: Line) -> PlannedLine:
        try:
            candidate = read_line(line, self.mapping)
        except ValidationError as refusal:
            return PlannedLine(line.number, LineOutcome.REFUSED, " ".join(refusal.messages))
        organization = self._organization(candidate)
        person = self._person(candidate, organization)
        found = [one for one in (person, organization) if one]
        adds = self._adds(candidate, person, organization)
        self._remember(candidate, person, organization)
        return PlannedLine(line.number, _outcome(candidate, person, found, adds), "", person, organization, adds)

    def _organization(self, candidate: Candidate) -> Found | None:
        if not candidate.organization:
            return None
        found = self.known.organization(candidate.organization_entry)
        if found is None:
            self.known.organizations.add(candidate.organization_entry)
        return found

    def _person(self, candidate: Candidate, organization: Found | None) -> Found | None:
        if not candidate.is_person:
            return None
        found = self.known.person(candidate.details, organization.pk if organization else None)
        if found is None:
            self.known.people.add(candidate.details)
        return found

    def _adds(self, candidate: Candidate, person: Found | None, organization: Found | None) -> tuple[str, ...]:
        """What a record that stands would gain; nothing that it says is ever overwritten."""
        owner = person if candidate.is_person else organization
        if owner is None:
            return ()
        directory = self.known.people if candidate.is_person else self.known.organizations
        entry, told = directory.entries[owner.pk], self.said.setdefault(owner.pk, set())
        adds = []
        for means, value in candidate.contacts:
            keys = {email_key(value), phone_key(value)} if means != ContactKind.URL else {value}
            if not keys & {*entry.emails, *entry.phones, *told}:
                adds.append(means)
                told.update(filter(None, keys))
        if (place := candidate.details.addresses) and not place <= {*entry.addresses, *told}:
            adds.append("address")
            told.update(place)
        if candidate.is_person and candidate.organization and not self._is_there(candidate, owner.pk, organization):
            adds.append("membership")
        return tuple(dict.fromkeys(adds))

    def _is_there(self, candidate: Candidate, person: int, organization: Found | None) -> bool:
        places = self.known.places.get(person, ())
        at = organization.pk if organization else -candidate.number
        return any(place == at and candidate.role.casefold() in ("", role) for place, role in places)

    def _remember(self, candidate: Candidate, person: Found | None, organization: Found | None) -> None:
        if candidate.is_person and candidate.organization and not candidate.until:
            someone = person.pk if person else -candidate.number
            at = organization.pk if organization else -candidate.number
            self.known.places.setdefault(someone, set()).add((at, candidate.role.casefold()))


def _outcome(candidate: Candidate, person: Found | None, found: list[Found], adds: tuple[str, ...]) -> LineOutcome:
    if any(not one.is_sure for one in found):
        return LineOutcome.DOUBTFUL
    if (candidate.is_person and person is None) or not found:
        return LineOutcome.NEW
    return LineOutcome.UPDATE if adds else LineOutcome.KNOWN
