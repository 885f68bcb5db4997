"""The newsletter in the browser: its page, its archive, its previews and its blocks in the editor."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from crm.partners.models import Council
from newsletters.blocks import LONGEST_TEXT, LetterBody
from newsletters.domain.compose import freeze_issue
from newsletters.domain.slots import SLOTS
from newsletters.models import NewsletterPage
from tests.factories import EventFactory, UserFactory
from tests.factories.newsletters import newsletter, newsletter_index

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)
BODY = [
    ("heading", "Et puis?"),
    ("text", '<p>Bonjour, <a href="https://example.org/">ici</a>.</p><ul><li>un</li></ul>'),
    ("events", {"title": "À l’agenda", "weeks": 2, "first_day": None, "last_day": None, "kinds": [], "most": 8}),
    ("news", {"title": "Nouvelles", "latest": 3, "chosen": []}),
    ("button", {"label": "Lire", "page": None, "url": "https://example.org/"}),
    ("divider", None),
    ("quote", {"text": "On a bien ri.", "who": "Odile", "role": ""}),
]

pytestmark = pytest.mark.django_db


def test_page_is_the_public_archive_without_anyones_links(client: Client, council: Council) -> None:
    page = newsletter(body=BODY)
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert answer.cookies == {}
    html = answer.content.decode()
    assert '<h2 class="issue__heading">Et puis?</h2>' in html
    assert "<ul><li>un</li></ul>" in html
    assert not any(slot in html for slot in SLOTS)
    assert "/infolettre/preferences/" not in html


def test_page_shows_what_was_sent(client: Client, council: Council) -> None:
    page = newsletter(body=[("text", "<p>Mot d’origine.</p>")])
    freeze_issue(page, NOW)
    page = NewsletterPage.objects.get(pk=page.pk)
    page.body = [("text", "<p>Mot changé.</p>")]
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    assert "Mot d’origine." in html
    assert "Mot changé." not in html


def test_draft_newsletter_is_not_on_the_site(client: Client, council: Council) -> None:
    page = newsletter()
    page.unpublish()
    assert client.get(page.url).status_code == 404
    assert page.title not in client.get(newsletter_index().url).content.decode()


@pytest.mark.parametrize("issues", [1, 3])
def test_archive_lists_editions_by_year_at_the_same_cost(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, issues: int
) -> None:
    for number in range(issues):
        page = newsletter(title=f"Numéro {number}")
        Page.objects.filter(pk=page.pk).update(first_published_at=NOW - timedelta(days=200 * number))
    index = newsletter_index()
    client.get(index.url)
    with django_assert_num_queries(ARCHIVE_QUERIES):
        html = client.get(index.url + "?frais").content.decode()
    assert html.index("Numéro 0") > 0
    assert html.count('<time datetime="202') == issues
    assert ("<h2>2025</h2>" in html) == (issues == 3)


def test_new_years_eve_belongs_to_the_year_that_ends(client: Client, council: Council) -> None:
    page = newsletter()
    eve = datetime(2026, 1, 1, 4, 59, tzinfo=UTC)  # 31 décembre, 23 h 59
    Page.objects.filter(pk=page.pk).update(first_published_at=eve)
    html = client.get(newsletter_index().url).content.decode()
    assert "<h2>2025</h2>" in html
    assert '<time datetime="2025-12-31">31\u00a0décembre 2025</time>' in html


ARCHIVE_QUERIES = 12


@pytest.mark.parametrize("mode", ["letter", "text", "web"])
def test_previews_show_the_same_words(mode: str, council: Council) -> None:
    EventFactory(title="Fête des lanternes", starts_at=datetime.now(UTC) + timedelta(days=1))
    answer = newsletter(body=BODY).make_preview_request(preview_mode=mode)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Fête des lanternes" in html
    assert ("La rue, les arbres et la fête." in html) is True
    assert "PARVISx" not in html


def test_every_block_has_a_preview_in_the_editor(client: Client, council: Council) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for block in LetterBody().child_blocks.values():
        assert block.is_previewable, block.name
        answer = client.get("/admin/block-preview/", {"id": block.definition_prefix})
        assert answer.status_code in {200, 302}, block.name


def test_every_block_has_an_icon_a_shelf_and_one_line_of_help(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    sprite = client.get(reverse("wagtailadmin_sprite")).content.decode()
    for block in LetterBody().child_blocks.values():
        assert f'id="icon-{block.meta.icon}"' in sprite, block.name
        assert block.meta.group, block.name
        assert 0 < len(str(block.get_description())) < 110, block.name


@pytest.mark.parametrize(("length", "is_refused"), [(LONGEST_TEXT, False), (LONGEST_TEXT + 1, True)])
def test_report_pasted_into_one_block_is_refused(length: int, is_refused: bool) -> None:
    text = LetterBody().child_blocks["text"]
    value = text.to_python(f"<p>{'a' * length}</p>")
    if is_refused:
        with pytest.raises(ValidationError, match=str(LONGEST_TEXT)):
            text.clean(value)
    else:
        assert text.clean(value) == value
