"""Says what a line of a list would do, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.lines import Candidate, read_line
from crm.partners.domain.imports.matching import BY_VALUE, Found, Known
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.likeness import email_key, name_words, phone_key
from crm.partners.enums import LineOutcome


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


@dataclass
class Planner:
    """Compares with what someone may read and with the lines above; writes nothing."""

    mapping: Mapping[str, int]
    known: Known
    said: dict[int, set[str]] = field(default_factory=dict)

    def plan(self, line: Line) -> PlannedLine:
        try:
            candidate = read_line(line, self.mapping)
        except ValidationError as refusal:
            return PlannedLine(line.number, LineOutcome.REFUSED, " ".join(refusal.messages))
        organization = self.known.organization(candidate.organization_entry) if candidate.organization else None
        at = organization.pk if organization else None
        person = self.known.person(candidate.details, at) if candidate.is_person else None
        return self._take_in(candidate, person, organization)

    def recall(self, line: Line, planned: Mapping[str, Any]) -> None:
        """Know again what a line above says, from what ``as_json`` kept of its plan: nothing is looked for twice."""
        person, organization = (
            Found(**found) if (found := planned[what]) else None for what in ("person", "organization")
        )
        self._take_in(read_line(line, self.mapping), person, organization)

    def _take_in(self, candidate: Candidate, person: Found | None, organization: Found | None) -> PlannedLine:
        if candidate.organization and organization is None:
            self.known.organizations.add(candidate.organization_entry)
        if candidate.is_person and person is None:
            self.known.people.add(candidate.details)
        adds = self._adds(candidate, person, organization)
        self._remember(candidate, person, organization)
        found = [one for one in (person, organization) if one]
        return PlannedLine(candidate.number, _outcome(candidate, person, found, adds), "", person, organization, adds)

    def _adds(self, candidate: Candidate, person: Found | None, organization: Found | None) -> tuple[str, ...]:
        """What a record that stands would gain; nothing that it says is ever overwritten."""
        owner = person if candidate.is_person else organization
        directory = self.known.people if candidate.is_person else self.known.organizations
        if owner is None or owner.pk not in directory.entries:  # gone since a line was looked at
            return ()
        entry, told = directory.entries[owner.pk], self.said.setdefault(owner.pk, set())
        adds = []
        for means, value, _precision in candidate.contacts:
            if means in BY_VALUE:
                keys, known = {value}, self.known.webs_of(directory.kind, owner.pk)
            else:
                keys, known = {email_key(value), phone_key(value)}, {*entry.emails, *entry.phones}
            if not keys & {*known, *told}:
                adds.append(means)
                told.update(filter(None, keys))
        if (place := candidate.details.addresses) and not place <= {*entry.addresses, *told}:
            adds.append("address")
            told.update(place)
        for name, _why in candidate.other_names:
            if name_words(name) not in entry.names and name not in told:
                adds.append("other_names")
                told.add(name)
        if not candidate.is_person:
            lacking = set(map(fold, candidate.sectors)) - self.known.sectors_of(owner.pk) - told
            adds += ["sectors"] if lacking else []
            told.update(lacking)
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
