"""A volunteer publishes an assembly: the agenda, the calendars, the search engines and the letter know of it."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from cms.pages.models import AgendaPage
from crm.accounts.policy import Role
from crm.events.models import Event
from crm.partners.models import Council
from home.models import HomePage
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import EventsPart
from tests.browser import Site
from tests.factories.newsletters import newsletter
from tests.journeys.admin import sign_in
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AGENDA = {"title": "À l’agenda", "weeks": 5, "first_day": None, "last_day": None, "kinds": [], "most": 8}


@pytest.mark.parametrize("width", [360, 1280])
def test_assembly_is_published_once_and_known_everywhere(site: Site, open_council: Council, width: int) -> None:
    HomePage.objects.get().add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    day = timezone.localdate() + timedelta(days=9)

    page = sign_in(site, Role.SECRETARIAT, width=width)
    page.goto("/admin/agenda/new/")
    page.get_by_role("textbox", name="Titre").fill("Assemblée de printemps")
    page.get_by_role("combobox", name="Genre").select_option("board_meeting")
    page.get_by_role("textbox", name="Début").fill(f"{day.isoformat()} 19:00")
    page.get_by_role("textbox", name="Fin").fill(f"{day.isoformat()} 21:00")
    page.get_by_role("combobox", name="Lieu").fill("Centre du Four-à-Chaux")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Enregistrer").first.click()
    page.wait_for_url("**/admin/agenda/**")
    wait_until(Event.objects.exists, "the event is kept")
    assert not Event.objects.get().is_public
    page.goto(f"/admin/agenda/publish/{Event.objects.get().pk}/")
    page.get_by_role("button", name="Publier dans l’agenda").click()
    wait_until(Event.objects.public().exists, "the event is public")
    event = Event.objects.get()

    reader = site.open("/agenda/", width=width, javascript=False)
    expect(reader.get_by_role("link", name="Assemblée de printemps")).to_be_visible()
    reader.get_by_role("link", name="Assemblée de printemps").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Assemblée de printemps")
    (described,) = [
        json.loads(text) for text in reader.locator("script[type='application/ld+json']").all_text_contents()
    ]
    assert (described["@type"], described["name"]) == ("Event", "Assemblée de printemps")
    assert described["startDate"].startswith(f"{day.isoformat()}T19:00:00-0")

    with urllib.request.urlopen(f"{site.url}/agenda/calendrier.ics", timeout=10) as feed:
        (entry,) = Calendar.from_ical(feed.read()).walk("VEVENT")
    assert str(entry["SUMMARY"]) == "Assemblée de printemps"
    assert str(entry["UID"]).startswith(str(event.uid))

    content = compose_issue(newsletter(body=[("events", AGENDA)]), timezone.now())
    (part,) = content.parts
    assert isinstance(part, EventsPart)
    assert [line.title for line in part.events] == ["Assemblée de printemps"]
