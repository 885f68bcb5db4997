"""The blocks of a page: what they refuse, and what a citizen reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue

from cms.pages.blocks import BLOCK_TYPES, PageBody
from cms.pages.models import StandardPage
from crm.events.enums import EventKind, EventStatus
from crm.partners.models import Council
from tests.factories import EventFactory, SignedInClient, UserFactory, add_page, make_picture, stream

SECTION, SUBSECTION = {"text": "Le parc", "level": "h2"}, {"text": "Les bancs", "level": "h3"}


def body(*blocks: tuple[str, Any]) -> StreamValue:
    block = PageBody()
    return block.to_python([{"type": kind, "value": value} for kind, value in blocks])


def shown(client: Client, *blocks: tuple[str, Any]) -> str:
    """The body of a page made of these blocks, as a citizen gets it."""
    page = add_page(StandardPage, "Le parc", body=stream(*blocks))
    html = client.get(page.url).content.decode()
    return html.split('<div class="prose sheet__body">')[1].split("</article>")[0]


@pytest.mark.django_db
class TestHeadings:
    def test_a_smaller_one_after_a_large_one_is_kept(self) -> None:
        assert len(PageBody().clean(body(("heading", SECTION), ("heading", SUBSECTION)))) == 2

    def test_a_smaller_one_first_is_refused(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            PageBody().clean(body(("heading", SUBSECTION), ("heading", SECTION)))

        assert list(refusal.value.block_errors) == [0]

    def test_it_shows_at_its_level(self, client: Client, council: Council) -> None:
        html = shown(client, ("heading", SECTION), ("heading", SUBSECTION))

        assert "<h2>Le parc</h2>" in html
        assert "<h3>Les bancs</h3>" in html


@pytest.mark.django_db
class TestButton:
    def test_without_a_place_to_go_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            PageBody().clean(body(("button", {"label": "Proposer", "page": None, "url": ""})))

    def test_with_two_places_is_refused(self) -> None:
        page = add_page(StandardPage, "Participer")
        with pytest.raises(ValidationError):
            PageBody().clean(body(("button", {"label": "Proposer", "page": page.pk, "url": "https://example.org/"})))

    def test_leads_to_its_page(self, client: Client, council: Council) -> None:
        page = add_page(StandardPage, "Participer")

        html = shown(client, ("button", {"label": "Proposer", "page": page.pk, "url": ""}))

        assert '<a class="button" href="/participer/">Proposer</a>' in html


@pytest.mark.django_db
class TestPicture:
    @staticmethod
    def value(**image: Any) -> dict[str, Any]:
        return {"image": {"decorative": False, "alt_text": "", **image}, "caption": "En mai", "width": "text"}

    def test_without_words_is_refused_in_plain_french(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            PageBody().clean(body(("image", self.value(image=make_picture().pk))))

        said = refusal.value.block_errors[0].block_errors["image"].block_errors["alt_text"].messages
        assert said == ["Dites ce que montre l’image, ou cochez qu’elle est décorative."]

    def test_that_only_decorates_needs_none(self) -> None:
        assert len(PageBody().clean(body(("image", self.value(image=make_picture().pk, decorative=True))))) == 1

    def test_shows_its_words_caption_and_credit(self, client: Client, council: Council) -> None:
        picture = make_picture(credit="Odile Larrivée")

        html = shown(client, ("image", self.value(image=picture.pk, alt_text="Une rue de brique")))

        assert 'alt="Une rue de brique"' in html
        assert "En mai" in html
        assert '<span class="figure__credit">Odile Larrivée</span>' in html

    def test_that_only_decorates_is_silent(self, client: Client, council: Council) -> None:
        html = shown(client, ("image", self.value(image=make_picture().pk, decorative=True, alt_text="à taire")))

        assert 'alt=""' in html
        assert "à taire" not in html


@pytest.mark.django_db
class TestTable:
    @staticmethod
    def value(**changes: Any) -> dict[str, Any]:
        rows = [["Rue", "Arbres"], ["Rue des Tanneurs", "11"]]
        return {"data": rows, "table_caption": "Plantations", "table_header_choice": "both", **changes}

    def test_without_caption_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            PageBody().clean(body(("table", self.value(table_caption="  "))))

    def test_without_headers_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            PageBody().clean(body(("table", self.value(table_header_choice="neither"))))

    def test_names_its_rows_and_columns(self, client: Client, council: Council) -> None:
        cleaned = PageBody().clean(body(("table", self.value())))

        html = shown(client, ("table", cleaned[0].value))

        assert "<caption>Plantations</caption>" in html
        assert '<th scope="col" role="columnheader">Arbres</th>' in html
        assert '<th scope="row" role="rowheader">Rue des Tanneurs</th>' in html
        assert '<td role="cell" data-column="Arbres">11</td>' in html

    def test_without_names_of_columns_shows_its_rows(self, client: Client, council: Council) -> None:
        cleaned = PageBody().clean(body(("table", self.value(table_header_choice="column"))))

        html = shown(client, ("table", cleaned[0].value))

        assert '<th scope="row" role="rowheader">Rue</th>' in html
        assert '<td role="cell">11</td>' in html


@pytest.mark.django_db
class TestVideo:
    VALUE = {
        "url": "https://www.video.example/ruelle",
        "title": "La ruelle",
        "duration": "4 min",
        "still": {"image": None, "decorative": False, "alt_text": ""},
        "summary": "On plante.",
    }

    def test_is_a_link_that_loads_nothing(self, client: Client, council: Council) -> None:
        html = shown(client, ("video", self.VALUE))

        assert 'href="https://www.video.example/ruelle"' in html
        assert "video.example, qui a ses propres règles" in html
        assert not any(tag in html for tag in ("<iframe", "<script", "<video", "<img", "<embed"))


@pytest.mark.django_db
class TestEvents:
    def test_shows_the_kinds_asked_for_and_no_draft(self, client: Client, council: Council) -> None:
        EventFactory(title="Fête des voisines", kind=EventKind.FETE)
        EventFactory(title="Fête secrète", kind=EventKind.FETE, status=EventStatus.DRAFT)
        EventFactory(title="Atelier de vélo", kind=EventKind.TRAINING)
        EventFactory(title="Fête d’hier", kind=EventKind.FETE, starts_at=timezone.now() - timedelta(days=1))

        html = shown(client, ("events", {"title": "", "kinds": ["fete"], "count": 5}))

        assert html.count("event-line__title") == 1
        assert "Fête des voisines" in html

    def test_says_when_nothing_comes(self, client: Client, council: Council) -> None:
        html = shown(client, ("events", {"title": "À venir", "kinds": [], "count": 5}))

        assert 'class="empty"' in html


def test_text_is_typeset(client: Client, council: Council) -> None:
    html = shown(client, ("text", "<p>Est-ce « prêt » ? Oui : demain !</p>"))

    assert "« prêt »?" in html.replace("\u00a0", " ")
    assert "demain!" in html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BLOCK_TYPES)
def test_every_block_has_a_preview_and_a_description(kind: str) -> None:
    block = PageBody().child_blocks[kind]
    client = SignedInClient()
    client.force_login(UserFactory(is_superuser=True))

    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert block.is_previewable
    assert block.get_description()
    assert response.status_code == 200
    assert '<div class="wrap prose">' in response.content.decode()
    assert "css/components.css" in response.content.decode()
