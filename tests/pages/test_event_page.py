"""T19: the public page of an event: its address, its words for machines, and what it must never show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.events.domain.publishing import cancel_event, postpone_event, publish_event, revise_event, withdraw_event
from crm.events.enums import EventKind, EventPart, EventStatus
from crm.events.models import Event, EventDocument, EventLink, EventOrganization, EventPhoto, EventRepresentative
from crm.partners.enums import Visibility
from crm.partners.models import Council
from tests.events.moments import at
from tests.factories import EventFactory, OrganizationFactory, PersonFactory, board_document, make_picture

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 12:00")


def make(**fields: Any) -> Event:
    known = {
        "title": "Corvée de plantation",
        "slug": "corvee",
        "kind": EventKind.ACTIVITY,
        "starts_at": at("2026-05-14 19:30"),
        "ends_at": at("2026-05-14 21:00"),
    }
    return EventFactory(**known | fields)


def read(client: Client, event: Event) -> BeautifulSoup:
    response = client.get(event.get_absolute_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def notice(page: BeautifulSoup) -> str:
    """What stands out at the top of the page."""
    return " ".join(page.select_one(".event__notice").get_text().split())


def linked_data(page: BeautifulSoup) -> dict[str, Any]:
    script = page.find("script", type="application/ld+json")
    assert script is not None
    found: dict[str, Any] = json.loads(script.text)
    return found


def test_event_page_describes_itself_in_json_ld(client: Client, council: Council) -> None:
    page = read(client, make(online_url="https://visio.example/salle"))

    url = "http://testserver/agenda/2026/05/corvee/"
    assert linked_data(page) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": "Corvée de plantation",
        "description": "On plante, on arrose, on jase.",
        "startDate": "2026-05-14T19:30:00-04:00",
        "endDate": "2026-05-14T21:00:00-04:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Parc de la Carrière",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "40, avenue des Tailleurs",
                    "addressLocality": "Québec",
                    "addressRegion": "Québec",
                    "addressCountry": "CA",
                },
            },
            {"@type": "VirtualLocation", "url": "https://visio.example/salle"},
        ],
        "inLanguage": "fr-CA",
        "organizer": {
            "@type": "Organization",
            "name": "Conseil de quartier des Trois-Ormes",
            "url": "http://testserver/",
            "email": "bonjour@conseil.example",
        },
    }


@pytest.mark.parametrize(
    ("start", "end", "all_day", "dates"),
    [
        ("2026-03-08 01:30", "2026-03-08 03:30", False, ("2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00")),
        ("2026-11-01 00:30", "2026-11-01 19:00", False, ("2026-11-01T00:30:00-04:00", "2026-11-01T19:00:00-05:00")),
        ("2026-05-23 00:00", "2026-05-24 23:59", True, ("2026-05-23", "2026-05-24")),
        ("2026-05-23 19:00", None, False, ("2026-05-23T19:00:00-04:00", None)),
    ],
)
def test_json_ld_has_the_offset_of_the_day(
    client: Client, council: Council, start: str, end: str | None, all_day: bool, dates: tuple[str, str | None]
) -> None:
    event = make(starts_at=at(start), ends_at=at(end) if end else None, all_day=all_day)

    facts = linked_data(read(client, event))

    assert (facts["startDate"], facts.get("endDate")) == dates


@pytest.mark.parametrize(
    ("fields", "mode", "types"),
    [
        ({"online_url": ""}, "Offline", ["Place"]),
        ({"online_url": "https://v.example/", "venue": "", "address": ""}, "Online", ["VirtualLocation"]),
    ],
)
def test_json_ld_says_how_one_attends(
    client: Client, council: Council, fields: dict[str, str], mode: str, types: list[str]
) -> None:
    facts = linked_data(read(client, make(**fields)))

    assert facts["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [facts["location"]["@type"]] == types


def test_a_cancelled_event_says_so_first_and_stays(client: Client, council: Council) -> None:
    event = make()
    cancel_event(event, now=NOW, note="Il pleut trop !")

    page = read(client, event)

    assert notice(page) == "Annulé. Il pleut trop!"
    assert linked_data(page)["eventStatus"] == "https://schema.org/EventCancelled"
    assert page.select(".event__keep") == []
    assert page.find("s").text == "Le jeudi 14\u00a0mai 2026, de 19\u00a0h\u00a030 à 21\u00a0h"


def test_a_postponed_event_says_when_it_was_to_be(client: Client, council: Council) -> None:
    event = make()
    postpone_event(event, now=NOW, starts_at=at("2026-06-11 19:30"))

    page = read(client, event)

    assert (
        page.select_one(".event__notice").get_text(" ", strip=True)
        == "Reporté\u00a0: c’était prévu le 14\u00a0mai 2026"
    )
    facts = linked_data(page)
    assert facts["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (facts["startDate"], facts["previousStartDate"]) == (
        "2026-06-11T19:30:00-04:00",
        "2026-05-14T19:30:00-04:00",
    )


def test_an_event_postponed_without_a_date_says_so(client: Client, council: Council) -> None:
    event = make()
    postpone_event(event, now=NOW)

    page = read(client, event)

    assert notice(page) == "Reporté, nouvelle date à venir"
    assert linked_data(page)["eventStatus"] == "https://schema.org/EventPostponed"


def test_an_address_from_before_a_change_leads_to_the_page(client: Client, council: Council) -> None:
    event = make()
    old = event.get_absolute_url()
    event.title, event.starts_at, event.ends_at = "Fête des semis", at("2026-06-11 19:30"), None
    event.published_at = NOW
    revise_event(event, now=NOW)

    for address in (old, old.replace("/05/", "/5/"), "/agenda/1999/01/corvee/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, "/agenda/2026/06/corvee/")
        assert response["Cache-Control"] == "no-cache"  # in May again, a browser would turn in circles
    response = client.get("/agenda/2026/05/corvee.ics")
    assert (response.status_code, response["Location"]) == (301, "/agenda/2026/06/corvee.ics")


@pytest.mark.parametrize(("suffix", "once_withdrawn"), [("/", 410), (".ics", 404)])
def test_a_draft_does_not_exist_for_anyone(client: Client, council: Council, suffix: str, once_withdrawn: int) -> None:
    event = make(status=EventStatus.DRAFT, title="Surprise de Gaétane")
    address = event.get_absolute_url().rstrip("/") + suffix

    assert client.get(address).status_code == 404

    publish_event(event, now=NOW)
    assert client.get(address).status_code == 200

    withdraw_event(event, now=NOW)
    response = client.get(address)
    assert response.status_code == once_withdrawn
    assert "Gaétane" not in response.content.decode()


def test_event_page_prints_text_set_and_only_harmless_markup(client: Client, council: Council) -> None:
    event = make(
        title="L'été <script>alert(1)</script> arrive !",
        description="<p onclick='x()'>À 19h30 : <a href='javascript:x()'>ici</a> <img src=x onerror=x()></p>"
        "<script>alert(2)</script>",
    )

    response = client.get(event.get_absolute_url())
    page = BeautifulSoup(response.content, "html.parser")

    assert page.h1.text == "L’été <script>alert(1)</script> arrive!"
    assert (
        str(page.select_one(".prose").decode_contents())
        == '<p>À 19\u00a0h\u00a030\u00a0: <a>ici</a> <img src="x"/></p>'
    )
    assert [script.get("type") for script in page.find_all("script")] == ["application/ld+json"]
    assert linked_data(page)["name"] == "L'été <script>alert(1)</script> arrive !"


def test_event_page_has_its_canonical_address_and_open_graph(client: Client, council: Council) -> None:
    page = read(client, make())

    assert [link["href"] for link in page.find_all("link", rel="canonical")] == [
        "http://testserver/agenda/2026/05/corvee/"
    ]
    graph = {meta["property"]: meta["content"] for meta in page.find_all("meta", property=True)}
    assert graph == {
        "og:type": "website",
        "og:title": "Corvée de plantation",
        "og:description": "On plante, on arrose, on jase.",
        "og:url": "http://testserver/agenda/2026/05/corvee/",
        "og:locale": "fr_CA",
        "og:site_name": "Conseil de quartier des Trois-Ormes",
    }
    assert page.select_one("meta[name=description]")["content"] == (
        "Le jeudi 14\u00a0mai 2026, de 19\u00a0h\u00a030 à 21\u00a0h. On plante, on arrose, on jase."
    )


def test_event_page_sets_no_cookie_and_asks_six_questions(client: Client, council: Council) -> None:
    event, _other = make(), EventFactory()

    with CaptureQueriesContext(connection) as queries:
        response = client.get(event.get_absolute_url())

    assert len([found for found in queries if "events_" in found["sql"] or "partners_p" in found["sql"]]) == 6
    assert response.cookies == {}


def test_event_page_shows_its_company_and_only_what_is_public(client: Client, council: Council) -> None:
    event = make(latitude="46.8021", longitude="-71.2487", accessibility="Rampe à la cour.", audiences=("families",))
    hidden = PersonFactory(family_name="Fictive-Cachée", visibility=Visibility.BOARD)
    shown = PersonFactory(given_name="Oriane", family_name="Fictive-Publique", visibility=Visibility.PUBLIC)
    for person in (hidden, shown):
        EventRepresentative.objects.create(event=event, person=person)
    for name, role in (("Vélo-Ormes", EventPart.ORGANIZER), ("La Louche", EventPart.PARTNER)):
        EventOrganization.objects.create(event=event, organization=OrganizationFactory(name=name), role=role)
    EventLink.objects.create(event=event, title="Le plan", url="https://plan.example/")
    EventDocument.objects.create(event=event, document=board_document("Entente secrète"))
    EventPhoto.objects.create(event=event, picture=make_picture(), alt="Des pelles", caption="En mai")

    page = read(client, event)

    assert [" ".join(part.get_text(" ").split()) for part in page.select(".event__body .event__facts > div")] == [
        "Organisé avec Vélo-Ormes",
        "Partenaires La Louche",
        "Pour le conseil Oriane Fictive-Publique",
    ]
    assert [link["href"] for link in page.select(".event__links a")] == ["https://plan.example/"]
    assert page.select_one(".gallery img")["alt"] == "Des pelles"
    assert "Fictive-Cachée" not in str(page)
    assert "Entente secrète" not in str(page)
    facts = json.loads(page.find("script", type="application/ld+json").string)
    assert [one["name"] for one in facts["organizer"]] == [council.name, "Vélo-Ormes"]
    assert facts["contributor"] == [{"@type": "Organization", "name": "La Louche"}]
    assert facts["audience"] == [{"@type": "Audience", "audienceType": "Familles"}]
    assert facts["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 46.8021, "longitude": -71.2487}
    assert facts["location"]["description"] == "Rampe à la cour."
