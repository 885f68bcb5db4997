"""When someone leaves: one list of what they hold, each thing given once, seats ended, history kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.accounts.second_factor import has_second_factor
from crm.partners.domain.handover import (
    HandoverRefused,
    close_leaver,
    end_seat,
    given_lately,
    hand_over,
    holdings_of,
    loads,
)
from crm.partners.domain.handover_words import given_lines, holding_line
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import FundingStatus, HoldingKind, PartnershipStage, Visibility
from crm.partners.models import CalendarAddress, Funding, Membership, Organization, Partnership, Task
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    edtf,
    enrol,
    someone_of,
)
from tests.factories.elections import our_council

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
LAST_DAY = PartialDate(2026, 11, 24)


def administrator() -> User:
    return UserFactory.create(is_superuser=True)


def everything_of(user: User, *, finished: bool = False) -> list[Any]:
    """One of each thing, under way or finished."""
    partner = OrganizationFactory(followed_by=None if finished else user)
    person = getattr(user, "person", None) or PersonFactory(user=user)
    return [
        MembershipFactory(
            person=person,
            organization=partner,
            on_behalf_of=our_council(),
            ends_on=edtf("2025") if finished else None,
        ),
        Task.objects.create(title="Rappeler", assignee=user, done_at="2026-01-01T12:00Z" if finished else None),
        partner,
        Partnership.objects.create(
            organization=partner,
            title="Salle",
            followed_by=user,
            stage=PartnershipStage.ENDED if finished else PartnershipStage.ACTIVE,
        ),
        Funding.objects.create(
            funder=partner,
            programme="Quartiers verts",
            followed_by=user,
            status=FundingStatus.REFUSED if finished else FundingStatus.SUBMITTED,
        ),
    ]


def test_the_list_holds_what_is_under_way_and_nothing_else() -> None:
    leaving, by = UserFactory(), administrator()
    held = everything_of(leaving)
    everything_of(leaving, finished=True)
    everything_of(UserFactory())
    assert [one.record for one in holdings_of(leaving, TODAY, seen_by=by)] == held
    assert loads(TODAY, seen_by=by)[leaving.pk] == 5


def test_what_someone_does_elsewhere_in_their_own_name_stays_theirs() -> None:
    leaving, by = UserFactory(), administrator()
    person, partner = PersonFactory(user=leaving), OrganizationFactory()
    ours = [
        MembershipFactory(person=person, organization=our_council()),
        MembershipFactory(person=person, organization=partner, on_behalf_of=our_council()),
        MembershipFactory(
            person=person, organization=partner, post=PostFactory(organization=partner, held_for=our_council())
        ),
    ]
    MembershipFactory(person=person, organization=partner, role="Directrice")
    MembershipFactory(person=person, organization=partner, on_behalf_of=OrganizationFactory())

    held = holdings_of(leaving, TODAY, seen_by=by)

    assert {one.record.pk for one in held} == {one.pk for one in ours}
    assert loads(TODAY, seen_by=None)[leaving.pk] == 3


@pytest.mark.parametrize("number", [1, 3, 50])
def test_seven_queries_whatever_one_holds(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    leaving, by = UserFactory(), administrator()
    for _ in range(number):
        everything_of(leaving)
    with django_assert_num_queries(7):
        assert len([holding_line(one).what for one in holdings_of(leaving, TODAY, seen_by=by)]) == 5 * number
    with django_assert_num_queries(7):
        assert loads(TODAY, seen_by=by)[leaving.pk] == 5 * number


def test_what_is_private_is_in_nobody_elses_list() -> None:
    leaving, board = UserFactory(), someone_of(Role.BOARD)
    everything_of(leaving)
    Membership.objects.update(visibility=Visibility.PRIVATE)
    Partnership.objects.update(visibility=Visibility.PRIVATE)
    Funding.objects.update(visibility=Visibility.PRIVATE)
    kinds = [one.kind for one in holdings_of(leaving, TODAY, seen_by=board)]
    assert kinds == [HoldingKind.TASK, HoldingKind.ORGANIZATION]
    assert (loads(TODAY, seen_by=board)[leaving.pk], loads(TODAY, seen_by=None)[leaving.pk]) == (2, 5)


@pytest.mark.parametrize(
    ("kind", "model", "column"),
    [
        (HoldingKind.TASK, Task, "assignee"),
        (HoldingKind.ORGANIZATION, Organization, "followed_by"),
        (HoldingKind.PARTNERSHIP, Partnership, "followed_by"),
        (HoldingKind.FUNDING, Funding, "followed_by"),
    ],
)
def test_each_thing_is_given_once(kind: HoldingKind, model: type[Any], column: str) -> None:
    leaving, by, taker, late = UserFactory(), administrator(), someone_of(Role.BOARD), someone_of(Role.BOARD)
    everything_of(leaving)
    pk = model.objects.get(**{column: leaving}).pk
    assert hand_over(kind, pk, giver=leaving, taker=taker, by=by, now=NOW) is True
    assert hand_over(kind, pk, giver=leaving, taker=late, by=by, now=NOW) is False
    assert getattr(model.objects.get(pk=pk), column) == taker
    (line,) = given_lines(given_lately(leaving, NOW), seen_by=by)
    assert (line.kind, line.outcome.replace("\u00a0", " ")) == (kind, "à Camille Desruisseaux, 24 novembre 2026")


def test_a_thing_may_be_given_to_nobody() -> None:
    leaving = UserFactory()
    task = Task.objects.create(title="Rappeler", assignee=leaving)
    hand_over(HoldingKind.TASK, task.pk, giver=leaving, taker=None, by=administrator(), now=NOW)
    task.refresh_from_db()
    assert task.assignee is None


@pytest.mark.parametrize("kind", [HoldingKind.ORGANIZATION, HoldingKind.PARTNERSHIP, HoldingKind.FUNDING])
def test_nobody_takes_what_they_may_not_see(kind: HoldingKind) -> None:
    leaving, by, stranger = UserFactory(), administrator(), someone_of(Role.COMMUNICATIONS)
    everything_of(leaving)
    (held,) = [one for one in holdings_of(leaving, TODAY, seen_by=by) if one.kind == kind]
    with pytest.raises(HandoverRefused):
        hand_over(kind, held.record.pk, giver=leaving, taker=stranger, by=by, now=NOW)
    held.record.refresh_from_db()
    assert held.record.followed_by == leaving


def test_a_closed_account_takes_nothing() -> None:
    leaving = UserFactory()
    task = Task.objects.create(title="Rappeler", assignee=leaving)
    closed = UserFactory(is_active=False)
    with pytest.raises(HandoverRefused):
        hand_over(HoldingKind.TASK, task.pk, giver=leaving, taker=closed, by=administrator(), now=NOW)
    task.refresh_from_db()
    assert task.assignee == leaving


def test_a_seat_is_ended_and_never_handed_over() -> None:
    leaving, taker, by = UserFactory(), UserFactory(), administrator()
    held, *_ = everything_of(leaving)
    everything_of(leaving, finished=True)
    with pytest.raises(HandoverRefused):
        hand_over(HoldingKind.SEAT, held.pk, giver=leaving, taker=taker, by=by, now=NOW)
    assert end_seat(held.pk, LAST_DAY, leaver=leaving, ended_by="Départ", by=by, now=NOW) is True
    held.refresh_from_db()
    assert (str(held.ends_on), held.ended_by, Membership.objects.count()) == ("2026-11-24", "Départ", 2)
    assert end_seat(held.pk, LAST_DAY, leaver=leaving, ended_by="Encore", by=by, now=NOW) is False
    (line,) = given_lines(given_lately(leaving, NOW), seen_by=by)
    assert (line.outcome.replace("\u00a0", " "), line.seat) == ("dernier jour : 24 novembre 2026", None)
    assert HoldingKind.SEAT not in [one.kind for one in holdings_of(leaving, TODAY, seen_by=by)]


def test_an_ended_seat_leads_to_the_page_where_the_next_person_is_named() -> None:
    leaving, by = UserFactory(), administrator()
    post = PostFactory(organization=our_council())
    held = MembershipFactory(person=PersonFactory(user=leaving), organization=post.organization, post=post)

    end_seat(held.pk, PartialDate(2026, 11), leaver=leaving, ended_by="", by=by, now=NOW)

    (line,) = given_lines(given_lately(leaving, NOW), seen_by=by)
    assert (line.outcome.replace("\u00a0", " "), line.seat) == ("dernier jour : novembre 2026", post.pk)
    held.visibility = Visibility.PRIVATE
    held.save()
    (line,) = given_lines(given_lately(leaving, NOW), seen_by=someone_of(Role.BOARD))
    assert (line.what, line.outcome.replace("\u00a0", " "), line.seat) == ("", "terminé, 24 novembre 2026", None)


def test_the_seat_of_someone_else_and_an_end_before_its_start_are_refused() -> None:
    leaving, by = UserFactory(), administrator()
    held, *_ = everything_of(leaving)
    assert end_seat(held.pk, LAST_DAY, leaver=UserFactory(), ended_by="", by=by, now=NOW) is False
    with pytest.raises(HandoverRefused):
        end_seat(held.pk, PartialDate(2020), leaver=leaving, ended_by="", by=by, now=NOW)
    held.refresh_from_db()
    assert held.ends_on is None


def test_the_account_closes_with_its_sessions_its_factor_and_its_calendar() -> None:
    leaving, by = UserFactory(), administrator()
    enrol(leaving)
    CalendarAddress.objects.create(user=leaving)
    generation = leaving.session_generation
    assert close_leaver(leaving, by=by, now=NOW) is True
    leaving.refresh_from_db()
    assert (leaving.is_active, has_second_factor(leaving), CalendarAddress.objects.count()) == (False, False, 0)
    assert leaving.session_generation > generation
    assert close_leaver(leaving, by=by, now=NOW) is False


def test_nobody_locks_themselves_out_nor_closes_an_administrator() -> None:
    secretary, head = someone_of(Role.SECRETARIAT), administrator()
    for leaver, by in ((secretary, secretary), (head, secretary), (head, head)):
        with pytest.raises(HandoverRefused):
            close_leaver(leaver, by=by, now=NOW)
        leaver.refresh_from_db()
        assert leaver.is_active
