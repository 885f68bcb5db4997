"""Whether two records look alike, and why: pure functions over what is known of each.

Records that share nothing are never compared: each is filed under a few keys (an e-mail, a telephone, an address, the
beginnings of its name), and only what meets under a key is looked at. A crowded key is walked in the order of the
names, each with the few that follow it, so that the work grows as the records do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from crm.partners.domain.searching import LITTLE_WORDS, words_of

CROWD = 60  # records under one key; beyond, only neighbours in alphabetical order are compared
NEIGHBOURS = 8
SHARED_MAILBOX = 6  # an address of that many records is an office's, and says nothing of who is who
SURE_NAME, NEAR_NAME, LOOSE_NAME = 100, 88, 70
LEAST_WORD = 75  # of a person's name, each word
SHORTEST_PLURAL = 5  # « Desbien » may be « Desbiens »; « Loui » and « Louis », nobody knows
LEGAL_FORMS = frozenset(["inc", "ltee", "enr", "senc", "obnl", "osbl"])


class Clue(StrEnum):
    """Why two records may be one."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


WEIGHTS = {Clue.EMAIL: 0.8, Clue.PHONE: 0.6, Clue.ADDRESS: 0.35}


class Reason(NamedTuple):
    """A clue, and for names how near they are, out of 100."""

    clue: Clue
    nearness: int = 100


@dataclass(frozen=True)
class Likeness:
    """Two records, the smaller number first, with how surely they are one, out of 100."""

    low: int
    high: int
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Entry:
    """What is known of one record, folded for comparing; ``names`` holds a tuple of words for each name."""

    pk: int
    names: tuple[tuple[str, ...], ...]
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    is_person: bool = field(default=False, compare=False)


def name_words(name: str) -> tuple[str, ...]:
    """The words that count in a name, each letter for letter: « Café du Très-Saint-Sacrement » has four."""
    words = tuple(word for word in words_of(name) if word not in LITTLE_WORDS | LEGAL_FORMS)
    return words or tuple(words_of(name))


def phone_key(number: str) -> str:
    """The ten figures of a telephone here, whatever its country code; empty for what is no whole number."""
    figures = re.sub(r"[^0-9]", "", number.lower().partition("poste")[0].partition("x")[0])
    return figures[-10:] if len(figures) >= 10 else ""


def email_key(address: str) -> str:
    return address.strip().casefold()


def address_key(street: str, city: str = "", postal_code: str = "") -> str:
    """The number, the street, and where it is: without a number in the street it is no address of anyone."""
    words = words_of(street)
    if not any(word[0].isdigit() for word in words) or len(words) < 2:
        return ""
    place = re.sub(r"[^0-9a-z]", "", postal_code.casefold()) or " ".join(words_of(city))
    return f"{' '.join(words)}|{place}"


def likenesses(entries: Collection[Entry], known_different: Collection[tuple[int, int]] = ()) -> list[Likeness]:
    """The pairs that may be one record, the surest first."""
    by_pk = {entry.pk: entry for entry in entries}
    refused = frozenset(known_different)
    found = (compare(by_pk[low], by_pk[high]) for low, high in _candidates(entries) if (low, high) not in refused)
    return sorted((pair for pair in found if pair), key=lambda pair: (-pair.score, pair.low, pair.high))


def compare(one: Entry, other: Entry) -> Likeness | None:
    """How alike two records are; None where nothing says that they may be one."""
    clues = [
        clue
        for clue, shared in (
            (Clue.EMAIL, one.emails & other.emails),
            (Clue.PHONE, one.phones & other.phones),
            (Clue.ADDRESS, one.addresses & other.addresses),
        )
        if shared
    ]
    nearness = name_nearness(one, other, LOOSE_NAME if clues else NEAR_NAME)
    if nearness < LOOSE_NAME and Clue.EMAIL not in clues:
        return None
    doubt = 1.0 - (max(nearness - 60, 0) / 100 * 2 if nearness >= LOOSE_NAME else 0)
    for clue in clues:
        doubt *= 1 - WEIGHTS[clue]
    named = [Reason(Clue.NAME, nearness)] if nearness >= LOOSE_NAME else []
    low, high = sorted((one.pk, other.pk))
    return Likeness(low, high, round(100 * (1 - doubt)), (*(Reason(clue) for clue in clues), *named))


