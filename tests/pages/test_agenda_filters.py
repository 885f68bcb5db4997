"""The agenda narrowed: by kind, audience, place, words and month; each a plain address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from cms.pages.domain import agenda_listing
from cms.pages.models import AgendaPage
from crm.events.enums import EventKind, EventStatus
from crm.events.models import OwnKind, Venue
from crm.partners.models import Council
from tests.events.moments import at
from tests.factories import EventFactory, add_page
from tests.pages.agenda_pages import read, text, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agenda(council: Council) -> Any:
    """The agenda, on Wednesday 4 March 2026."""
    with time_machine.travel(at("2026-03-04 12:00"), tick=False):
        yield add_page(AgendaPage, "Agenda", slug="agenda")


@pytest.fixture
def hall() -> Venue:
    return Venue.objects.create(
        name="Salle des Tanneurs",
        address="8, rue des Tanneurs",
        latitude=Decimal("46.8100"),
        longitude=Decimal("-71.2300"),
    )


def links(page: BeautifulSoup, label: str) -> list[tuple[str, str]]:
    return [(text(link), link["href"]) for link in page.select(f"[aria-labelledby={label}] a")]


def test_agenda_is_narrowed_by_a_kind_of_our_own(client: Client) -> None:
    kind = OwnKind.objects.create(name="Corvée", nature=EventKind.ACTIVITY)
    EventFactory(title="Ruisseau", own_kind=kind, starts_at=at("2026-03-06 09:00"))
    EventFactory(title="Jasette", starts_at=at("2026-03-07 09:00"))

    assert titles(read(client, "/agenda/?genre=corvee")) == ["Ruisseau"]
    assert titles(read(client, "/agenda/?genre=activites")) == ["Ruisseau", "Jasette"]
    assert text(read(client, "/agenda/").select_one(".event-line__kind")) == "Corvée"


def test_agenda_is_narrowed_by_audience(client: Client) -> None:
    EventFactory(title="Glissade", audiences=("families", "children"), starts_at=at("2026-03-06 09:00"))
    EventFactory(title="Bingo", audiences=("seniors",), starts_at=at("2026-03-07 09:00"))
    EventFactory(title="Pour tous", starts_at=at("2026-03-08 09:00"))

    page = read(client, "/agenda/")

    assert links(page, "pour-qui") == [
        ("Pour n’importe qui", "./"),
        ("Enfants", "?public=enfants"),
        ("Familles", "?public=familles"),
        ("Personnes aînées", "?public=aines"),
    ]
    assert titles(read(client, "/agenda/?public=familles")) == ["Glissade"]
    assert text(page.select(".event-line__facts")[0]).endswith("Enfants, Familles")


def test_agenda_is_narrowed_by_place(client: Client, hall: Venue) -> None:
    other = Venue.objects.create(name="Parc")
    EventFactory(title="Ici", place=hall, starts_at=at("2026-03-06 09:00"))
    EventFactory(title="Là", place=other, starts_at=at("2026-03-07 09:00"))
    EventFactory(title="Caché", place=Venue.objects.create(name="Cave"), status=EventStatus.DRAFT)

    assert links(read(client, "/agenda/"), "dans-quel-lieu") == [
        ("N’importe où", "./"),
        ("Parc", "?lieu=parc"),
        ("Salle des Tanneurs", "?lieu=salle-des-tanneurs"),
    ]
    assert titles(read(client, "/agenda/?lieu=salle-des-tanneurs")) == ["Ici"]


def test_words_are_looked_for_without_their_accents(client: Client) -> None:
    EventFactory(title="Fête de l’hiver", starts_at=at("2026-03-06 09:00"))
    EventFactory(title="Corvée", starts_at=at("2026-03-07 09:00"))

    page = read(client, "/agenda/?genre=activites&mots=FETE++hiver")

    assert titles(page) == ["Fête de l’hiver"]
    assert page.select_one("#mots")["value"] == "FETE hiver"
    assert [(field["name"], field["value"]) for field in page.select(".agenda__search [type=hidden]")] == [
        ("genre", "activites")
    ]
    assert page.select_one(".agenda__asked a")["href"] == "./"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert titles(read(client, "/agenda/?mots=introuvable")) == []


@pytest.mark.parametrize(
    "query",
    ["?public=chats", "?lieu=lune", "?mois=2026-13", "?mois=0099-01", "?mois=2026-03&periode=passes", "?page=2"],
)
def test_what_does_not_exist_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/agenda/{query}").status_code == 404


def test_a_word_with_a_null_byte_is_only_a_word(client: Client) -> None:
    assert client.get("/agenda/?mots=a%00b").status_code == 200


def test_what_is_coming_is_cut_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda_listing, "COMING_BY_PAGE", 2)
    for day in (6, 7, 8):
        EventFactory(title=f"Le {day}", starts_at=at(f"2026-03-{day:02d} 09:00"))

    first, second = read(client, "/agenda/"), read(client, "/agenda/?page=2")

    assert (titles(first), titles(second)) == (["Le 6", "Le 7"], ["Le 8"])
    assert [(text(link), link["href"]) for link in first.select(".pages a")] == [("Plus tard", "?page=2")]
    assert second.find("link", rel="canonical")["href"] == "http://testserver/agenda/?page=2"


def test_a_month_is_a_list_of_days(client: Client) -> None:
    EventFactory(title="Veille", starts_at=at("2026-02-27 20:00"), ends_at=at("2026-02-28 23:00"))
    EventFactory(title="Camp", all_day=True, starts_at=at("2026-02-28 00:00"), ends_at=at("2026-03-02 23:59"))
    EventFactory(title="Soupe", starts_at=at("2026-03-04 18:00"), status=EventStatus.CANCELLED)
    EventFactory(title="Avril", starts_at=at("2026-04-01 00:00"))

    page = read(client, "/agenda/?mois=2026-03")

    days = page.select(".month__day")
    assert (text(page.select_one("#mois")), len(days)) == ("Mars 2026", 31)
    assert [text(day) for day in days if "is-free" not in day["class"]] == [
        "dimanche 1er Camp",
        "lundi 2 Camp",
        "mercredi 4 aujourd’hui 18 h Soupe Annulé",
    ]
    assert [(text(link), link["href"]) for link in page.select(".month__beside a")] == [
        ("Février 2026", "?mois=2026-02"),
        ("Avril 2026", "?mois=2026-04"),
    ]
    assert "month__day--7" in days[0]["class"]


def test_a_month_is_narrowed_too_and_leads_no_further_than_the_events(client: Client) -> None:
    EventFactory(title="Fête", kind=EventKind.FETE, starts_at=at("2026-03-06 19:00"))
    EventFactory(title="Corvée", starts_at=at("2026-03-07 19:00"))

    page = read(client, "/agenda/?mois=2026-03&genre=fetes")

    assert [text(link) for link in page.select(".month__day a")] == ["Fête"]
    assert page.select(".month__beside a") == []
    assert text(read(client, "/agenda/?mois=2031-03").select_one(".month .empty")) == (
        "Rien n’est annoncé pour ce mois."
    )


def test_places_are_a_list_first_and_a_plan_beside_it(client: Client, hall: Venue) -> None:
    park = Venue.objects.create(name="Parc", latitude=Decimal("46.8120"), longitude=Decimal("-71.2250"))
    EventFactory(place=hall, starts_at=at("2026-03-06 09:00"))
    EventFactory(place=park, starts_at=at("2026-03-07 09:00"))
    EventFactory(place=park, starts_at=at("2026-03-08 09:00"), status=EventStatus.CANCELLED)
    EventFactory(place=Venue.objects.create(name="Sans position"), starts_at=at("2026-03-09 09:00"))

    page = read(client, "/agenda/")

    assert [text(line.strong) for line in page.select(".where__list li")] == ["Salle des Tanneurs", "Parc"]
    assert [link["href"] for link in page.select(".where__list li:first-child a")] == [
        "?lieu=salle-des-tanneurs",
        "https://www.openstreetmap.org/?mlat=46.810000&mlon=-71.230000#map=17/46.810000/-71.230000",
        "geo:46.810000,-71.230000",
    ]
    assert [text(mark) for mark in page.select(".where__sketch svg text:not(.where__scale)")] == ["1", "2"]


def test_one_place_has_no_plan_and_no_place_has_no_section(client: Client, hall: Venue) -> None:
    assert read(client, "/agenda/").select(".where") == []

    EventFactory(place=hall, starts_at=at("2026-03-06 09:00"))

    page = read(client, "/agenda/")
    assert (len(page.select(".where__list li")), page.select(".where__sketch")) == (1, [])


@pytest.mark.parametrize(
    ("query", "feed"),
    [
        ("?genre=fetes", "/agenda/calendrier/genre/fetes.ics"),
        ("?public=aines", "/agenda/calendrier/public/aines.ics"),
        ("?genre=fetes&public=aines", "/agenda/calendrier/genre/fetes.ics"),
    ],
)
def test_one_follows_what_one_looks_at(client: Client, query: str, feed: str) -> None:
    page = read(client, f"/agenda/{query}")

    assert text(page.select_one(".follow__address")) == f"http://testserver{feed}"
    assert page.select_one(".follow .prose p:nth-of-type(2) strong") is not None
    assert client.get(feed).status_code == 200
