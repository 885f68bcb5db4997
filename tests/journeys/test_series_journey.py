"""A series with an exception: made, published and cancelled once in the administration, then read back in the feed."""

from __future__ import annotations

import urllib.request
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from crm.accounts.policy import Role
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.models import Council
from tests.browser import Site
from tests.factories import EventFactory
from tests.journeys.admin import sign_in
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def in_the_feed(site: Site) -> list[tuple[date, str, int]]:
    """The day, the status and the sequence of each line of the feed, by day."""
    with urllib.request.urlopen(f"{site.url}/agenda/calendrier.ics", timeout=10) as feed:
        entries = Calendar.from_ical(feed.read()).walk("VEVENT")
    return sorted((entry["DTSTART"].dt.date(), str(entry["STATUS"]), int(entry["SEQUENCE"])) for entry in entries)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_series_with_an_exception_is_read_back_in_the_feed(site: Site, open_council: Council, width: int) -> None:
    first = timezone.localdate() + timedelta(days=7)
    start = datetime.combine(first, datetime.min.time(), timezone.get_current_timezone()).replace(hour=19)
    event = EventFactory(title="Jardinage", status=EventStatus.DRAFT, starts_at=start, ends_at=start.replace(hour=20))
    days = [first + timedelta(weeks=week) for week in range(5)]

    page = sign_in(site, Role.COMMUNICATIONS, width=width)
    page.goto(f"/admin/agenda/repeat/{event.pk}/")
    page.locator("input[name=rule][value=weekly-1]").check()
    page.get_by_role("textbox", name="Jusqu’au").fill(days[-1].isoformat())
    page.get_by_text("Jardinage").last.click()  # elsewhere, so that the small calendar closes
    page.get_by_role("button", name="Voir les dates").click()
    page.locator(f"input[name=days][value='{days[2].isoformat()}']").uncheck()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("button[name=action-create]").click()
    wait_until(lambda: Event.objects.count() == 4, "the dates are made")
    page.goto(f"/admin/agenda/series/{event.pk}/")
    page.locator("main form button[type=submit]").click()
    wait_until(lambda: Event.objects.public().count() == 4, "the dates are public")
    assert in_the_feed(site) == [(day, "CONFIRMED", 0) for day in days if day != days[2]]

    cancelled = Event.objects.get(occurrence_on=days[3])
    page.goto(f"/admin/agenda/cancel/{cancelled.pk}/")
    page.get_by_role("button", name="Annuler l’événement").click()
    expect(page.get_by_text("est annulé")).to_be_visible()
    assert in_the_feed(site)[2] == (days[3], "CANCELLED", 1)
