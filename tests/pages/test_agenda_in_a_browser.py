"""The agenda as people see it: nothing in the way, narrow or wide, by day or by night; and on one sheet of paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.pages.models import AgendaPage
from crm.events.enums import EventKind, EventStatus
from crm.events.models import Event, Venue
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import EventFactory, add_page, complete_council, make_picture

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def agenda(site: Site) -> Site:
    """An agenda of twenty events in six weeks, one of each state, and one that is over."""
    complete_council()
    add_page(AgendaPage, "Agenda", slug="agenda", introduction="Ce qui s’en vient.", show_in_menus=True)
    now = timezone.now()
    places = [
        Venue.objects.create(name=name, latitude=latitude, longitude="-71.23")
        for name, latitude in (("Parc", "46.81"), ("École", "46.82"))
    ]
    for number in range(20):
        EventFactory(
            place=places[number % 2],
            audiences=("everyone",) if number % 5 else ("families",),
            title=f"Assemblée du conseil d’administration, séance {number}",
            starts_at=now + timedelta(days=1 + number * 1.9),
        )
    soon = now + timedelta(days=2)
    EventFactory(title="Café", slug="cafe", starts_at=soon, status=EventStatus.CANCELLED, status_note="Gel.")
    EventFactory(title="Marche", slug="marche", starts_at=soon, status=EventStatus.POSTPONED)
    EventFactory(
        title="Fête",
        slug="fete",
        kind=EventKind.FETE,
        starts_at=soon,
        image=make_picture(credit="Odile Larrivée"),
        image_alt="Une rue de brique",
        online_url="https://visio.example/salle",
        description="<h3>Le programme</h3><p>On <b>plante</b>.</p><ul><li>Pelles</li></ul>",
    )
    EventFactory(title="Hier", slug="hier", starts_at=now - timedelta(days=1))
    return site


def address(slug: str) -> str:
    return Event.objects.get(slug=slug).get_absolute_url()


@pytest.mark.parametrize(
    "path",
    [
        "/agenda/",
        "/agenda/?periode=passes",
        "/agenda/?genre=formations",
        "/agenda/?public=familles&mots=corvee",
        f"/agenda/?mois={timezone.localdate():%Y-%m}",
        "/agenda/integrer/",
        "/agenda/bloc/",
    ],
)
def test_nothing_stands_in_the_way_of_the_agenda(agenda: Site, path: str) -> None:
    assert violations_everywhere(agenda, path) == []


def test_nothing_stands_in_the_way_of_a_poster(agenda: Site) -> None:
    assert violations_everywhere(agenda, Event.objects.get(slug="fete").get_poster_url()) == []


@pytest.mark.parametrize("slug", ["fete", "cafe", "marche", "hier"])
def test_nothing_stands_in_the_way_of_an_event(agenda: Site, slug: str) -> None:
    assert violations_everywhere(agenda, address(slug)) == []


def test_the_agenda_prints_on_one_letter_page(agenda: Site) -> None:
    page = agenda.open("/agenda/")

    sheet = page.pdf(format="Letter", margin=dict.fromkeys(("top", "right", "bottom", "left"), "0.5in"))

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_the_agenda_is_narrowed_without_a_script(agenda: Site) -> None:
    page = agenda.open("/agenda/", width=360, javascript=False)

    page.get_by_role("link", name="Fêtes").click()

    expect(page.locator(".event-line__title")).to_have_text(["Fête"])
    page.get_by_role("link", name="Fête", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Fête")
