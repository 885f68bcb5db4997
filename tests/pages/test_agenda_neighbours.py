"""The agenda shows what partners announce, as theirs; an event of a series shows its other dates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from cms.pages.models import AgendaPage
from cms.pages.page_cache import page_key
from crm.events.domain.neighbours import accept_calendar, hide_date
from crm.events.domain.recurrence import Pattern, Rule
from crm.events.domain.series import Repetition, publish_series, repeat_event
from crm.events.enums import EventStatus
from crm.events.models import NeighbourEvent, PartnerCalendar
from crm.partners.models import Council
from tests.factories import EventFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _agenda(council: Council) -> None:
    Page.objects.get(depth=2).add_child(instance=AgendaPage(title="Agenda", slug="agenda"))


def announce(count: int = 1, **fields: Any) -> PartnerCalendar:
    """A partner's accepted calendar with so many dates."""
    calendar = PartnerCalendar.objects.create(
        organization=OrganizationFactory(), url=f"https://glace.example/{PartnerCalendar.objects.count()}.ics"
    )
    for number in range(count):
        NeighbourEvent.objects.create(
            calendar=calendar,
            uid=str(number),
            **{"title": f"Fête {number}", "starts_at": timezone.now() + timedelta(days=number + 1), **fields},
        )
    accept_calendar(calendar, UserFactory(), timezone.now())
    return calendar


def neighbours(client: Client, query: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"/agenda/{query}").content, "html.parser")
    return [" ".join(line.get_text(" ").split()) for line in page.select(".neighbours h3")]


def test_what_partners_announce_is_theirs_with_a_link(client: Client) -> None:
    calendar = announce(url="https://glace.example/fete", venue="Patinoire")

    page = BeautifulSoup(client.get("/agenda/").content, "html.parser").select_one(".neighbours")

    assert page.select_one(".event-line__kind").get_text() == calendar.organization.name
    assert page.select_one("h3 a")["href"] == "https://glace.example/fete"


def test_what_is_not_accepted_hidden_folded_or_over_is_not_shown(client: Client) -> None:
    announce(title="Refusée")
    PartnerCalendar.objects.update(accepted_at=None)
    hide_date(announce(title="Cachée").events.get(), hidden=True)
    announce(title="Pliée", same_as=EventFactory())
    announce(title="Finie", starts_at=timezone.now() - timedelta(days=1))
    announce(title="Vraie")

    assert neighbours(client) == ["Vraie"]
    assert neighbours(client, "?mots=fete") == []


def test_accepting_forgets_the_agenda_that_was_kept(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    before = page_key("/agenda/")

    with django_capture_on_commit_callbacks(execute=True):
        announce()

    assert page_key("/agenda/") != before


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_the_neighbours(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    announce(rows)
    neighbours(client)

    with django_assert_num_queries(14):
        assert len(neighbours(client)) == rows


def test_the_other_dates_of_a_series(client: Client) -> None:
    start = timezone.localtime() + timedelta(days=3)
    event = EventFactory(title="Jardinage", status=EventStatus.DRAFT, starts_at=start)
    until = timezone.localdate() + timedelta(days=20)
    series = repeat_event(event, Repetition(Rule(Pattern.WEEKLY, weekday=start.weekday()), until), timezone.now())
    last = series.occurrences.order_by("starts_at").last()
    publish_series(series, timezone.now())
    last.refresh_from_db()

    page = BeautifulSoup(client.get(last.get_absolute_url()).content, "html.parser")

    links = [link["href"] for link in page.select(".other-dates a")]
    others = series.occurrences.exclude(pk=last.pk).order_by("starts_at")
    assert links == [other.get_absolute_url() for other in others]
    assert len(links) == 2
    alone = EventFactory()
    assert BeautifulSoup(client.get(alone.get_absolute_url()).content, "html.parser").select(".other-dates") == []
