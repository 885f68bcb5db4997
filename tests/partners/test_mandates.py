"""To seat, to end, to renew, to verify, to vacate: each writes one fact, and what cannot be is refused whole."""

from __future__ import annotations

from datetime import date

import pytest

from crm.partners.domain.mandates import (
    Appointment,
    MandateRefused,
    end_term,
    renew_term,
    seat_member,
    vacate,
    verify_membership,
)
from crm.partners.domain.tenure import Answer
from crm.partners.enums import Capacity, WayIn
from crm.partners.models import Membership
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, UserFactory, edtf

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_a_term_lasts_as_long_as_the_seat_says() -> None:
    post = PostFactory(term_months=24)
    seated = seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2024-04-16")), on=TODAY)
    assert (seated.post, seated.organization, str(seated.term_ends_on)) == (post, post.organization, "2026-04-16")


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [("2024", 24, "2026"), ("2024-11", 3, "2025-02"), ("2024-01-31", 1, "2024-02-29"), ("2024-04-16", None, "None")],
)
def test_the_end_of_a_term_is_as_precise_as_its_start(since: str, months: int | None, until: str) -> None:
    seated = seat_member(PersonFactory(), PostFactory(term_months=months), Appointment(starts_on=edtf(since)), on=TODAY)
    assert str(seated.term_ends_on) == until


def test_an_ex_officio_seat_has_no_end_of_term() -> None:
    post = PostFactory(term_months=24, way_in=WayIn.EX_OFFICIO)
    assert seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2024")), on=TODAY).term_ends_on is None


def test_an_outside_seat_is_held_on_behalf_of_who_sends_there() -> None:
    council = OrganizationFactory()
    seated = seat_member(PersonFactory(), PostFactory(held_for=council), Appointment(), on=TODAY)
    assert seated.on_behalf_of == council


def test_without_a_start_it_is_known_from_the_day_it_is_written() -> None:
    seated = seat_member(PersonFactory(), PostFactory(), Appointment(), on=TODAY)
    assert [seated.is_current(day) for day in (date(2026, 11, 23), TODAY, date(2027, 1, 1))] == [
        Answer.UNKNOWN,
        Answer.YES,
        Answer.YES,
    ]


def test_a_held_seat_is_not_given_twice() -> None:
    post = PostFactory()
    seat_member(PersonFactory(family_name="Grandpré-Fictif"), post, Appointment(starts_on=edtf("2024")), on=TODAY)
    with pytest.raises(MandateRefused, match="Oriane Grandpré-Fictif"):
        seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2025")), on=TODAY)
    assert Membership.objects.count() == 1


def test_a_vacated_seat_may_be_given() -> None:
    post = PostFactory()
    seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2024-04-16")), on=TODAY)
    vacate(post, edtf("2026-01-31"), on=TODAY, ended_by="Démission")
    seated = seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2026-02-10")), on=TODAY)
    assert list(post.memberships.on(TODAY)) == [seated]


def test_to_vacate_twice_changes_nothing() -> None:
    post = PostFactory()
    seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2024-04-16")), on=TODAY)
    assert len(vacate(post, edtf("2026-01-31"), on=TODAY, ended_by="Démission")) == 1
    assert vacate(post, edtf("2026-05-31"), on=TODAY, ended_by="Autre chose") == []
    assert [(str(one.ends_on), one.ended_by) for one in post.memberships.all()] == [("2026-01-31", "Démission")]


def test_a_seat_whose_term_was_to_end_later_is_vacated_now() -> None:
    post = PostFactory()
    held = seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2024-04-16")), on=TODAY)
    renewal = renew_term(held, edtf("2028-04-16"), Appointment())
    assert len(vacate(post, edtf("2026-11-30"), on=TODAY, ended_by="Démission")) == 1
    held.refresh_from_db()
    renewal.refresh_from_db()
    assert (str(held.ends_on), held.ended_by, renewal.ends_on) == ("2026-11-30", "Démission", None)
    assert list(post.memberships.on(date(2026, 12, 1), perhaps=True)) == []


def test_to_vacate_does_not_rewrite_what_is_over() -> None:
    post = PostFactory()
    over = MembershipFactory(post=post, organization=post.organization, starts_on=edtf("2019"), ends_on=edtf("2023-05"))
    assert vacate(post, edtf("2021"), on=TODAY) == []
    over.refresh_from_db()
    assert str(over.ends_on) == "2023-05"


