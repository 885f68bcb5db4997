"""An event held together starts the cadence of a partner anew, as a contact does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from crm.events.domain.encounters import met_at_events
from crm.events.enums import EventMode, EventStatus
from crm.events.models import EventOrganization
from crm.partners.domain.cadence import Standing
from crm.partners.domain.contacts import Contact, note_contact, partners_by_attention
from crm.partners.domain.encounters import Encounter, encounters, tell_encounters
from crm.partners.enums import CadenceMode, Channel, OrganizationKind
from crm.partners.models import Cadence, Organization
from tests.factories import EventFactory, OrganizationFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LONG_AGO = datetime(2024, 1, 1, 17, tzinfo=UTC)
LATE_IN_THE_EVENING = datetime(2026, 11, 25, 4, tzinfo=UTC)  # eleven at night, on the 24th


@pytest.fixture
def partner() -> Organization:
    Cadence.objects.create(kind=OrganizationKind.COUNCIL, ideal_months=3, longest_months=4)
    return OrganizationFactory(kind=OrganizationKind.COUNCIL, created_at=LONG_AGO)


def together(partner: Organization, at: datetime, **facts: object) -> None:
    event = EventFactory(starts_at=at, **facts)
    EventOrganization.objects.create(event=event, organization=partner)


def last_heard(on: date = TODAY) -> tuple[date | None, Standing]:
    (attention,) = partners_by_attention(on)
    return attention.due.last, attention.standing


def test_an_event_together_starts_the_count_anew(partner: Organization) -> None:
    assert last_heard() == (None, Standing.LATE)
    together(partner, datetime(2026, 11, 1, 18, tzinfo=UTC))
    assert last_heard() == (date(2026, 11, 1), Standing.ON_TIME)


def test_the_latest_counts_whether_a_contact_or_an_event(partner: Organization) -> None:
    together(partner, datetime(2026, 11, 1, 18, tzinfo=UTC))
    note_contact(Contact(date(2026, 10, 1), Channel.PHONE, "Appel", organizations=[partner]), by=None)
    assert last_heard() == (date(2026, 11, 1), Standing.ON_TIME)
    note_contact(Contact(date(2026, 11, 20), Channel.PHONE, "Appel", organizations=[partner]), by=None)
    assert last_heard() == (date(2026, 11, 20), Standing.ON_TIME)


def test_the_day_is_the_councils_own(partner: Organization) -> None:
    together(partner, LATE_IN_THE_EVENING)
    assert last_heard(date(2026, 11, 23)) == (None, Standing.LATE)
    assert last_heard() == (TODAY, Standing.ON_TIME)


@pytest.mark.parametrize(
    "facts",
    [
        {"status": EventStatus.DRAFT},
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.POSTPONED, "previous_starts_at": None},
    ],
)
def test_what_did_not_take_place_counts_for_nothing(partner: Organization, facts: dict[str, object]) -> None:
    together(partner, datetime(2026, 11, 1, 18, tzinfo=UTC), **facts)
    assert last_heard() == (None, Standing.LATE)


@pytest.mark.parametrize(
    ("mode", "standing"),
    [(EventMode.ONLINE, Standing.LATE), (EventMode.HYBRID, Standing.ON_TIME), (EventMode.IN_PERSON, Standing.ON_TIME)],
)
def test_online_is_not_in_the_same_room(partner: Organization, mode: EventMode, standing: Standing) -> None:
    Cadence.objects.update(mode=CadenceMode.IN_PERSON)
    together(partner, datetime(2026, 11, 1, 18, tzinfo=UTC), mode=mode)
    assert last_heard()[1] == standing


def test_an_event_without_us_named_there_is_none_of_another_partner(partner: Organization) -> None:
    together(OrganizationFactory(), datetime(2026, 11, 1, 18, tzinfo=UTC))
    assert last_heard() == (None, Standing.LATE)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_one_query_whatever_happened(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    partner = OrganizationFactory()
    for _ in range(number):
        together(partner, datetime(2026, 11, 1, 18, tzinfo=UTC))
    with django_assert_num_queries(1):
        assert list(met_at_events(TODAY)) == [Encounter(partner.pk, date(2026, 11, 1), date(2026, 11, 1))]


def test_a_teller_told_twice_is_asked_once(partner: Organization) -> None:
    together(partner, datetime(2026, 11, 1, 18, tzinfo=UTC))
    tell_encounters(met_at_events)
    assert {pk: len(found) for pk, found in encounters(TODAY).items()} == {partner.pk: 1}
