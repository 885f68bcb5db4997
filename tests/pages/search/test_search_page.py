"""The page of the search, as an address and as a browser reads them."""

from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.archive.models import Item
from cms.pages.domain.search import answering
from cms.pages.domain.search.answering import MOST_VALUES
from cms.pages.domain.search.shelving import shelve
from cms.pages.models import NewsIndexPage, NewsPage
from cms.pages.views import search
from crm.accounts.limits import Limit
from crm.partners.models import Council
from tests.factories import ItemFactory, TermFactory, add_page
from tests.factories.assemblies import adopted
from tests.factories.events import EventFactory
from tests.html import html_errors
from tests.pages.search.corpus import neighbourhood, page

pytestmark = pytest.mark.usefixtures("council")


def read(client: Client, query: str) -> BeautifulSoup:
    response = client.get(f"/recherche/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(node: object) -> str:
    return " ".join(node.get_text(" ").split())  # type: ignore[attr-defined]


def test_answers_are_links_with_their_words_marked(client: Client) -> None:
    neighbourhood()

    shown = read(client, "?q=eglises")

    assert [(words(one), one["href"]) for one in shown.select(".answer__title a")] == [
        ("L’ église du Très-Saint-Sacrement", "/leglise-du-tres-saint-sacrement/"),
        ("Fabrique de la paroisse", shown.select(".answer__title a")[1]["href"]),
        ("Corvée de plantation", "/agenda/2026/05/corvee-de-plantation/"),
        ("Se promener", "/se-promener/"),
    ]
    assert [words(mark) for mark in shown.select("mark")] == ["église", "église", "église", "églises"]
    assert [words(one) for one in shown.select(".kinds a")] == ["Tout", "Pages 2", "Partenaires 1", "Événements 1"]
    assert words(shown.select_one("[role=status]")) == "4 réponses."


def test_ways_to_narrow_are_plain_links_that_answer(client: Client) -> None:
    neighbourhood()
    event = next(one for one in read(client, "?q=%C3%A9glise").select(".kinds a") if "Événements" in words(one))

    narrowed = read(client, event["href"])

    assert [words(one) for one in narrowed.select(".answer__title")] == ["Corvée de plantation"]
    assert [words(one) for one in narrowed.select(".kinds [aria-current]")] == ["Événements 1"]
    assert narrowed.select_one("input[type=hidden][name=sorte]")["value"] == "evenements"


def tanneries(count: int) -> None:
    """So many things of the memory, each of its own subject and of its own decade."""
    for number in range(count):
        item = ItemFactory(
            title=f"Tannerie {number}",
            date_earliest=date(1700 + 10 * number, 1, 1),
            date_latest=date(1700 + 10 * number, 12, 31),
        )
        term = TermFactory(label=f"{'Écluse' if number % 2 else 'Zouave'} {number:02}")
        Item.subjects.through.objects.create(item=item, term=term)
        Item.objects.get(pk=item.pk).save()
    shelve()


def facet(shown: BeautifulSoup, label: str) -> Tag:
    return next(one for one in shown.select("details.ways") if words(one.h2) == label)


def test_all_the_values_of_a_facet_are_on_a_page_of_their_own(client: Client) -> None:
    tanneries(MOST_VALUES + 2)
    page("Le musée de la tannerie")
    shown = read(client, "?q=tannerie&sorte=memoire")

    subjects, periods = facet(shown, "Sujet"), facet(shown, "Période")
    link = subjects.select_one("p a")
    response = client.get(link["href"])
    whole = BeautifulSoup(response.content, "html.parser")

    assert (len(subjects.select("li")), len(periods.select("li")), periods.select("p a")) == (20, 22, [])
    assert (words(link), link["rel"]) == ("Tout voir : Sujet", ["nofollow"])
    assert link["href"] == "/recherche/tout/sujet/?q=tannerie&sorte=memoire"
    assert (words(whole.h1), whole.title.string.partition(" – ")[0]) == ("Sujet", "Sujet")
    assert whole.select_one("meta[name=robots]")["content"] == "noindex, follow"
    assert words(whole.select_one(".search__head .meta")) == "Recherche : tannerie. 22 réponses."
    labels = [words(one) for one in whole.select(".values a span:first-child")]
    assert labels == [f"Écluse {n:02}" for n in range(1, 22, 2)] + [f"Zouave {n:02}" for n in range(0, 22, 2)]
    assert whole.select_one(".search__back a")["href"] == "/recherche/?q=tannerie&sorte=memoire"
    assert html_errors(response.content.decode()) == []
    narrowed = BeautifulSoup(client.get(whole.select_one(".values a")["href"]).content, "html.parser")
    assert [words(one) for one in narrowed.select(".answer__title")] == ["Tannerie 1"]
    assert narrowed.select_one("input[type=hidden][name=sorte]")["value"] == "memoire"
    chosen = client.get("/recherche/tout/sujet/", {"q": "tannerie", "sujet": ["ecluse-01", "rien"]})
    turned = BeautifulSoup(chosen.content, "html.parser").select(".values [aria-current]")
    assert [words(one) for one in turned] == ["Écluse 01 1", "rien 0"]


def test_too_many_values_for_one_page_are_the_commonest(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tanneries(3)
    monkeypatch.setattr(answering, "ALL_VALUES", 2)

    whole = BeautifulSoup(client.get("/recherche/tout/sujet/?q=tannerie").content, "html.parser")

    assert len(whole.select(".values a")) == 2
    assert "Il y en a trop pour une page" in words(whole.main)


def test_a_page_of_values_needs_a_question_and_a_facet(client: Client) -> None:
    tanneries(1)

    assert client.get("/recherche/tout/sujet/")["Location"] == "/recherche/"
    assert [client.get(f"/recherche/tout/{name}/?q=tannerie").status_code for name in ("sorte", "rien")] == [404, 404]
    nothing = client.get("/recherche/tout/sujet/?q=zzyzx")
    assert (nothing.status_code, BeautifulSoup(nothing.content, "html.parser").select(".values")) == (200, [])


@pytest.mark.parametrize("count", [2, 4])
def test_more_values_ask_no_more_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    tanneries(count)
    client.get("/recherche/tout/sujet/?q=tannerie")

    with django_assert_num_queries(8):
        client.get("/recherche/tout/sujet/?q=tannerie")


def test_a_mistake_is_mended_and_said(client: Client) -> None:
    neighbourhood()
    shelve()

    shown = read(client, "?q=eglsie")

    assert len(shown.select(".answer")) == 4
    assert words(shown.select_one(".search__mended")) == "Rien ne dit « eglsie » : voici ce qui répond à « église »."


def test_nothing_found_helps(client: Client) -> None:
    shown = read(client, "?q=zzyzx")

    assert words(shown.select_one(".search__none")) == "Rien ne répond à « zzyzx »."
    assert shown.select_one("main a[href='/']") is not None


def test_nothing_asked_explains(client: Client) -> None:
    shown = read(client, "")

    assert (len(shown.select(".search__help")), shown.select(".answer, .search__none")) == (2, [])


@pytest.mark.parametrize("query", ["", "?q=moulin", "?sorte=pages"])
def test_no_robot_keeps_it(client: Client, query: str) -> None:
    assert read(client, query).select_one("meta[name=robots]")["content"] == "noindex, follow"


def test_what_someone_asks_is_only_shown(client: Client) -> None:
    page("Le <b>moulin</b> & l’eau", "Un <script>alert(1)</script> moulin")

    asked = '"><script>alert(1)</script> moulin'
    html = client.get("/recherche/", {"q": asked, "sorte": asked, "page": "1"}).content.decode()
    found = client.get("/recherche/", {"q": "moulin"}).content.decode()

    assert "<script>alert" not in html + found
    assert "Le &lt;b&gt;<mark>moulin</mark>&lt;/b&gt; &amp; l’eau" in found


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "²", "501", "9" * 50])
def test_page_that_does_not_exist(client: Client, number: str) -> None:
    page("Le vieux moulin")

    assert client.get("/recherche/", {"q": "moulin", "page": number}).status_code == 404


