"""What a list is compared with: the records that someone may see, and the lines above in the same list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from crm.partners.domain.duplicates import entries_of
from crm.partners.domain.likeness import CROWD, SURE_NAME, Clue, Entry, Likeness, compare, keys_of, name_nearness
from crm.partners.enums import RecordKind
from crm.partners.models import Membership

SURE_PERSON, SURE_ORGANIZATION, DOUBTFUL_ORGANIZATION = 90, 93, 82
OF_A_CROWD = 5


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

    @classmethod
    def of(cls, kind: RecordKind, levels: Collection[str]) -> Directory:
        directory = cls(kind)
        for entry in entries_of(kind, levels):
            directory.add(entry)
        return directory

    def add(self, entry: Entry) -> None:
        self.entries[entry.pk] = entry
        for key in set(keys_of(entry)):
            self._filed[key].append(entry.pk)

    def near(self, entry: Entry) -> Iterable[Entry]:
        """Whatever meets under a key; of a crowded key only what reads most alike."""
        met: set[int] = set()
        for key in set(keys_of(entry)):
            filed = self._filed.get(key, [])
            met.update(filed if len(filed) <= CROWD else self._of_crowd(entry, filed))
        return [self.entries[pk] for pk in sorted(met, key=lambda pk: (pk < 0, abs(pk)))]

    def _of_crowd(self, entry: Entry, filed: list[int]) -> list[int]:
        names = {pk: " ".join(self.entries[pk].names[0]) for pk in filed if self.entries[pk].names}
        best = process.extract(" ".join(entry.names[0]), names, scorer=fuzz.token_sort_ratio, limit=OF_A_CROWD)
        return [pk for _name, _score, pk in best]


@dataclass
class Known:
    """People, organizations, and who is where."""

    people: Directory
    organizations: Directory
    places: dict[int, set[tuple[int, str]]]  # of a person: organization and folded role

    @classmethod
    def of(cls, levels: Collection[str]) -> Known:
        places: dict[int, set[tuple[int, str]]] = defaultdict(set)
        held = Membership.objects.visible(levels).filter(ends_on=None)
        for person, organization, role in held.values_list("person_id", "organization_id", "role"):
            places[person].add((organization, role.casefold()))
        return cls(Directory.of(RecordKind.PERSON, levels), Directory.of(RecordKind.ORGANIZATION, levels), places)

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
