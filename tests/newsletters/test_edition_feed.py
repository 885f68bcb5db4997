"""T19: the editions for feed readers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from crm.partners.models import Council
from newsletters.models import IssueErratum, NewsletterPage
from tests.factories.newsletters import newsletter, newsletter_index

pytestmark = pytest.mark.django_db
FEED = "/infolettre/fil.xml"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
BEGUN = datetime(2026, 1, 5, 15, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 16, tzinfo=UTC)


def read(content: bytes, path: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(content).findall(path, ATOM)]  # noqa: S314


def test_feed_tells_each_edition_and_no_draft(client: Client, council: Council) -> None:
    page = newsletter(title="Le printemps", preheader="Arbres & fête")
    draft = newsletter(title="Brouillon de Gaétane")
    draft.unpublish()
    Page.objects.filter(pk=page.pk).update(first_published_at=MAY, last_published_at=MAY)

    answer = client.get(FEED)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.cookies == {}
    root = ElementTree.fromstring(answer.content)  # noqa: S314
    entry = root.find("a:entry", ATOM)
    assert entry is not None
    assert [(child.tag.rpartition("}")[2], child.text or child.get("href")) for child in entry] == [
        ("title", "Le printemps"),
        ("link", f"http://testserver{page.url}"),
        ("published", "2026-05-04T16:00:00+00:00"),
        ("updated", "2026-05-04T16:00:00+00:00"),
        ("id", f"urn:uuid:{page.translation_key}"),
        ("summary", "Arbres &amp; fête"),
    ]
    assert read(answer.content, "a:title") == ["Infolettres – Conseil de quartier des Trois-Ormes"]
    assert read(answer.content, "a:author/a:name") == ["Conseil de quartier des Trois-Ormes"]
    assert [link.get("href") for link in root.findall("a:link[@rel='self']", ATOM)] == [f"http://testserver{FEED}"]
    assert "Gaétane" not in answer.content.decode()


def test_an_entry_keeps_its_id_when_its_page_is_renamed(client: Client, council: Council) -> None:
    page = newsletter()
    before = read(client.get(FEED).content, "a:entry/a:id")

    page.slug, page.title = "autre-adresse", "Autre titre"
    page.save_revision().publish()

    after = client.get(FEED).content
    assert read(after, "a:entry/a:id") == before == [f"urn:uuid:{page.translation_key}"]
    assert read(after, "a:entry/a:title") == ["Autre titre"]


@pytest.mark.parametrize("editions", [0, 2])
def test_feed_is_not_sent_again_while_nothing_changes(client: Client, council: Council, editions: int) -> None:
    index = newsletter_index()
    Page.objects.filter(pk=index.pk).update(first_published_at=BEGUN)
    for _number in range(editions):
        newsletter()

    first, second = client.get(FEED), client.get(FEED)
    assert first.content == second.content
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 304

    newsletter(title="Une de plus")
    again = client.get(FEED, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, "Une de plus" in again.content.decode()) == (200, True)


def test_what_is_not_for_everyone_is_in_no_feed_and_no_list(client: Client, council: Council) -> None:
    private = newsletter(title="Entre nous")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert read(client.get(FEED).content, "a:entry/a:title") == []
    assert "Entre nous" not in client.get(newsletter_index().url).content.decode()


def test_without_an_archive_the_feed_is_empty(client: Client, council: Council) -> None:
    answer = client.get(FEED)

    assert (answer.status_code, read(answer.content, "a:entry")) == (200, [])


def test_the_archive_and_each_edition_lead_to_the_feed(client: Client, council: Council) -> None:
    page = newsletter()

    for address in (newsletter_index().url, page.url):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        assert soup.select_one(f'link[type="application/atom+xml"][href="{FEED}"]') is not None
    assert f'<a href="{FEED}">' in client.get(newsletter_index().url).content.decode()


@pytest.mark.parametrize("editions", [1, 3])
def test_feed_costs_the_same_whatever_it_holds(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, editions: int
) -> None:
    for _number in range(editions):
        newsletter()
    client.get(FEED)

    with django_assert_num_queries(FEED_QUERIES):
        client.get(FEED + "?frais")


FEED_QUERIES = 7


def test_an_erratum_is_said_and_changes_the_date(client: Client, council: Council) -> None:
    page = newsletter(preheader="Arbres")
    NewsletterPage.objects.filter(pk=page.pk).update(first_published_at=MAY, last_published_at=MAY)
    IssueErratum.objects.create(page=page, words="La fête a lieu <le 21>.", published_at=MAY + timedelta(days=2))

    said = client.get(FEED).content

    assert read(said, "a:entry/a:updated") == ["2026-05-06T16:00:00+00:00"] == read(said, "a:updated")
    summary = read(said, "a:entry/a:summary")[0].replace("\N{NO-BREAK SPACE}", " ")
    assert summary == "Erratum, 6 mai 2026 : La fête a lieu &lt;le 21&gt;.<br>Arbres"
