"""Each thing that the reading before the sending finds: identity, links, words, weight (T9)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from cms.pages.models import StandardPage
from crm.partners.models import Council
from newsletters.domain.preflight import Finding, Level, Place, has_errors, inspect_issue
from newsletters.domain.slots import SLOTS
from newsletters.models import NewsletterPage
from tests.factories import add_page, make_picture
from tests.factories.newsletters import newsletter

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def findings(**fields: Any) -> list[Finding]:
    return inspect_issue(newsletter(**fields), NOW)


def messages(found: list[Finding], level: Level = Level.ERROR) -> list[str]:
    return [finding.message for finding in found if finding.level == level]


def link(href: str) -> dict[str, Any]:
    return {"body": [("text", f'<p><a href="{href}">les plans</a></p>')]}


def test_good_letter_has_nothing_to_mend(council: Council) -> None:
    assert findings() == []


def test_incomplete_identity_stops_and_says_what_is_missing(council: Council) -> None:
    council.street_address = ""
    council.save()
    (found,) = findings()
    assert (found.level, found.place) == (Level.ERROR, Place.COUNCIL)
    assert found.message == "L’identité du conseil est incomplète\u00a0: adresse postale (numéro et rue)."


@pytest.mark.parametrize("body", [[], [("text", "<p></p>")], [("divider", None), ("heading", " ")]])
def test_empty_letter_stops(council: Council, body: list[Any]) -> None:
    assert messages(findings(body=body)) == ["La lettre est vide."]


def test_unpublished_page_stops(council: Council) -> None:
    page = newsletter()
    page.unpublish()
    page.refresh_from_db()
    assert messages(inspect_issue(page, NOW)) == ["Cette infolettre n’est pas publiée sur le site."]


def test_unpublished_changes_stop(council: Council) -> None:
    page = newsletter()
    page.title = "Autre titre"
    page.save_revision()
    page = NewsletterPage.objects.get(pk=page.pk)
    assert messages(inspect_issue(page, NOW)) == ["Vos dernières modifications ne sont pas publiées."]


def test_letter_without_a_subject_stops(council: Council) -> None:
    page = newsletter()
    page.title = page.subject = " "
    assert messages(inspect_issue(page, NOW)) == ["La lettre n’a pas d’objet."]


def test_long_preheader_asks(council: Council) -> None:
    assert findings(preheader="p" * 110) == []
    assert messages(findings(preheader="p" * 111), Level.WARNING) == ["L’en-tête d’aperçu compte 111 caractères."]


def test_missing_preheader_and_long_subject_ask(council: Council) -> None:
    found = findings(preheader="", subject="s" * 71)
    assert messages(found, Level.WARNING) == ["L’objet compte 71 caractères.", "Il n’y a pas d’en-tête d’aperçu."]
    assert not has_errors(found)


def test_empty_agenda_and_empty_news_ask(council: Council) -> None:
    events = {"title": "À l’agenda", "weeks": 2, "first_day": None, "last_day": None, "kinds": [], "most": 8}
    found = findings(body=[("events", events), ("news", {"title": "Nouvelles", "latest": 3, "chosen": []})])
    assert messages(found, Level.WARNING) == [
        "«\u00a0À l’agenda\u00a0» n’annonce rien pour ces dates.",
        "«\u00a0Nouvelles\u00a0» n’a aucune nouvelle à montrer.",
    ]


@pytest.mark.parametrize("href", ["https://exemple sans point", "mailto:personne", "https://"])
def test_broken_link_stops(council: Council, href: str) -> None:
    found = messages(findings(**link(href)))
    assert len(found) == 1
    assert found[0].startswith("Ce lien ne s’ouvre pas")


@pytest.mark.parametrize(
    "href",
    [
        "http://localhost:8000/a",
        "http://127.0.0.1/",
        "http://192.168.1.4/",
        "http://[::1]/",
        "http://imprimante.local/",
    ],
)
def test_link_to_ones_own_computer_stops(council: Council, href: str) -> None:
    assert messages(findings(**link(href)))[0].startswith(("Ce lien ne s’ouvre que sur", "Ce lien ne s’ouvre pas"))


@pytest.mark.parametrize(
    "href", ["https://example.org/", "mailto:bonjour@conseil.example?subject=a", "tel:+14185550142", "/agenda/"]
)
def test_good_link_is_silent(council: Council, href: str) -> None:
    assert findings(**link(href)) == []


def test_link_to_a_page_that_is_gone_or_hidden_stops(council: Council) -> None:
    hidden: Page = Site.objects.get(is_default_site=True).root_page.add_child(instance=Page(title="Cachée", live=False))
    for number in (hidden.pk, 99_999):
        body = [("text", f'<p><a linktype="page" id="{number}">les plans</a></p>')]
        assert messages(findings(body=body)) == [
            "Un lien mène à une page du site qui n’est pas publiée, ou qui n’existe plus."
        ]
    button = {"label": "Lire", "page": hidden.pk, "url": ""}
    page = newsletter(body=[{"type": "button", "value": button}])
    assert len(messages(inspect_issue(page, NOW))) == 1


def test_link_to_a_page_behind_a_password_stops(council: Council) -> None:
    page = add_page(StandardPage, "Le conseil seulement")
    body = [("text", f'<p><a linktype="page" id="{page.pk}">les plans</a></p>')]
    assert findings(body=body) == []
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert len(messages(findings(body=body))) == 1


def test_button_whose_page_is_deleted_stops(council: Council) -> None:
    target = add_page(StandardPage, "Les plans")
    page = newsletter(body=[("button", {"label": "Lire", "page": target, "url": ""})])
    target.delete()
    page = NewsletterPage.objects.get(pk=page.pk)
    assert messages(inspect_issue(page, NOW)) == ["Un bouton de la lettre ne mène nulle part."]


def test_image_without_words_stops_unless_it_decorates(council: Council) -> None:
    image = {"image": make_picture(), "alt": "", "decorative": False, "caption": ""}
    words = ("text", "<p>Bonjour.</p>")
    (found,) = findings(body=[words, ("image", image)])
    assert found.message == "Une image ne dit rien aux personnes qui ne la voient pas."
    assert found.block_id
    assert findings(body=[words, ("image", {**image, "decorative": True})]) == []


def test_image_that_left_the_library_stops(council: Council) -> None:
    picture = make_picture()
    image = {"image": picture, "alt": "La rue", "decorative": False, "caption": ""}
    page = newsletter(body=[("text", "<p>Bonjour.</p>"), ("image", image)])
    picture.delete()
    page = NewsletterPage.objects.get(pk=page.pk)
    assert messages(inspect_issue(page, NOW)) == ["Une image de la lettre n’est plus dans la bibliothèque."]


def test_letter_of_images_alone_asks(council: Council) -> None:
    image = {"image": make_picture(), "alt": "La rue", "decorative": False, "caption": ""}
    found = findings(body=[("image", image), ("divider", None)])
    assert messages(found, Level.WARNING) == ["La lettre n’est faite que d’images."]


@pytest.mark.parametrize("slot", SLOTS)
def test_word_reserved_for_personal_links_stops(council: Council, slot: str) -> None:
    assert messages(findings(body=[("text", f"<p>Voyez {slot}.</p>")])) == [
        "Un mot réservé aux liens personnels de chaque personne se trouve dans la lettre."
    ]


@pytest.mark.parametrize(("kilobytes", "level"), [(90, Level.WARNING), (130, Level.ERROR)])
def test_heavy_letter_asks_and_too_heavy_stops(council: Council, kilobytes: int, level: Level) -> None:
    (found,) = findings(body=[("text", f"<p>{'mot ' * (kilobytes * 1024 // 4 - 3600)}</p>")])
    assert found.level == level
    assert "Ko" in found.message
