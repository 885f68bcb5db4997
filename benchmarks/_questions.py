"""What the board asks, its aim in milliseconds, and for each a plain way to the same rows, without Parvis."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks._neighbourhood import TODAY

A_PAGE, A_TYPEAHEAD, ONE_ORGANIZATION, THE_NETWORK, DUPLICATES, AN_IMPORT = 300, 150, 50, 300, 10_000, 30_000
SLOW = 1_000  # what may take longer than that is asked three times only
NEAR = 88  # of 100: the nearness of two names from which Parvis itself shows them

# Two memberships of one person in two organizations that surely or perhaps last on that day.
SAME_DAY = """
    SELECT a.person_id, a.id, b.id FROM partners_membership a JOIN partners_membership b
    ON a.person_id = b.person_id AND a.organization_id {compared} b.organization_id
    WHERE a.start_min <= %s AND a.end_max >= %s AND b.start_min <= %s AND b.end_max >= %s {narrowed}
"""
LIKE = """
    SELECT given_name, family_name FROM partners_person WHERE search_text LIKE %s
    ORDER BY family_name, given_name LIMIT 50
"""


@dataclass(frozen=True)
class Asked:
    """One question; where both ways can be compared, each returns how much it found."""

    name: str
    aim: int
    ask: Callable[[], Any]
    plain: Callable[[], Any]
    is_compared: bool = False

    @property
    def is_slow(self) -> bool:
        return self.aim > SLOW


def questions() -> Iterator[Asked]:
    from crm.partners.domain.duplicates import find_duplicates
    from crm.partners.domain.interlocks import Period
    from crm.partners.domain.network import Question, answer_question
    from crm.partners.enums import RecordKind, Scope, Visibility
    from crm.partners.models import Organization

    levels = frozenset(Visibility.values)
    ours = Organization.objects.get(is_our_council=True).pk
    around, whole = Question(Scope.AROUND, ours, None, Period.on(TODAY)), Question(Scope.WHOLE, period=Period.on(TODAY))
    days = [TODAY] * 4
    yield from _pages(ours)
    yield Asked(
        "around one organization",
        ONE_ORGANIZATION,
        lambda: len(answer_question(around, levels).interlocks),
        _sql(SAME_DAY.format(compared="<>", narrowed="AND a.organization_id = %s"), *days, ours),
        is_compared=True,
    )
    yield Asked(
        "whole network on a date",
        THE_NETWORK,
        lambda: len(answer_question(whole, levels).interlocks),
        _sql(SAME_DAY.format(compared="<", narrowed=""), *days),
        is_compared=True,
    )
    yield Asked("all duplicates", DUPLICATES, partial(find_duplicates, RecordKind.PERSON, levels), _every_pair)


HELD = """
    SELECT o.name, m.role FROM partners_membership m JOIN partners_organization o ON o.id = m.organization_id {}
"""


@dataclass(frozen=True)
class Page:
    """A page through the whole of Django and Wagtail, and the statement that gives its rows."""

    name: str
    aim: int
    address: str
    statement: str
    values: tuple[Any, ...] = ()


def _pages(ours: int) -> Iterator[Asked]:
    """For someone who may see everything."""
    client = _signed_in()
    for page in (*_lists(), *_typeahead(), *_files(ours)):
        yield Asked(page.name, page.aim, _ask(client, page.address), _sql(page.statement, *page.values))


def _lists() -> Iterator[Page]:
    from django.urls import reverse

    for name, order in {
        "organization": "SELECT name, kind FROM partners_organization ORDER BY search_text LIMIT 50",
        "person": "SELECT given_name, family_name FROM partners_person ORDER BY family_name, given_name LIMIT 50",
        "membership": HELD.format("ORDER BY m.end_max DESC, m.start_max DESC LIMIT 50"),
        "contact": "SELECT summary FROM partners_interaction ORDER BY happened_on DESC, id DESC LIMIT 50",
    }.items():
        yield Page(f"list: {name}", A_PAGE, reverse(f"{name}:index"), order)


def _typeahead() -> Iterator[Page]:
    from django.urls import reverse

    from crm.partners.models import Person

    words = Person.objects.order_by("pk")[0].family_name[:4].lower()
    for name, asks in {"people": "person:index_results", "whom one means": "contact:who"}.items():
        yield Page(f"typeahead: {name}", A_TYPEAHEAD, f"{reverse(asks)}?q={words}", LIKE, (f"%{words}%",))


def _files(ours: int) -> Iterator[Page]:
    from django.urls import reverse

    from crm.partners.models import Person

    someone = Person.objects.order_by("pk")[0].pk
    of_person, of_place, elsewhere = (
        HELD.format(f"WHERE m.{column} = %s") for column in ("person_id", "organization_id", "on_behalf_of_id")
    )
    yield Page("page of a person", A_PAGE, reverse("person:inspect", args=[someone]), of_person, (someone,))
    yield Page("page of an organization", A_PAGE, reverse("organization:inspect", args=[ours]), of_place, (ours,))
    yield Page("where do we sit", A_PAGE, reverse("where_we_sit:index"), elsewhere, (ours,))
    whole = f"{reverse('who_sits:index')}?scope=whole&when=day&day={TODAY}"
    yield Page("who sits where, drawn", A_PAGE, whole, SAME_DAY.format(compared="<", narrowed=""), (TODAY,) * 4)


def _signed_in() -> Any:
    from django.test import Client

    from crm.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("mesure@conseil.example"))
    return client


def _ask(client: Any, address: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")

    return ask


def _sql(statement: str, *values: Any) -> Callable[[], int]:
    """How many rows it gives, all of them fetched."""

    def ask() -> int:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return len(cursor.fetchall())

    return ask


def _every_pair() -> None:
    """The names of everybody with those of everybody, by rapidfuzz alone: no e-mail, no reason, no exception."""
    from rapidfuzz import fuzz, process

    from crm.partners.models import Person

    names = [" ".join(sorted(name)) for name in Person.objects.values_list("given_name", "family_name")]
    for place, name in enumerate(names):
        process.extract(name, names[place + 1 :], scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
