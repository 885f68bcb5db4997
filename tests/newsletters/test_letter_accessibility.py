"""The letter, its web copy and the archive, as axe-core, a narrow screen and a dark one see them (T16)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cms.pages.models import NewsIndexPage, NewsPage
from crm.events.enums import EventStatus
from newsletters.domain.compose import compose_issue
from newsletters.domain.render import render_letter
from newsletters.models import NewsletterPage
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import EventFactory, add_page, complete_council, make_picture
from tests.factories.newsletters import newsletter

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WORDS = (
    '<p>Bonjour, voyez <a href="https://example.org/plan">les plans</a>, <b>avant jeudi</b>.</p>'
    "<ul><li>un</li><li>deux</li></ul><ol><li>trois</li></ol>"
)


@pytest.fixture
def full_letter(site: Site) -> NewsletterPage:
    """A newsletter with one of each block, and every state that an event may be announced in."""
    complete_council()
    soon = timezone.now() + timedelta(days=3)
    EventFactory(title="Veillée", starts_at=soon)
    EventFactory(title="Corvée", starts_at=soon, status=EventStatus.CANCELLED, status_note="Il pleut.")
    picture = make_picture(credit="Odile Larrivée")
    index = add_page(NewsIndexPage, "Nouvelles")
    add_page(NewsPage, "Un arbre", index, summary="Il est planté.", image=picture, image_alt="Un arbre")
    add_page(NewsPage, "Une rue", index, summary="Elle change.", dated_on=date(2026, 5, 2))
    image = {"image": picture, "alt": "La rue des Tanneurs", "decorative": False, "caption": "En mai"}
    events = {"title": "À l’agenda", "weeks": 2, "first_day": None, "last_day": None, "kinds": [], "most": 8}
    return newsletter(
        body=[
            ("text", WORDS),
            ("heading", "Trois plans"),
            ("image", image),
            ("image", {**image, "alt": "", "decorative": True, "caption": ""}),
            ("button", {"label": "Voir les plans", "page": None, "url": "https://example.org/plans"}),
            ("events", events),
            ("news", {"title": "Nouvelles", "latest": 3, "chosen": []}),
            ("divider", None),
        ]
    )


@pytest.fixture
def letter(full_letter: NewsletterPage, tmp_path: Path) -> str:
    """The address of the letter's HTML in a file, as a mail program opens it: far from the site."""
    file = tmp_path / "letter.html"
    html = render_letter(compose_issue(full_letter, timezone.now()), topics=("Activités",)).html
    file.write_text(html, encoding="utf-8")
    return file.as_uri()


def test_nothing_stands_in_the_way_of_a_letter(site: Site, letter: str) -> None:
    assert violations_everywhere(site, letter, widths=(320, 600, 1280)) == []


def test_nothing_stands_in_the_way_of_its_web_copy_and_of_the_archive(site: Site, full_letter: NewsletterPage) -> None:
    for path in (full_letter.url, full_letter.get_parent().url):
        assert violations_everywhere(site, path) == []


def test_letter_without_its_images_says_what_they_show_under_headings_in_order(site: Site, letter: str) -> None:
    page = site.open("about:blank", width=360, javascript=False)
    page.route("**/*.jpg", lambda route: route.abort())
    page.goto(letter)
    pictures = page.get_by_role("img").all()
    headings = page.get_by_role("heading").all()
    assert [picture.get_attribute("alt") for picture in pictures] == ["La rue des Tanneurs", "Un arbre"]
    assert page.locator("img[alt='']").count() == 1
    assert [heading.evaluate("heading => heading.tagName") for heading in headings] == [
        "H1",
        "H2",  # the heading
        "H2",  # the agenda, and its two events
        "H3",
        "H3",
        "H2",  # the news, and its two pieces
        "H3",
        "H3",
    ]
