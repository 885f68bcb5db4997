"""To note a contact, what follows from it, and whom we neglect."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from crm.partners.domain.cadence import Standing
from crm.partners.domain.contacts import (
    Contact,
    FollowUp,
    NobodyNamed,
    finish_task,
    note_contact,
    partners_by_attention,
    reopen_task,
)
from crm.partners.enums import CadenceMode, Channel, OrganizationKind
from crm.partners.models import Cadence, Interaction, Organization, Task
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, UserFactory, edtf

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def called(*organizations: Organization, on: date = TODAY, channel: Channel = Channel.PHONE) -> Interaction:
    return note_contact(Contact(on, channel, "Appel", organizations=organizations), by=None)


def test_a_contact_is_noted_with_what_must_follow() -> None:
    partner, me, other = OrganizationFactory(), UserFactory(), UserFactory()
    noted = note_contact(
        Contact(
            TODAY,
            Channel.ONLINE,
            "On reparle des lanternes",
            organizations=[partner],
            follow_ups=[FollowUp("Envoyer le plan", other, date(2026, 12, 1))],
        ),
        by=me,
    )
    (task,) = Task.objects.all()
    assert (noted.recorded_by, list(noted.organizations.all())) == (me, [partner])
    assert (task.title, task.assignee, task.organization, task.interaction, task.created_by) == (
        "Envoyer le plan",
        other,
        partner,
        noted,
        me,
    )


def test_a_contact_with_nobody_is_refused_whole() -> None:
    with pytest.raises(NobodyNamed):
        note_contact(Contact(TODAY, Channel.PHONE, "Appel", follow_ups=[FollowUp("Rappeler")]), by=None)
    assert (Interaction.objects.count(), Task.objects.count()) == (0, 0)


def test_to_call_someone_is_to_hear_from_where_they_sit_that_day() -> None:
    person, ours = PersonFactory(), OrganizationFactory(is_our_council=True)
    now, before, perhaps = OrganizationFactory(), OrganizationFactory(), OrganizationFactory()
    MembershipFactory(person=person, organization=now)
    MembershipFactory(person=person, organization=ours)
    MembershipFactory(person=person, organization=before, starts_on=edtf("2018"), ends_on=edtf("2020"))
    MembershipFactory(person=person, organization=perhaps, starts_on=edtf("2018"), end_is_unknown=True)
    noted = note_contact(Contact(TODAY, Channel.PHONE, "Appel", people=[person]), by=None)
    assert list(noted.organizations.all()) == [now]


def test_a_task_is_finished_once_and_may_be_reopened() -> None:
    task, one, other = Task.objects.create(title="Rappeler"), UserFactory(), UserFactory()
    assert finish_task(task, by=one, now=LONG_AGO) is True
    assert finish_task(task, by=other, now=LONG_AGO) is False
    task.refresh_from_db()
    assert (task.done_by, list(Task.objects.to_do())) == (one, [])
    assert reopen_task(task) is True
    assert list(Task.objects.to_do()) == [task]


def test_any_contact_starts_the_count_anew_and_only_that_partners() -> None:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=3, longest_months=4)
    heard, neglected = OrganizationFactory.create_batch(2, kind=OrganizationKind.COUNCIL, created_at=LONG_AGO)
    called(heard, on=date(2026, 11, 1))
    assert [(one.organization, one.standing) for one in partners_by_attention(TODAY)] == [
        (neglected, Standing.LATE),
        (heard, Standing.ON_TIME),
    ]


def test_a_partners_own_cadence_takes_the_place_of_its_kinds_for_that_mode_alone() -> None:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=3, longest_months=4)
    Cadence.objects.create(
        kind=OrganizationKind.COUNCIL, mode=CadenceMode.IN_PERSON, ideal_months=24, longest_months=30
    )
    near = OrganizationFactory(kind=OrganizationKind.COUNCIL, created_at=LONG_AGO)
    Cadence.objects.create(organization=near, ideal_months=1, longest_months=1)
    called(near, on=date(2026, 9, 1), channel=Channel.IN_PERSON)
    (attention,) = partners_by_attention(TODAY)
    assert (attention.standing, attention.due.rule.ideal_months) == (Standing.LATE, 1)


def test_a_contact_of_tomorrow_does_not_count_yet() -> None:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=3, longest_months=4)
    partner = OrganizationFactory(kind=OrganizationKind.COUNCIL, created_at=LONG_AGO)
    called(partner, on=date(2026, 11, 25))
    assert [one.standing for one in partners_by_attention(TODAY)] == [Standing.LATE]


def test_our_own_council_and_what_is_dissolved_are_not_neglected() -> None:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=3, longest_months=4)
    OrganizationFactory(kind=OrganizationKind.COUNCIL, is_our_council=True)
    OrganizationFactory(kind=OrganizationKind.COUNCIL, dissolved_on=edtf("2021"))
    assert partners_by_attention(TODAY) == []


@pytest.mark.parametrize("partners", [1, 3, 50])
def test_three_queries_whatever_the_number_of_partners(
    partners: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=3, longest_months=4)
    for partner in OrganizationFactory.create_batch(partners, kind=OrganizationKind.COUNCIL):
        called(partner)
    with django_assert_num_queries(3):
        assert len(partners_by_attention(TODAY)) == partners
