"""What someone looks after in the agenda: handed over when they leave, drafts and what waits for a number included."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.events.domain.duplicating import duplicate_event
from crm.events.domain.uncounted import waive_count
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event
from crm.partners.domain.handover import HandoverRefused, given_lately, hand_over, holdings_of, loads
from crm.partners.domain.handover_words import given_lines, holding_line
from crm.partners.enums import HoldingKind
from tests.events.moments import at
from tests.factories import EventFactory, UserFactory, someone_of

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.fixture
def leaver() -> User:
    return UserFactory()


def looked_after_by(user: User, when: str, **fields: object) -> Event:
    event: Event = EventFactory(starts_at=at(when), ends_at=None, kind=EventKind.ACTIVITY, followed_by=user, **fields)
    return event


def test_what_is_to_come_and_what_waits_for_a_number(leaver: User) -> None:
    by = UserFactory(is_superuser=True)
    to_count, coming, draft = (
        looked_after_by(leaver, "2026-11-07 10:00"),
        looked_after_by(leaver, "2026-11-24 10:00"),
        looked_after_by(leaver, "2026-12-05 10:00", status=EventStatus.DRAFT),
    )
    waive_count(looked_after_by(leaver, "2026-11-01 10:00"), by, NOW)
    looked_after_by(leaver, "2026-12-06 10:00", status=EventStatus.CANCELLED)
    looked_after_by(leaver, "2026-04-01 10:00")
    looked_after_by(UserFactory(), "2026-12-07 10:00")

    held = holdings_of(leaver, TODAY, seen_by=by)

    assert [one.record for one in held] == [to_count, coming, draft]
    assert loads(TODAY, seen_by=None)[leaver.pk] == 3
    line = holding_line(held[0])
    assert (line.kind, line.what) == (HoldingKind.EVENT, to_count.title)
    assert line.detail.startswith("le samedi 7\u00a0novembre")


def test_it_is_given_once_and_remembered(leaver: User) -> None:
    by, taker = someone_of(Role.SECRETARIAT), someone_of(Role.COMMUNICATIONS)
    event = looked_after_by(leaver, "2026-12-05 10:00")

    given = [
        hand_over(HoldingKind.EVENT, event.pk, giver=leaver, taker=taker, by=by, now=NOW),
        hand_over(HoldingKind.EVENT, event.pk, giver=leaver, taker=taker, by=by, now=NOW),
    ]

    event.refresh_from_db()
    assert (given, event.followed_by) == ([True, False], taker)
    assert [line.what for line in given_lines(given_lately(leaver, NOW), seen_by=by)] == [event.title]


def test_nobody_is_given_what_they_may_not_see(leaver: User) -> None:
    event = looked_after_by(leaver, "2026-12-05 10:00")

    with pytest.raises(HandoverRefused):
        hand_over(HoldingKind.EVENT, event.pk, giver=leaver, taker=UserFactory(), by=leaver, now=NOW)

    event.refresh_from_db()
    assert event.followed_by == leaver


def test_the_next_one_like_it_is_looked_after_by_the_same_person(leaver: User) -> None:
    assert duplicate_event(looked_after_by(leaver, "2026-11-07 10:00"), NOW).followed_by == leaver


def test_whoever_writes_it_looks_after_it_unless_they_choose(client: Client) -> None:
    user, other = someone_of(Role.COMMUNICATIONS), someone_of(Role.SECRETARIAT)
    reader = someone_of(Role.READING)
    client.force_login(user)

    field = client.get(reverse("event:add")).context["form"]["followed_by"]

    assert field.value() == user.pk
    assert {user, other} <= set(field.field.queryset)
    assert reader not in field.field.queryset