def test_many_answers_are_read_twenty_a_page(client: Client) -> None:
    section = add_page(NewsIndexPage, "Nouvelles")
    for number in range(1, 23):
        add_page(NewsPage, f"Moulin {number}", section, dated_on=date(2026, 1, number), summary="Un mot.")

    first, second = read(client, "?q=moulin"), read(client, "?q=moulin&page=2")

    assert words(first.select(".answer__title")[0]) == "Moulin 22"
    assert [words(one) for one in second.select(".answer__title")] == ["Moulin 2", "Moulin 1"]
    assert second.select_one("ol.answers")["start"] == "21"
    assert first.select_one("a[rel=next]")["href"] == "?q=moulin&page=2"
    assert second.select_one("a[rel=prev]")["href"] == "?q=moulin&page=1"


@pytest.mark.parametrize("count", [1, 3])
def test_more_answers_ask_no_more_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        EventFactory(title=f"Moulin {number}")
        adopted(date(2026, 4, 14), title=f"Moulin {number}")
    shelve()
    read(client, "?q=moulin")

    # The zone of the council; where all stands, the names, the things, the values of the facets, each of two kinds of
    # things again; then the page: the council, the site, the menu.
    with django_assert_num_queries(10):
        shown = read(client, "?q=moulin")
    assert len(shown.select(".answer")) == 2 * count


