"""The letter, its web copy and the archive, as axe-core, a narrow screen and a dark one see them (T16)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cms.pages.models import NewsIndexPage, NewsPage
from crm.assemblies.enums import AnswerLevel, AssemblyState, Outcome
from crm.assemblies.models import Sending
from crm.events.enums import EventStatus
from crm.partners.enums import Visibility
from newsletters.domain.compose import compose_issue
from newsletters.domain.render import render_letter
from newsletters.models import NewsletterPage
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import (
    AgendaItemFactory,
    AssemblyFactory,
    EventFactory,
    FundingFactory,
    OrganizationFactory,
    add_page,
    adopted,
    complete_council,
    make_picture,
)
from tests.factories.assemblies import sent
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
    half = {"image": None, "alt": "", "decorative": False, "title": "Le jeudi", "text": "<p>On répare.</p>"}
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
            ("columns", {"left": half, "right": {**half, "title": "Le samedi"}}),
            ("quote", {"text": "Onze arbres.", "who": "Rosaire", "role": "résident"}),
            *councils_own(soon),
        ]
    )


def councils_own(soon: datetime) -> list[tuple[str, dict[str, Any]]]:
    """The blocks that present one thing, each with all that it may say."""
    event = EventFactory(title="Bal", starts_at=soon + timedelta(weeks=4))
    assembly = AssemblyFactory(event__starts_at=soon + timedelta(weeks=5), state=AssemblyState.CALLED)
    AgendaItemFactory(assembly=assembly)
    decision = adopted()
    for outcome in ("", *Outcome.values):
        sending = sent(decision, addressee=f"La mairie {outcome}")
        answered = {"outcome": outcome, "closed_on": date(2026, 5, 1), "answer": "Oui."} if outcome else {}
        Sending.objects.filter(pk=sending.pk).update(**answered, answer_level=AnswerLevel.PUBLIC)
    partner = OrganizationFactory(name="Vélo-Ormes", is_listed=True, description="Un atelier.")
    grant = FundingFactory(visibility=Visibility.PUBLIC, call_url="https://example.org/fonds")
    call = {"kind": "volunteers", "title": "Deux heures", "text": "<p>Venez.</p>", "until": timezone.localdate()}
    return [
        ("event", {"event": event, "with_picture": True}),
        ("assembly", {"assembly": assembly, "with_agenda": True}),
        ("decisions", {"title": "Décidé", "chosen": [decision]}),
        ("partner", {"organization": partner, "text": WORDS}),
        ("grant", {"funding": grant, "text": WORDS}),
        (
            "poll",
            {"question": "Quand?", "answers": ["Samedi", "Dimanche"], "closes_on": soon.date(), "shows_results": True},
        ),
        ("call", {**call, "label": "Je viens", "page": None, "url": "mailto:a@conseil.example"}),
    ]


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
        "H3",  # the columns
        "H3",
        "H2",  # the event
        "H2",  # the assembly
        "H2",  # the decisions, and the one
        "H3",
        "H2",  # the partner
        "H2",  # the grant
        "H2",  # the question
        "H2",  # the call
    ]
