"""What is found of who sits with whom, for what someone may see."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from crm.partners.domain.interlocks import EVER, Period
from crm.partners.domain.network import Gathering, Question, answer_question, first_known_day
from crm.partners.enums import Scope, Visibility
from crm.partners.models import Organization
from tests.factories.partners import OrganizationFactory, PostFactory
from tests.partners.networks import BOARD_LEVELS, TODAY, our_council, person, shared, sits

pytestmark = pytest.mark.django_db
NOW = Period.on(TODAY)
PUBLIC = frozenset({"public"})


@pytest.fixture
def council() -> Organization:
    return our_council()


@pytest.fixture
def table() -> Organization:
    return OrganizationFactory.create(name="Table des Ormes")


@pytest.mark.parametrize("count", [1, 3, 50])
@pytest.mark.parametrize("scope", Scope)
def test_an_answer_takes_one_query(
    council: Organization,
    table: Organization,
    scope: Scope,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shared(council, table, count)

    with django_assert_num_queries(1):
        findings = answer_question(Question(scope, council.pk, table.pk, NOW), PUBLIC)

    assert (len(findings.surely), len(findings.interlocks)) == (count, count)


def test_between_two_forgets_what_ties_them_to_others(council: Organization, table: Organization) -> None:
    anne, other = person("Anne"), OrganizationFactory.create()
    for place in (council, table, other):
        sits(anne, place)

    findings = answer_question(Question(Scope.BETWEEN, council.pk, table.pk, NOW), PUBLIC)

    assert [link.organizations for link in findings.links] == [tuple(sorted((council.pk, table.pk)))]
    assert findings.gatherings == (Gathering(anne.pk, tuple(sorted((council.pk, table.pk))), frozenset()),)


@pytest.mark.parametrize("hidden", ["membership", "person", "seat"])
def test_nothing_is_found_through_what_one_may_not_see(council: Organization, table: Organization, hidden: str) -> None:
    level = {
        name: Visibility.BOARD if name == hidden else Visibility.PUBLIC for name in ("membership", "person", "seat")
    }
    anne = person("Anne", visibility=level["person"])
    sits(anne, council)
    sits(anne, table, visibility=level["membership"], post=PostFactory(organization=table, visibility=level["seat"]))

    question = Question(Scope.AROUND, council.pk, None, NOW)

    assert answer_question(question, PUBLIC).interlocks == ()
    assert len(answer_question(question, BOARD_LEVELS).interlocks) == 1


def test_someone_who_changed_tables_is_two_gatherings(council: Organization, table: Organization) -> None:
    anne, other = person("Anne"), OrganizationFactory.create()
    sits(anne, council, "2010")
    sits(anne, table, "2011", "2014")
    sits(anne, other, "2016")

    findings = answer_question(Question(Scope.WHOLE, period=EVER), PUBLIC)

    assert {one.organizations for one in findings.gatherings} == {(council.pk, table.pk), (council.pk, other.pk)}


def test_what_is_not_sure_is_marked_where_it_is_not(council: Organization, table: Organization) -> None:
    anne, other = person("Anne"), OrganizationFactory.create()
    sits(anne, council, "2020")
    sits(anne, table, "2020", end_is_unknown=True)
    sits(anne, other, "2020")

    (gathering,) = answer_question(Question(Scope.AROUND, council.pk, None, NOW), PUBLIC).gatherings

    assert gathering.perhaps == frozenset({table.pk})


def test_members_are_those_of_that_day(council: Organization) -> None:
    anne, basile, cloe = person("Anne"), person("Basile"), person("Cloé")
    sits(anne, council, "2018", "2020")
    sits(basile, council, "2020-01-01")
    sits(cloe, council, "2019", end_is_unknown=True)

    findings = answer_question(Question(Scope.AROUND, council.pk, None, NOW), PUBLIC)

    assert (findings.members, findings.members_perhaps) == (frozenset({basile.pk}), frozenset({cloe.pk}))


def test_the_first_known_day_is_of_what_one_may_see(council: Organization) -> None:
    assert first_known_day(PUBLIC) is None
    sits(person("Anne"), council, "2012-05")
    sits(person("Basile"), council, "")
    sits(person("Cloé"), council, "1999", visibility=Visibility.BOARD)

    assert (first_known_day(PUBLIC), first_known_day(BOARD_LEVELS)) == (date(2012, 5, 1), date(1999, 1, 1))
