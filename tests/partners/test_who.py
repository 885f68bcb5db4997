"""Whom one means: organizations and people in one search, as far as one may see them."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from crm.partners.domain.who import Found, described, find_who, named_by
from crm.partners.enums import OrganizationKind, Visibility
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, edtf

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
BOARD = frozenset({"public", "board"})
EVERYTHING = BOARD | {"private"}


def names(words: str, levels: frozenset[str] = BOARD) -> list[str]:
    return [found.name for found in find_who(words, levels, TODAY)]


def test_organizations_and_people_answer_together_without_accents() -> None:
    OrganizationFactory(name="Café du Très-Saint-Sacrement")
    PersonFactory(given_name="Zoé", family_name="Café-Boisclair")
    OrganizationFactory(name="Jardin La Binette")

    assert names("cafe") == ["Café du Très-Saint-Sacrement", "Zoé Café-Boisclair"]
    assert names("cafe st") == ["Café du Très-Saint-Sacrement"]
    assert names("") == names("…") == names("tambour") == []


def test_what_begins_with_the_words_comes_first() -> None:
    OrganizationFactory(name="Amis des ormes")
    OrganizationFactory(name="Ormes en fête")

    assert names("ormes") == ["Ormes en fête", "Amis des ormes"]


def test_nobody_finds_our_own_council_nor_whom_they_may_not_see() -> None:
    OrganizationFactory(name="Conseil des ormes", is_our_council=True)
    hidden = PersonFactory(family_name="Desormes-Fictive", visibility=Visibility.PRIVATE)

    assert names("ormes") == []
    assert names("desormes", EVERYTHING) == [hidden.name]


def test_each_says_what_tells_it_from_its_namesakes() -> None:
    person = PersonFactory(given_name="Oriane", family_name="Desormeaux-Fictive")
    table = OrganizationFactory(name="Table de concertation", kind=OrganizationKind.COMMITTEE)
    MembershipFactory(person=person, organization=table)
    MembershipFactory(person=person, starts_on=edtf("2015"), ends_on=edtf("2016"))
    MembershipFactory(person=person, visibility=Visibility.PRIVATE)

    assert find_who("oriane", BOARD, TODAY) == [Found(f"p{person.pk}", person.name, "Table de concertation")]
    assert described([f"o{table.pk}"], BOARD, TODAY) == [
        Found(f"o{table.pk}", "Table de concertation", "Comité ou table de concertation")
    ]


def test_tokens_name_only_what_is_there_and_seen_once_each() -> None:
    partner, seen = OrganizationFactory(), PersonFactory()
    hidden = PersonFactory(visibility=Visibility.PRIVATE)
    tokens = [f"p{seen.pk}", f"o{partner.pk}", f"p{seen.pk}", f"p{hidden.pk}", "o0", "x1", "o²", "o", ""]

    assert named_by(tokens, BOARD) == [seen, partner]


@pytest.mark.parametrize("number", [1, 3, 50])
def test_three_queries_whatever_is_found(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for at in range(number):
        MembershipFactory(person__family_name=f"Ormeau {at}", organization__name=f"Ormeau {at}")

    with django_assert_num_queries(3):
        assert len(find_who("ormeau", BOARD, TODAY)) == min(2 * number, 8)
