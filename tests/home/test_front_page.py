"""The front page: what a fresh install shows, and what its sections draw on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.pages.models import NewsIndexPage, NewsPage, StandardPage
from crm.events.enums import EventKind, EventStatus
from crm.partners.models import Council
from home.models import HomePage
from tests.factories import EventFactory, add_page, complete_council, front_page, stream


def front(client: Client) -> str:
    return client.get("/").content.decode()


def section(html: str, kind: str) -> str:
    return html.split(f"front__{kind}")[1].split("</section>")[0]


@pytest.mark.django_db
def test_a_fresh_install_opens_on_our_front_page(client: Client) -> None:
    page = Site.objects.get(is_default_site=True).root_page.specific

    assert isinstance(page, HomePage)
    assert [block.block_type for block in page.sections] == ["next_assembly", "agenda", "latest_news", "sign_up"]
    assert Page.objects.filter(depth=2).count() == 1
    assert client.get("/").status_code == 200


def test_empty_sections_say_what_will_come(client: Client, council: Council) -> None:
    html = front(client)

    assert "n’a pas encore de date" in section(html, "next_assembly")
    assert "Rien n’est annoncé" in section(html, "agenda")
    assert "Pas encore de nouvelles" in section(html, "latest_news")


@pytest.mark.django_db
def test_a_front_page_without_sections_says_what_to_do(client: Client) -> None:
    page = front_page()
    page.sections = stream()
    page.save()

    assert "pas encore de section" in front(client)


def test_the_next_assembly_is_the_first_one_that_will_be_held(client: Client, council: Council) -> None:
    soon = timezone.now() + timedelta(days=2)
    EventFactory(title="Corvée", kind=EventKind.ACTIVITY, starts_at=soon)
    EventFactory(title="Séance annulée", kind=EventKind.BOARD_MEETING, starts_at=soon, status=EventStatus.CANCELLED)
    EventFactory(title="Séance de juin", kind=EventKind.BOARD_MEETING, starts_at=soon + timedelta(days=5))
    EventFactory(title="Assemblée annuelle", kind=EventKind.ANNUAL_ASSEMBLY, starts_at=soon + timedelta(days=9))

    html = front(client)

    assert "Séance de juin" in section(html, "next_assembly")
    agenda = section(html, "agenda")
    assert [name for name in ("Corvée", "Séance annulée", "Assemblée annuelle") if name in agenda] == [
        "Corvée",
        "Séance annulée",
        "Assemblée annuelle",
    ]
    assert "Séance de juin" not in agenda


def test_without_the_large_section_the_agenda_lists_the_assembly(client: Client, council: Council) -> None:
    EventFactory(title="Séance de juin", kind=EventKind.BOARD_MEETING)
    page = front_page()
    page.sections = stream(("agenda", {"title": "Agenda", "count": 5}))
    page.save()

    assert "Séance de juin" in section(front(client), "agenda")


def test_the_news_come_latest_first_and_no_draft(client: Client, council: Council) -> None:
    index = add_page(NewsIndexPage, "Nouvelles")
    today = date(2026, 5, 14)
    add_page(NewsPage, "Ancienne", index, summary="Hier.", dated_on=today - timedelta(days=1))
    add_page(NewsPage, "Récente", index, summary="Aujourd’hui.", dated_on=today)
    add_page(NewsPage, "Brouillon", index, summary="Demain.", dated_on=today, live=False)

    html = section(front(client), "latest_news")

    assert html.index("Récente") < html.index("Ancienne")
    assert "Brouillon" not in html
    assert 'href="/nouvelles/"' in html


def test_sign_up_is_one_line_that_ticks_nothing(client: Client, council: Council) -> None:
    html = section(front(client), "sign_up")

    assert 'action="/infolettre/abonnement/"' in html
    assert 'type="email"' in html
    assert "checked" not in html


@pytest.mark.django_db
def test_sign_up_says_why_it_is_closed(client: Client) -> None:
    complete_council(street_address="")

    html = section(front(client), "sign_up")

    assert "<form" not in html
    assert "complété son identité" in html


def test_the_menu_shows_the_sections_and_where_one_is(client: Client, council: Council) -> None:
    agenda = add_page(StandardPage, "Agenda", show_in_menus=True)
    add_page(NewsIndexPage, "Nouvelles", show_in_menus=True)
    add_page(StandardPage, "Caché", show_in_menus=False)
    add_page(StandardPage, "Brouillon", show_in_menus=True, live=False)

    menu = client.get(agenda.url).content.decode().split('id="menu"')[1].split("</nav>")[0]

    assert menu.count("<li>") == 2
    assert '<a href="/agenda/" aria-current="page">Agenda</a>' in menu
    assert '<a href="/nouvelles/">Nouvelles</a>' in menu


@pytest.mark.django_db
@pytest.mark.parametrize("events", [1, 4])
def test_the_number_of_queries_does_not_grow_with_the_agenda(
    client: Client, council: Council, events: int, django_assert_max_num_queries: object
) -> None:
    EventFactory.create_batch(events)
    front(client)

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        front(client)