@pytest.mark.parametrize(("sends", "capacity"), [(True, Capacity.DELEGATE), (False, Capacity.OWN_NAME)])
def test_who_sits_for_an_organization_is_its_delegate(sends: bool, capacity: Capacity) -> None:
    post = PostFactory(held_for=OrganizationFactory() if sends else None)
    assert seat_member(PersonFactory(), post, Appointment(), on=TODAY).capacity == capacity
    other = PostFactory(held_for=post.held_for)
    asked = Appointment(capacity=Capacity.OBSERVER)
    assert seat_member(PersonFactory(), other, asked, on=TODAY).capacity == Capacity.OBSERVER


def test_to_end_a_term_leaves_the_other_places_alone() -> None:
    person = PersonFactory()
    held, other = MembershipFactory(person=person), MembershipFactory(person=person)
    end_term(held, edtf("2025-06"), ended_by="Fin du mandat")
    other.refresh_from_db()
    assert (other.ends_on, other.is_current(TODAY)) == (None, Answer.YES)


def test_an_end_is_not_moved_by_ending_again() -> None:
    held = end_term(MembershipFactory(), edtf("2025-06"))
    assert end_term(held, edtf("2025-06")).ends_on == edtf("2025-06")
    with pytest.raises(MandateRefused):
        end_term(held, edtf("2026-06"))


def test_nothing_ends_before_it_started() -> None:
    held = MembershipFactory(starts_on=edtf("2024-04-16"))
    with pytest.raises(MandateRefused):
        end_term(held, edtf("2024-04-15"))
    held.refresh_from_db()
    assert held.ends_on is None


def test_a_renewed_term_follows_the_first_one_day_after_the_other() -> None:
    post = PostFactory(term_months=24)
    first = seat_member(PersonFactory(), post, Appointment(starts_on=edtf("2024-04-16"), source="PV"), on=TODAY)
    second = renew_term(first, edtf("2026-04-21"), Appointment(appointed_by="26-04-03"))
    first.refresh_from_db()
    assert (str(first.ends_on), str(second.starts_on), str(second.term_ends_on)) == (
        "2026-04-20",
        "2026-04-21",
        "2028-04-21",
    )
    assert (second.renews, second.appointed_by, second.person) == (first, "26-04-03", first.person)


def test_a_term_is_renewed_once() -> None:
    first = MembershipFactory(starts_on=edtf("2024-04-16"))
    renew_term(first, edtf("2026-04-21"), Appointment())
    with pytest.raises(MandateRefused):
        renew_term(first, edtf("2026-05-01"), Appointment())
    assert Membership.objects.count() == 2


def test_a_verification_lifts_a_doubt_up_to_that_day() -> None:
    held = MembershipFactory(starts_on=edtf("2018"), end_is_unknown=True)
    assert held.is_current(TODAY) == Answer.UNKNOWN
    someone = UserFactory()
    verified = verify_membership(held, on=TODAY, by=someone, source="Appel")
    assert (verified.is_current(TODAY), verified.last_verified_by, verified.source) == (Answer.YES, someone, "Appel")
    assert verified.is_current(date(2026, 11, 25)) == Answer.UNKNOWN


def test_what_surely_ended_is_not_verified() -> None:
    held = MembershipFactory(starts_on=edtf("2018"), ends_on=edtf("2020"))
    with pytest.raises(MandateRefused):
        verify_membership(held, on=TODAY, by=None)


@pytest.mark.parametrize(
    ("since", "until", "unknown"),
    [
        ("2019-05", "2021", False),
        ("", "2021-04-30", False),
        ("2018", "", True),
        ("", "", False),
        ("2024-04-16", "", False),
    ],
)
@pytest.mark.parametrize("day", [date(2019, 5, 15), date(2021, 3, 1), TODAY])
def test_the_database_answers_as_the_dates_do(since: str, until: str, unknown: bool, day: date) -> None:
    held = MembershipFactory(starts_on=edtf(since), ends_on=edtf(until), end_is_unknown=unknown)
    answer = held.is_current(day)
    assert Membership.objects.answering(day).get().answer == answer
    assert Membership.objects.on(day).exists() is (answer == Answer.YES)
    assert Membership.objects.on(day, perhaps=True).exists() is (answer != Answer.NO)
