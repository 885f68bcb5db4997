"""The agenda: what it lists, how it is narrowed, what it costs, what it never shows."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.pages.models import AgendaPage
from crm.events.enums import EventKind, EventStatus
from crm.partners.models import Council
from tests.events.moments import at
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(council: Council) -> AgendaPage:
    """The agenda at `/agenda/`, on the evening of Wednesday 4 March 2026."""
    site = Site.objects.get(is_default_site=True)
    page = AgendaPage(title="Agenda", slug="agenda", introduction="Ce qui s'en vient !")
    Page.objects.get(pk=site.root_page_id).add_child(instance=page)
    return page


@pytest.fixture(autouse=True)
def _wednesday() -> Any:
    with time_machine.travel(at("2026-03-04 12:00"), tick=False):
        yield


def read(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(f"/agenda/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    return [text(title) for title in page.select(".event-line__title")]


def test_agenda_lists_what_is_coming_week_by_week(client: Client, agenda: AgendaPage) -> None:
    EventFactory(title="Hier", starts_at=at("2026-03-03 19:00"))
    EventFactory(title="Brouillon", starts_at=at("2026-03-05 19:00"), status=EventStatus.DRAFT)
    EventFactory(title="Jeudi", starts_at=at("2026-03-05 19:00"))
    EventFactory(
        title="Annulé", starts_at=at("2026-03-06 19:00"), status=EventStatus.CANCELLED, status_note="Il pleut."
    )
    EventFactory(title="Bientôt", starts_at=at("2026-03-10 19:00"))
    EventFactory(title="Plus tard", starts_at=at("2026-04-01 19:00"))

    page = read(client)

    assert {text(week.h2): [text(title) for title in week.select("h3")] for week in page.select(".week")} == {
        "Cette semaine": ["Jeudi", "Annulé"],
        "La semaine prochaine": ["Bientôt"],
        "Du 30 mars au 5 avril": ["Plus tard"],
    }
    assert [text(status) for status in page.select(".event-status")] == ["Annulé. Il pleut."]
    assert text(page.select_one(".lead")) == "Ce qui s’en vient!"


def test_agenda_shows_the_date_as_one_says_it(client: Client, agenda: AgendaPage) -> None:
    EventFactory(starts_at=at("2026-04-01 08:05"), ends_at=at("2026-04-01 10:00"))
    EventFactory(starts_at=at("2026-04-02 00:00"), ends_at=at("2026-04-03 23:59"), all_day=True)

    page = read(client)

    assert [(block["datetime"], text(block)) for block in page.select(".date-block")] == [
        ("2026-04-01T08:05:00-04:00", "mercredi 1 er avril 8 h 5"),
        ("2026-04-02", "jeudi 2 avril"),
    ]
    assert [text(facts) for facts in page.select(".event-line__facts span:first-child")] == [
        "Jusqu’à 10 h",
        "Jusqu’au vendredi 3 avril",
    ]


def test_agenda_is_narrowed_by_plain_links(client: Client, agenda: AgendaPage) -> None:
    EventFactory(title="Assemblée", kind=EventKind.ANNUAL_ASSEMBLY, starts_at=at("2026-03-05 19:00"))
    EventFactory(title="Réunion", kind=EventKind.BOARD_MEETING, starts_at=at("2026-03-06 19:00"))
    EventFactory(title="Fête", kind=EventKind.FETE, starts_at=at("2026-03-07 19:00"))
    EventFactory(title="Formation passée", kind=EventKind.TRAINING, starts_at=at("2026-03-01 19:00"))

    links = [(text(link), link["href"], link.get("aria-current")) for link in read(client).select(".agenda__filters a")]

    assert links == [
        ("À venir", "./", "true"),
        ("Passés", "?periode=passes", None),
        ("Par mois", "?mois=2026-03", None),
        ("Tout", "./", "true"),
        ("Assemblées", "?genre=assemblees", None),
        ("Fêtes", "?genre=fetes", None),
    ]
    assert titles(read(client, "?genre=assemblees")) == ["Assemblée", "Réunion"]
    assert titles(read(client, "?periode=passes")) == ["Formation passée"]
    assert titles(read(client, "?periode=passes&genre=fetes")) == []


@pytest.mark.parametrize("query", ["?genre=x", "?periode=futur", "?periode=passes&page=2", "?periode=passes&page=x"])
def test_agenda_does_not_answer_to_what_does_not_exist(client: Client, agenda: AgendaPage, query: str) -> None:
    assert client.get(f"/agenda/{query}").status_code == 404


def test_the_past_is_cut_in_pages_the_latest_first(client: Client, agenda: AgendaPage) -> None:
    for day in range(1, 26):
        EventFactory(title=f"Le {day}", starts_at=at(f"2026-01-{day:02d} 19:00"))

    first, second = read(client, "?periode=passes"), read(client, "?periode=passes&page=2")

    assert titles(first) == [f"Le {day}" for day in range(25, 5, -1)]
    assert titles(second) == [f"Le {day}" for day in range(5, 0, -1)]
    assert [link["href"] for link in first.select(".pages a")] == ["?periode=passes&page=2"]
    assert [link["href"] for link in second.select(".pages a")] == ["?periode=passes&page=1"]
    assert [link["href"] for link in second.find_all("link", rel="canonical")] == [
        "http://testserver/agenda/?periode=passes&page=2"
    ]


def test_an_empty_agenda_says_what_to_do(client: Client, agenda: AgendaPage) -> None:
    assert text(read(client).select_one(".notice strong")) == "Rien n’est annoncé pour le moment."


def test_agenda_tells_how_to_follow_it(client: Client, agenda: AgendaPage) -> None:
    page = read(client)

    assert page.select_one(".follow a.button")["href"] == "webcal://testserver/agenda/calendrier.ics"
    assert text(page.select_one(".follow__address")) == "http://testserver/agenda/calendrier.ics"
    assert [(link["type"], link["href"]) for link in page.find_all("link", rel="alternate")] == [
        ("application/atom+xml", "/nouvelles/fil.xml"),
        ("text/calendar", "http://testserver/agenda/calendrier.ics"),
        ("application/atom+xml", "/agenda/fil.xml"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "day", "expected"),
    [("", "2026-03-1", 5), ("?periode=passes", "2026-02-1", 4), ("?mois=2026-03", "2026-03-1", 4)],
)
def test_agenda_costs_the_same_whatever_it_lists(
    client: Client, agenda: AgendaPage, rows: int, query: str, day: str, expected: int
) -> None:
    for number in range(rows):
        EventFactory(starts_at=at(f"{day}{number} 19:00"))

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/agenda/{query}")

    about_events = [found["sql"] for found in queries if "events_" in found["sql"] or "partners_p" in found["sql"]]
    assert len(about_events) == expected
    assert response.cookies == {}
