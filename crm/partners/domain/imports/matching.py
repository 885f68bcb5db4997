"""What a list is compared with: the records that someone may see, and the lines above in the same list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from crm.partners.domain.duplicates import entries_of
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.likeness import CROWD, SURE_NAME, Clue, Entry, Likeness, compare, keys_of, name_nearness
from crm.partners.enums import ContactKind, RecordKind
from crm.partners.models import Membership, Organization, OrganizationContact, PersonContact

SURE_PERSON, SURE_ORGANIZATION, DOUBTFUL_ORGANIZATION = 90, 93, 82
BY_VALUE = (ContactKind.URL, ContactKind.SOCIAL)  # what no other writing could mean
OF_A_CROWD, CROWDS_LOOKED_AT, LEAST_LIKE = 5, 2, 60


@dataclass(frozen=True)
class Found:
    """A record (its number) or a line of the list (its number, negative) that may be the one meant."""

    pk: int
    score: int
    is_sure: bool


@dataclass
class Directory:
    """Entries by what they are filed under; those of the list are added as it is read."""

    kind: RecordKind
    entries: dict[int, Entry] = field(default_factory=dict)
    _filed: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # of the same, in order

    @classmethod
    def of(cls, kind: RecordKind, levels: Collection[str]) -> Directory:
        directory = cls(kind)
        for entry in entries_of(kind, levels):
            directory.add(entry)
        return directory

    def add(self, entry: Entry) -> None:
        self.entries[entry.pk] = entry
        name = _in_order(entry)
        for key in set(keys_of(entry)):
            self._filed[key].append(entry.pk)
            self._names[key].append(name)

    def near(self, entry: Entry) -> Iterable[Entry]:
        """Whatever meets under a key; of a crowded key only what reads most alike.

        Nothing in a crowd reads more alike than the very same name. Otherwise two crowds are looked at, the smallest: a
        slip in a word leaves it out of the crowd of that word only.
        """
        keys = {key for key in keys_of(entry) if key in self._filed}
        crowds = {key for key in keys if len(self._filed[key]) > CROWD}
        met = {pk for key in keys - crowds for pk in self._filed[key]}
        is_known = any(drawer == "whole" for drawer, _name in keys)
        for key in sorted(crowds, key=lambda key: (len(self._filed[key]), key))[:CROWDS_LOOKED_AT]:
            if not is_known or key[0] == "whole":
                met.update(self._of_crowd(entry, key))
        return [self.entries[pk] for pk in sorted(met, key=lambda pk: (pk < 0, abs(pk)))]

    def _of_crowd(self, entry: Entry, key: tuple[str, str]) -> list[int]:
        """Names whose words are in order already, compared in one call: a list of look-alikes asks for millions."""
        best = process.extract(
            _in_order(entry), self._names[key], scorer=fuzz.ratio, limit=OF_A_CROWD, score_cutoff=LEAST_LIKE
        )
        return [self._filed[key][place] for _name, _score, place in best]


def _in_order(entry: Entry) -> str:
    return " ".join(sorted(entry.names[0])) if entry.names else ""


@dataclass
class Known:
    """People, organizations, and who is where."""

    people: Directory
    organizations: Directory
    places: dict[int, set[tuple[int, str]]]  # of a person: organization and folded role
    levels: Collection[str] = ()

    @classmethod
    def of(cls, levels: Collection[str]) -> Known:
        places: dict[int, set[tuple[int, str]]] = defaultdict(set)
        held = Membership.objects.visible(levels).filter(ends_on=None)
        for person, organization, role in held.values_list("person_id", "organization_id", "role"):
            places[person].add((organization, role.casefold()))
        return cls(
            Directory.of(RecordKind.PERSON, levels), Directory.of(RecordKind.ORGANIZATION, levels), places, levels
        )

    @cached_property
    def _webs(self) -> dict[tuple[RecordKind, int], set[str]]:
        found: dict[tuple[RecordKind, int], set[str]] = defaultdict(set)
        for kind, details in ((RecordKind.PERSON, PersonContact), (RecordKind.ORGANIZATION, OrganizationContact)):
            seen = details.objects.filter(kind__in=BY_VALUE, visibility__in=self.levels)
            for pk, value in seen.values_list(kind.value, "value"):
                found[kind, pk].add(value)
        return found

    def webs_of(self, kind: RecordKind, pk: int) -> set[str]:
        """The web addresses and social networks; asked for once, and only by lists that say some."""
        return self._webs.get((kind, pk), set())

    @cached_property
    def _sectors(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for pk, name in Organization.objects.exclude(sectors=None).values_list("pk", "sectors__name"):
            found[pk].add(fold(name))
        return found

    def sectors_of(self, organization: int) -> set[str]:
        """Folded; asked for once, and only by lists that say sectors."""
        return self._sectors.get(organization, set())

    def organization(self, entry: Entry) -> Found | None:
        """By its name or an alias: never a new organization for each line."""
        marks = [
            (name_nearness(entry, other, DOUBTFUL_ORGANIZATION), -number, other.pk)
            for number, other in enumerate(self.organizations.near(entry))
        ]
        score, _order, pk = max(marks, default=(0, 0, 0))
        return Found(pk, score, score >= SURE_ORGANIZATION) if score else None

    def person(self, entry: Entry, organization: int | None) -> Found | None:
        """Sure by a name and something else that agrees; by a name alone, or an e-mail alone, it is a doubt."""
        best: tuple[bool, int] | None = None
        found: Found | None = None
        for other in self.people.near(entry):
            likeness = compare(entry, other)
            if likeness is None:
                continue
            sure = self._is_sure(entry, other, likeness, organization)
            if other.pk < 0 and not sure and not _nearness(likeness):
                continue  # two of one household on one list share a mailbox, and are two
            if best is None or (sure, likeness.score) > best:
                best, found = (sure, likeness.score), Found(other.pk, likeness.score, sure)
        return found

    def _is_sure(self, entry: Entry, other: Entry, likeness: Likeness, organization: int | None) -> bool:
        nearness = _nearness(likeness)
        clues = {reason.clue for reason in likeness.reasons}
        if nearness >= SURE_PERSON and clues & {Clue.EMAIL, Clue.PHONE}:
            return True
        if nearness < SURE_NAME:
            return False
        if other.pk < 0:
            return not (entry.emails and other.emails)
        return organization is not None and any(place == organization for place, _role in self.places.get(other.pk, ()))


def _nearness(likeness: Likeness) -> int:
    return next((reason.nearness for reason in likeness.reasons if reason.clue == Clue.NAME), 0)
