"""Whom one means: one search over organizations and people together, and the short name that a form keeps of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Value, When

from crm.partners.domain.searching import words_of
from crm.partners.models import Membership, Organization, Person
from crm.partners.querysets import SearchedQuerySet

MOST_FOUND = 8


@dataclass(frozen=True)
class Found:
    """An organization or a person, with what tells it from its namesakes; ``token`` is what a form sends back."""

    token: str
    name: str
    detail: str


def token_of(record: Organization | Person) -> str:
    return f"{'o' if isinstance(record, Organization) else 'p'}{record.pk}"


def find_who(words: str, levels: Collection[str], on: date, *, most: int = MOST_FOUND) -> list[Found]:
    """Those whom these words may mean, our own council left out; names that begin with them come first.

    Three queries at the most.
    """
    if not words_of(words):
        return []
    organizations = _nearest(Organization.objects.filter(is_our_council=False), words, levels)[:most]
    people = _nearest(Person.objects.visible(levels), words, levels)[:most]
    begins = words_of(words)[0]
    found = _described([*organizations, *people], levels, on)
    return sorted(found, key=lambda one: not any(word.startswith(begins) for word in words_of(one.name)))[:most]


def _nearest(records: SearchedQuerySet, words: str, levels: Collection[str]) -> SearchedQuerySet:  # type: ignore[type-arg]
    first = When(search_text__startswith=words_of(words)[0], then=Value(0))
    found: SearchedQuerySet = records.matching(words, levels)  # type: ignore[type-arg]
    nearness = Case(first, default=Value(1), output_field=IntegerField())
    return found.order_by(nearness, *records.model._meta.ordering or ())


def named_by(tokens: Sequence[str], levels: Collection[str]) -> list[Organization | Person]:
    """The records behind the tokens, in the same order; what is gone or may not be seen is left out."""
    organizations = Organization.objects.in_bulk(_numbers(tokens, "o"))
    people = Person.objects.visible(levels).in_bulk(_numbers(tokens, "p"))
    records: list[Organization | Person] = [*organizations.values(), *people.values()]
    behind = {token_of(record): record for record in records}
    return [behind[token] for token in dict.fromkeys(tokens) if token in behind]


def described(tokens: Sequence[str], levels: Collection[str], on: date) -> list[Found]:
    """Those whom the tokens name, in words."""
    return _described(named_by(tokens, levels), levels, on) if tokens else []


def _numbers(tokens: Iterable[str], letter: str) -> list[int]:
    return [int(token[1:]) for token in tokens if token[:1] == letter and token[1:].isascii() and token[1:].isdigit()]


def _described(records: Sequence[Organization | Person], levels: Collection[str], on: date) -> list[Found]:
    """An organization says its kind; a person, where they sit that day."""
    people = [record.pk for record in records if isinstance(record, Person)]
    seats: dict[int, list[str]] = {pk: [] for pk in people}
    if people:
        held = Membership.objects.visible(levels).on(on).filter(person__in=people).select_related("organization")
        for membership in held.order_by("organization__name"):
            seats[membership.person_id].append(membership.organization.name)
    return [
        Found(
            token_of(record),
            record.name,
            ", ".join(dict.fromkeys(seats[record.pk]))
            if isinstance(record, Person)
            else str(record.get_kind_display()),
        )
        for record in records
    ]
