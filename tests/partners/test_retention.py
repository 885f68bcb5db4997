"""Who is proposed for erasure, from the day after; who is proposed no more; what the list costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.accounts.policy import Role
from crm.partners.domain.contacts import Contact, note_contact
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.domain.retention import (
    forget_who_asked,
    keep_until,
    overdue_people,
    past_their_day,
    proposed_day,
    without_trace,
)
from crm.partners.enums import Channel, PurgeReason, Visibility
from crm.partners.models import Council, Person, PrivacyRequest, Purge
from tests.factories import MembershipFactory, PersonFactory, UserFactory, complete_council, someone_of
from tests.partners.admin_pages import read, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LONG_AGO = datetime(2020, 1, 5, 17, tzinfo=UTC)
EVERYTHING = frozenset(Visibility.values)
TO_ERASE = "/admin/a-effacer/"


def silent(**fields: object) -> Person:
    return PersonFactory(created_at=LONG_AGO, **fields)


@pytest.mark.parametrize(("days", "is_proposed"), [(-1, True), (0, False), (1, False)])
def test_a_person_is_kept_to_the_end_of_the_day(days: int, is_proposed: bool) -> None:
    person = PersonFactory(keep_until=TODAY + timedelta(days=days))
    PersonFactory(keep_until=None)
    assert list(past_their_day(TODAY, EVERYTHING)) == ([person] if is_proposed else [])


def test_the_overdue_are_counted_in_one_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    assert overdue_people(TODAY, EVERYTHING) is None
    for day in (date(2026, 3, 1), date(2026, 1, 5)):
        PersonFactory(keep_until=day)
    PersonFactory(keep_until=date(2025, 1, 1), visibility=Visibility.PRIVATE)
    with django_assert_num_queries(1):
        overdue = overdue_people(TODAY, frozenset({"public", "board"}))
    assert overdue is not None
    assert (overdue.count, overdue.since) == (2, date(2026, 1, 5))


@pytest.mark.parametrize(("last_day", "is_proposed"), [(date(2023, 11, 23), True), (date(2023, 11, 24), False)])
def test_three_years_after_the_last_contact(last_day: date, is_proposed: bool) -> None:
    person = silent()
    note_contact(Contact(last_day, Channel.PHONE, "Appel", people=[person]), by=None)
    assert list(without_trace(TODAY, EVERYTHING)) == ([person] if is_proposed else [])


@pytest.mark.parametrize(
    ("ends_on", "is_proposed"), [(PartialDate(2022), True), (PartialDate(2023, 11), False), (None, False)]
)
def test_three_years_after_the_last_place(ends_on: PartialDate | None, is_proposed: bool) -> None:
    person = silent()
    MembershipFactory(person=person, starts_on=PartialDate(2019), ends_on=ends_on)
    assert list(without_trace(TODAY, EVERYTHING)) == ([person] if is_proposed else [])


def test_an_account_a_day_a_new_record_and_an_erasure_propose_nothing() -> None:
    silent(user=UserFactory())
    silent(keep_until=date(2030, 1, 1))
    PersonFactory()
    Purge.objects.create(person_number=silent().pk, reason=PurgeReason.REQUEST, keeps_the_name=True)
    silent(visibility=Visibility.PRIVATE)
    assert list(without_trace(TODAY, frozenset({"public", "board"}))) == []


def test_the_day_that_is_proposed_follows_the_last_trace() -> None:
    person = silent()
    assert proposed_day(person, TODAY) == date(2023, 1, 5)
    note_contact(Contact(date(2024, 2, 29), Channel.PHONE, "Appel", people=[person]), by=None)
    assert proposed_day(person, TODAY) == date(2027, 2, 28)
    MembershipFactory(person=person, starts_on=PartialDate(2019), ends_on=None)
    assert proposed_day(person, TODAY) is None


def test_a_day_that_is_moved_takes_the_person_out_of_the_list() -> None:
    person = PersonFactory(keep_until=date(2026, 1, 1))
    keep_until(person, date(2027, 1, 1))
    assert list(past_their_day(TODAY, EVERYTHING)) == []


@pytest.mark.parametrize("number", [1, 3, 50])
def test_the_list_costs_the_same_whatever_it_holds(client: Client, number: int) -> None:
    for _ in range(number):
        PersonFactory(keep_until=timezone.localdate() - timedelta(days=1))
        silent()
        Purge.objects.create(person_number=7, reason=PurgeReason.RETENTION, purged_by=UserFactory())
    client.force_login(someone_of(Role.SECRETARIAT))
    client.get(TO_ERASE)

    with CaptureQueriesContext(connection) as queries:
        page = read(client, TO_ERASE)

    assert [len(found.select("li")) for found in page.select(".desk__list")] == [number] * 3
    assert len(queries) == 15


def test_each_name_leads_to_what_one_may_do(client: Client) -> None:
    person = PersonFactory(keep_until=date(2026, 1, 5))
    client.force_login(someone_of(Role.SECRETARIAT))

    line = read(client, TO_ERASE).select_one(".desk__item")

    assert "À garder jusqu’au 5 janvier 2026" in text(line)
    assert [link["href"] for link in line.select("a")] == [
        f"/admin/personnes/dossier/{person.pk}/",
        f"/admin/personnes/garder/{person.pk}/?next=/admin/a-effacer/",
        f"/admin/personnes/effacer/{person.pk}/?next=/admin/a-effacer/",
    ]


def test_the_council_sets_how_long_it_keeps() -> None:
    council = complete_council()
    person = silent()
    note_contact(Contact(date(2024, 11, 23), Channel.PHONE, "Appel", people=[person]), by=None)
    assert list(without_trace(TODAY, EVERYTHING)) == []
    assert proposed_day(person, TODAY) == date(2027, 11, 23)

    council.people_kept_for_years = 2
    council.save()

    assert list(without_trace(TODAY, EVERYTHING)) == [person]
    assert proposed_day(person, TODAY) == date(2026, 11, 23)


@pytest.mark.parametrize(("years", "forgotten"), [(2, 0), (1, 1)])
def test_the_council_sets_how_long_a_request_names_someone(years: int, forgotten: int) -> None:
    Council.objects.create(requests_named_for_years=years)
    request = PrivacyRequest.objects.create(
        asked_by="Ana Un",
        received_on=date(2025, 11, 1),
        answered_on=date(2025, 11, 23),
        outcome="done",
        answer="Voici.",
    )
    assert forget_who_asked(TODAY) == forgotten
    request.refresh_from_db()
    assert request.asked_by == ("" if forgotten else "Ana Un")


@pytest.mark.parametrize(("years", "is_refused"), [(0, True), (1, False), (20, False), (21, True)])
def test_a_period_is_at_least_a_year_and_not_for_ever(years: int, is_refused: bool) -> None:
    council = complete_council()
    council.people_kept_for_years = years
    errors: list[str] = []
    try:
        council.full_clean()
    except ValidationError as refusal:
        errors = list(refusal.message_dict)
    assert errors == (["people_kept_for_years"] if is_refused else [])


def test_the_screen_says_which_period_and_leads_to_it(client: Client) -> None:
    council = complete_council()
    council.people_kept_for_years, council.retention_decided_by = 5, "résolution 26-03-04"
    council.save()
    client.force_login(someone_of(Role.SECRETARIAT))
    page = read(client, TO_ERASE)
    assert "Rien de connu depuis 5 ans" in text(page)
    assert "Durée fixée par : résolution 26-03-04." in text(page)
    assert len(page.select("a[href='/admin/settings/partners/council/']")) == 1