def name_nearness(one: Entry, other: Entry, enough: int = NEAR_NAME) -> int:
    """How near the two nearest of their names are, out of 100; 0 below ``enough``."""
    near = _person_nearness if one.is_person else _organization_nearness
    best = max((near(mine, theirs) for mine in one.names for theirs in other.names), default=0)
    return best if best >= enough else 0


def _person_nearness(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """Word against word, in whichever order: « Jean » and « Jeanne » of one family are two people."""
    if sorted(mine) == sorted(theirs):
        return 100
    few, many = sorted((mine, theirs), key=len)
    if not few or len(many) > len(few) + 1:
        return 0
    left = list(many)
    marks: list[float] = []
    for word in sorted(few, key=len, reverse=True):
        mark, near = max(((_word_nearness(word, other), other) for other in left), key=_mark)
        if mark < LEAST_WORD:
            return 0
        marks.append(mark)
        left.remove(near)
    missing = 6 if left else 0
    if len(few) == 1 and len(many) > 1:
        return 0
    return int(sum(marks) / len(marks)) - missing


def _mark(near: tuple[float, str]) -> float:
    return near[0]


def _word_nearness(one: str, other: str) -> float:
    if one == other:
        return 100.0
    if 1 in (len(one), len(other)):
        return 88.0 if one[0] == other[0] else 0.0
    # A first name and its feminine differ by their end; a slip of the finger is anywhere, a lost last « s » too.
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and (long[len(short) :] != "s" or len(short) < SHORTEST_PLURAL):
        return 70.0
    return fuzz.ratio(one, other)


def _organization_nearness(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """The whole, and the words that only one of them has: two schools differ by little, and are two schools."""
    if mine == theirs:
        return 100
    if {word for word in mine if word.isdigit()} != {word for word in theirs if word.isdigit()}:
        return 0
    whole = fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs))
    only_mine, only_theirs = sorted(set(mine) - set(theirs)), sorted(set(theirs) - set(mine))
    if not only_mine and not only_theirs:
        return 100
    if only_mine and only_theirs:
        return int(min(whole, fuzz.ratio(" ".join(only_mine), " ".join(only_theirs)) + 8))
    return int(whole)


def _candidates(entries: Collection[Entry]) -> set[tuple[int, int]]:
    """The pairs that meet under a key."""
    filed: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in set(keys_of(entry)):
            filed[key].append(entry)
    pairs: set[tuple[int, int]] = set()
    for (drawer, _name), together in filed.items():
        if drawer in (Clue.EMAIL, Clue.PHONE) and len(together) > SHARED_MAILBOX:
            continue
        pairs.update((min(a.pk, b.pk), max(a.pk, b.pk)) for a, b in _meetings(together))
    return pairs


def _meetings(together: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    if len(together) <= CROWD:
        yield from combinations(together, 2)
        return
    in_order = sorted(together, key=lambda entry: (sorted(entry.names[0]) if entry.names else [], entry.pk))
    for place, entry in enumerate(in_order):
        for neighbour in in_order[place + 1 : place + 1 + NEIGHBOURS]:
            yield entry, neighbour


def keys_of(entry: Entry) -> Iterable[tuple[str, str]]:
    """Under what this record is filed; a slip in one word leaves the keys of the others."""
    yield from ((Clue.EMAIL, value) for value in entry.emails)
    yield from ((Clue.PHONE, value) for value in entry.phones)
    yield from ((Clue.ADDRESS, value) for value in entry.addresses)
    for words in entry.names:
        yield ("whole", " ".join(sorted(words)))
        if entry.is_person:
            for one, other in combinations(sorted(words), 2):
                yield ("start", f"{one[:4]} {other[:1]}")
                yield ("start", f"{other[:4]} {one[:1]}")
        else:
            yield from (("word", word[:5]) for word in words if len(word) > 2)
            yield ("word", "".join(word[0] for word in words))


def name_entry(name: str, *, is_person: bool) -> Entry:
    """A name alone, to be compared with records."""
    return Entry(0, (name_words(name),), is_person=is_person)