def test_made_up_questions_fill_no_memory(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PAGE_CACHE_SECONDS", 60)

    def kept() -> int:
        ours = f"{settings.CACHES['pages']['KEY_PREFIX']}:*page:*"
        return len(caches["pages"]._cache.get_client().keys(ours))  # type: ignore[attr-defined]

    for question in ("?q=moulin", "?q=pont", "?sorte=x"):
        read(client, question)
    after_questions = kept()
    read(client, "")

    assert (after_questions, kept()) == (0, 1)


def test_proposals_are_options(client: Client) -> None:
    neighbourhood()

    response = client.get("/recherche/propositions/", {"q": "la fê"})
    options = BeautifulSoup(response.content, "html.parser").select("li[role=option]")

    assert [(words(one.select_one(".proposed__title")), one["data-url"]) for one in options] == [
        ("Une fête d’été", "/nouvelles/une-fete-dete/"),
        ("Fête des Voisins", "/agenda/2026/06/fete-des-voisins/"),
    ]
    assert client.get("/recherche/propositions/").content.strip() == b""


def test_one_place_that_empties_the_site_is_asked_to_wait_and_others_are_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page("Le vieux moulin")
    monkeypatch.setattr(search, "SEARCHES_FROM_ONE_PLACE", [Limit("search-here", 2, 60)])
    monkeypatch.setattr(search, "PROPOSALS_TO_ONE_PLACE", [Limit("proposals-here", 1, 60)])

    asked = [client.get("/recherche/", query) for query in ({"q": "moulin"}, {"sorte": "pages"}, {"q": "moulin"})]
    proposed = [client.get("/recherche/propositions/?q=mou") for _time in range(2)]
    paused = asked[-1]
    told = words(BeautifulSoup(paused.content, "html.parser").main)

    assert [one.status_code for one in (*asked, *proposed)] == [200, 200, 429, 200, 429]
    assert [0 < int(one["Retry-After"]) <= 60 for one in (paused, proposed[1])] == [True, True]
    assert (paused["Cache-Control"], paused.cookies) == ("private, no-store", {})
    assert "Réessayez dans une minute." in told
    # The page before any question comes from the cache, and another house is no part of it.
    assert client.get("/recherche/").status_code == 200
    assert client.get("/recherche/?q=moulin", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_programs_read_on_the_front_page_whose_site_it_is_and_how_it_is_asked(client: Client) -> None:
    Council.objects.update(name="Conseil </script> fictif")

    response = client.get("/")
    front = BeautifulSoup(response.content, "html.parser")
    told = json.loads(front.select_one('script[type="application/ld+json"]').string)

    assert (told["@type"], told["name"], told["publisher"]["name"]) == (
        "WebSite", "Conseil </script> fictif", "Conseil </script> fictif",
    )  # fmt: skip
    assert told["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{settings.BASE_URL}/recherche/?q={{mots}}"},
        "query-input": "required name=mots",
    }
    assert "nonce-" not in response["Content-Security-Policy"]


def test_browsers_may_ask_from_their_own_bar(client: Client) -> None:
    response = client.get("/recherche/description.xml")
    described = ElementTree.fromstring(response.content)  # noqa: S314
    namespace = "{http://a9.com/-/spec/opensearch/1.1/}"

    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert described.find(f"{namespace}Url").get("template") == f"{settings.BASE_URL}/recherche/?q={{searchTerms}}"
    assert BeautifulSoup(client.get("/").content, "html.parser").select_one("link[rel=search]")["href"] == (
        "/recherche/description.xml"
    )


def test_every_page_leads_to_it(client: Client) -> None:
    for path in ("/", "/decisions/", "/rien/"):
        shown = BeautifulSoup(client.get(path).content, "html.parser")
        assert words(shown.select_one("header a[href='/recherche/']")) == "Rechercher", path


def test_only_reading_is_allowed(client: Client) -> None:
    paths = ("/recherche/", "/recherche/propositions/", "/recherche/description.xml")
    assert [client.post(path).status_code for path in paths] == [405, 405, 405]
