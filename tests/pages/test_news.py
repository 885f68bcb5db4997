"""The news: their list, their page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cms.pages.models import NewsIndexPage, NewsPage
from cms.pages.models.news import NEWS_A_PAGE
from crm.partners.models import Council
from tests.factories import add_page, make_picture


@pytest.fixture
def index(db: None) -> NewsIndexPage:
    return add_page(NewsIndexPage, "Nouvelles")


def add_news(index: NewsIndexPage, count: int) -> None:
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=number)
        add_page(NewsPage, f"Nouvelle {number:02d}", index, summary="En bref.", dated_on=day)


def test_the_list_goes_on_to_the_older_ones(client: Client, council: Council, index: NewsIndexPage) -> None:
    add_news(index, NEWS_A_PAGE + 1)

    first = client.get("/nouvelles/").content.decode()
    second = client.get("/nouvelles/?page=2").content.decode()

    assert first.count("news-item__title") == NEWS_A_PAGE
    assert f"Nouvelle {NEWS_A_PAGE:02d}" in first
    assert 'href="?page=2"' in first
    assert second.count("news-item__title") == 1
    assert "Nouvelle 00" in second
    assert '<link rel="canonical" href="http://testserver/nouvelles/?page=2">' in second


@pytest.mark.parametrize("number", ["99", "zéro", "-1"])
def test_a_page_number_that_is_not_there_still_shows_news(
    client: Client, council: Council, index: NewsIndexPage, number: str
) -> None:
    add_news(index, 2)

    response = client.get("/nouvelles/", {"page": number})

    assert response.status_code == 200
    assert response.content.decode().count("news-item__title") == 2


def test_an_image_needs_words_or_says_that_it_decorates(index: NewsIndexPage) -> None:
    news = NewsPage(title="Une rue", slug="une-rue", summary="En bref.", image=make_picture())

    with pytest.raises(ValidationError) as refusal:
        news.clean()
    news.image_is_decorative = True
    news.clean()

    assert list(refusal.value.message_dict) == ["image_alt"]


def test_a_piece_of_news_tells_others_how_to_show_it(client: Client, council: Council, index: NewsIndexPage) -> None:
    news = add_page(NewsPage, "Une rue", index, summary="On s’y assoit.", image=make_picture(), image_alt="La rue")

    html = client.get(news.url).content.decode()

    assert '<meta property="og:title" content="Une rue">' in html
    assert '<meta property="og:description" content="On s’y assoit.">' in html
    assert '<meta property="og:image" content="http://testserver/media/images/' in html
    assert '<link rel="canonical" href="http://testserver/nouvelles/une-rue/">' in html
    assert 'alt="La rue"' in html


def test_the_address_of_another_host_is_never_canonical(client: Client, council: Council, index: NewsIndexPage) -> None:
    html = client.get("/nouvelles/?utm_source=ailleurs", headers={"host": "ailleurs.example"}).content.decode()

    assert '<link rel="canonical" href="http://testserver/nouvelles/">' in html
