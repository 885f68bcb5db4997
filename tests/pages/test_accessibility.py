"""Every public template of the library and the porch, as axe-core and a narrow screen see it (T16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

from cms.pages.domain.withdrawal import leave_tombstone
from cms.pages.models import NewsIndexPage, NewsPage, StandardPage
from crm.events.enums import EventKind, EventStatus
from tests.axe import WIDTHS, violations, violations_everywhere
from tests.browser import Site, follow
from tests.factories import EventFactory, add_page, complete_council, front_page, make_picture, stream

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def every_block() -> str:
    """One of each kind, the way a volunteer would stack them."""
    picture = make_picture(credit="Odile Larrivée").pk
    shown = {"image": picture, "decorative": False, "alt_text": "Une rue de brique"}
    return stream(
        ("heading", {"text": "Le parc", "level": "h2"}),
        ("text", "<p>Un <a href='https://example.org/'>lien</a>, du <b>gras</b>.</p><ul><li>un</li><li>deux</li></ul>"),
        ("heading", {"text": "Les bancs", "level": "h3"}),
        ("image", {"image": shown, "caption": "En mai", "width": "text"}),
        ("image", {"image": {**shown, "decorative": True}, "caption": "", "width": "wide"}),
        ("gallery", {"pictures": [{"image": shown, "caption": "Avant"}, {"image": shown, "caption": "Après"}]}),
        ("quote", {"text": "On a planté onze arbres.", "who": "Rosaire Quintal", "role": "résident"}),
        ("button", {"label": "Proposer un arbre", "page": None, "url": "https://example.org/"}),
        ("notice", {"tone": "plain", "title": "", "text": "<p>Un mot.</p>"}),
        ("notice", {"tone": "warning", "title": "Fermé", "text": "<p>Jeudi, <a href='/'>on ferme</a>.</p>"}),
        ("notice", {"tone": "success", "title": "Gagné", "text": "<p>Le passage est là.</p>"}),
        (
            "table",
            {
                "data": [
                    ["Rue", "Arbres", "Coût", "Quand"],
                    ["Rue des Tanneurs", "11", "1 250,50 $", "printemps 2026"],
                ],
                "table_caption": "Plantations",
                "table_header_choice": "both",
                "first_row_is_table_header": True,
                "first_col_is_header": True,
            },
        ),
        (
            "video",
            {
                "url": "https://video.example/ruelle",
                "title": "La ruelle",
                "duration": "4 min",
                "still": {"image": picture, "decorative": True, "alt_text": ""},
                "summary": "On plante.",
            },
        ),
        ("events", {"title": "À venir", "kinds": [], "count": 3}),
    )


@pytest.fixture
def neighbourhood(site: Site) -> Site:
    """A site with something on every page."""
    complete_council(
        tagline="Onze bénévoles et tout le voisinage.", facebook_url="https://facebook.example/trois-ormes"
    )
    soon = timezone.now() + timedelta(days=3)
    EventFactory(title="Assemblée générale annuelle", kind=EventKind.ANNUAL_ASSEMBLY, starts_at=soon)
    EventFactory(title="Corvée", starts_at=soon, image=make_picture())
    EventFactory(title="Café", starts_at=soon, status=EventStatus.CANCELLED, status_note="la salle est inondée")
    index = add_page(NewsIndexPage, "Nouvelles", introduction="Ce qui change.", show_in_menus=True)
    for number in range(14):
        add_page(NewsPage, f"Nouvelle {number}", index, summary="En bref.", image=make_picture(), image_alt="Une rue")
    add_page(StandardPage, "Le conseil", introduction="Onze personnes élues.", body=every_block(), show_in_menus=True)
    return site


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/le-conseil/",
        "/nouvelles/",
        "/nouvelles/?page=2",
        "/nouvelles/nouvelle-0/",
        "/vie-privee/",
        "/accessibilite/",
    ],
)
def test_nothing_stands_in_the_way(neighbourhood: Site, path: str) -> None:
    assert violations_everywhere(neighbourhood, path) == []


def test_nothing_stands_in_the_way_where_there_is_nothing(neighbourhood: Site) -> None:
    leave_tombstone("/photos/", "Une personne photographiée l’a demandé.", timezone.now())

    assert violations_everywhere(neighbourhood, "/photos/") == []
    assert violations_everywhere(neighbourhood, "/introuvable/") == []


@pytest.mark.parametrize("template", ["500.html", "400.html"])
def test_nothing_stands_in_the_way_where_we_failed(site: Site, template: str) -> None:
    for width in WIDTHS:
        for dark in (False, True):
            page = site.open("/robots.txt", width=width, dark=dark)
            page.set_content(render_to_string(template))
            page.wait_for_load_state("networkidle")
            assert violations(page) == []


@pytest.mark.once
def test_axe_sees_what_stands_in_the_way(site: Site) -> None:
    page = site.open("/")
    page.set_content("<html><body bgcolor='#ffffff' text='#cccccc'><img src='x.png'><p>Pâle</p></body></html>")

    found = " ".join(violations(page))

    assert [rule for rule in ("image-alt", "color-contrast", "html-has-lang") if rule in found] == [
        "image-alt",
        "color-contrast",
        "html-has-lang",
    ]


def test_nothing_stands_in_the_way_of_an_empty_site(site: Site) -> None:
    assert violations_everywhere(site, "/") == []


def test_nothing_stands_in_the_way_of_a_front_page_with_words(neighbourhood: Site) -> None:
    page = front_page()
    page.sections = every_block()
    page.save()

    assert violations_everywhere(neighbourhood, "/") == []


def test_the_menu_opens_and_closes_without_a_script(neighbourhood: Site) -> None:
    page = neighbourhood.open("/le-conseil/", width=360, javascript=False)
    menu, opener = page.locator("#menu"), page.locator(".masthead__line .menu-button")
    assert not menu.is_visible()

    opener.press("Enter")

    assert menu.get_by_role("link", name="Nouvelles").is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    opener.click()
    follow(menu.get_by_role("link", name="Nouvelles"))
    assert page.url.endswith("/nouvelles/")


def test_the_menu_is_a_line_on_a_wide_page(neighbourhood: Site) -> None:
    page = neighbourhood.open("/", width=1280, javascript=False)

    assert page.locator("#menu").get_by_role("link", name="Nouvelles").is_visible()
    assert not page.locator(".menu-button").first.is_visible()


def test_the_first_tab_leads_to_the_content(neighbourhood: Site) -> None:
    page = neighbourhood.open("/le-conseil/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#contenu")).to_be_focused()


def test_every_target_can_be_touched(neighbourhood: Site) -> None:
    """WCAG 2.5.8: 24 px, but for a link inside a sentence."""
    page = neighbourhood.open("/le-conseil/", width=320)

    small = page.evaluate(
        """[...document.querySelectorAll("a[href], button, input, summary")].filter(element => {
            const box = element.getBoundingClientRect();
            const inline = getComputedStyle(element).display === "inline" && element.closest("p, li, td, h3");
            return box.width > 1 && !inline && (box.height < 24 || box.width < 24);
        }).map(element => element.outerHTML)"""
    )

    assert small == []
