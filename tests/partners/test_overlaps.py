"""The same person twice in the same place at one time: refused by the database; anything else lives side by side."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crm.partners.domain.tenure import Answer
from crm.partners.models import Membership
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, edtf

pytestmark = pytest.mark.django_db


def terms(*pairs: tuple[str, str], role: str = "") -> list[Membership]:
    """One person, one organization, these terms; none is checked by the form."""
    person, organization = PersonFactory(), OrganizationFactory()
    return [
        MembershipFactory(person=person, organization=organization, role=role, starts_on=edtf(start), ends_on=edtf(end))
        for start, end in pairs
    ]


@pytest.mark.parametrize(
    "pairs",
    [
        [("2019-05-01", ""), ("2020-01-01", "")],
        [("2019-05-01", "2021-04-30"), ("2021-04-30", "")],
        [("2018", "2022"), ("2020-03-01", "2020-04-01")],
        [("2019", "2019"), ("2019", "2019")],
        [("", ""), ("", "")],
    ],
)
def test_the_database_refuses_the_same_twice(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        terms(*pairs)


@pytest.mark.parametrize(
    "pairs",
    [
        [("2019-05-01", "2021-04-30"), ("2021-05-01", "")],
        [("2019", "2021"), ("2021", "2023")],
        [("2019", "2019"), ("2019-06-01", "")],
    ],
)
def test_terms_that_follow_each_other_are_kept(pairs: list[tuple[str, str]]) -> None:
    assert len(terms(*pairs)) == 2


def test_a_change_that_would_overlap_is_refused_too() -> None:
    _before, after = terms(("2019-05-01", "2021-04-30"), ("2021-05-01", ""))
    after.starts_on = edtf("2021-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        after.save()
    after.refresh_from_db()
    assert str(after.starts_on) == "2021-05-01"


def test_two_places_of_one_person_never_disturb_each_other() -> None:
    person, council = PersonFactory(), OrganizationFactory()
    seat = PostFactory(organization=council)
    kept = [
        MembershipFactory(person=person, organization=council),
        MembershipFactory(person=person, organization=council, post=seat),
        MembershipFactory(person=person, organization=council, role="Trésorerie"),
        MembershipFactory(person=person, organization=council, on_behalf_of=OrganizationFactory()),
        MembershipFactory(person=person),
        MembershipFactory(organization=council),
    ]
    kept[0].ends_on = edtf("2025-01-01")
    kept[0].save()
    assert [one.ends_on for one in Membership.objects.filter(pk__in=[m.pk for m in kept[1:]])] == [None] * 5


def test_the_form_says_it_before_the_database_does() -> None:
    (first,) = terms(("2019-05-01", ""))
    again = Membership(person=first.person, organization=first.organization, starts_on=edtf("2020"))
    with pytest.raises(ValidationError, match="déjà"):
        again.full_clean()
    first.full_clean()


@pytest.mark.parametrize(("start", "end"), [("2020-05-01", "2020-04-30"), ("2021", "2020-12-31")])
def test_an_end_before_the_start_is_refused(start: str, end: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        terms((start, end))


EDGES = ["", "2019", "2019-12", "2019-12-31", "2020", "2020-01", "2020-01-01", "2020-02", "2020-02-28", "2020-02-29",
         "2020-03-01", "2020-12-31", "2021-01-01", "2021-02", "2021-02-28", "2021-03"]  # fmt: skip
TERM = st.tuples(st.sampled_from(EDGES), st.sampled_from(EDGES), st.booleans())


def test_the_database_and_the_form_refuse_a_day_that_both_surely_lasted_and_nothing_else() -> None:
    """At the edges of months, of years and of February, with ends that nobody knows; on either database."""
    person, organization = PersonFactory(), OrganizationFactory()

    def membership(term: tuple[str, str, bool]) -> Membership:
        start, end, is_unknown = term
        return Membership(
            person=person,
            organization=organization,
            starts_on=edtf(start),
            ends_on=edtf(end),
            end_is_unknown=is_unknown and not end,
        )

    @settings(max_examples=150)
    @given(TERM, TERM)
    def refuses(one: tuple[str, str, bool], other: tuple[str, str, bool]) -> None:
        first, second = membership(one), membership(other)
        for each in (first, second):
            assume(not (each.starts_on and each.ends_on) or each.ends_on.latest >= each.starts_on.earliest)
        bounds = {day for each in (first, second) for day in (each.tenure.start_max, each.tenure.end_min)}
        share_a_day = any({first.is_current(day), second.is_current(day)} == {Answer.YES} for day in bounds)
        is_refused = share_a_day or one[:2] == other[:2]

        with transaction.atomic():
            first.save()
            says_so = False
            try:
                second.clean()
            except ValidationError:
                says_so = True
            refused = False
            try:
                with transaction.atomic():
                    second.save()
            except IntegrityError:
                refused = True
            transaction.set_rollback(True)
        assert (refused, says_so) == (is_refused, is_refused)

    refuses()
