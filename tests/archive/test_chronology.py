"""The memory along the years: bars that say what is known, and no more."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.chronology import WIDTH, Axis, Bar, bar_of, soft_ends
from cms.archive.domain.dating import date_item
from cms.archive.enums import Basis, Kind
from cms.archive.models import Item
from crm.partners.models import Council
from tests.archive.described import SECRET, described_item, item_dated, read, words
from tests.factories import ItemFactory, receive_picture
from tests.html import html_errors

AXIS = Axis(date(1900, 1, 1), date(2000, 1, 1), [])


@pytest.mark.parametrize(
    ("edtf", "ends"),
    [
        ("1954", "none"),
        ("1937-05-01", "none"),
        ("1921/1923", "none"),
        ("[1921,1922]", "none"),
        ("1921~", "both"),
        ("1921?", "both"),
        ("1921%", "both"),
        ("[..1940]", "left"),
        ("../1940", "left"),
        ("[1940..]", "right"),
        ("1940/..", "right"),
        ("", "none"),
    ],
)
def test_an_end_that_nobody_knows_is_soft(edtf: str, ends: str) -> None:
    assert soft_ends(edtf) == ends


@pytest.mark.parametrize(
    ("earliest", "latest", "x", "width"),
    [
        (date(1900, 1, 1), date(1999, 12, 31), 0, WIDTH),
        (date(1950, 1, 1), date(1959, 12, 31), 500, 100),
        (date(1937, 5, 1), date(1937, 5, 1), 373, 4),
        (date(1999, 12, 31), date(1999, 12, 31), WIDTH - 4, 4),
    ],
)
def test_a_bar_goes_from_the_earliest_day_to_the_latest(earliest: date, latest: date, x: int, width: int) -> None:
    bar = bar_of(Item(date_earliest=earliest, date_latest=latest), AXIS)

    assert (bar.x, bar.width) == (x, width)


@pytest.mark.parametrize(
    ("said", "bar"),
    [
        ("depuis 1950", Bar(500, 500, "right")),
        ("avant 1940", Bar(0, 400, "left")),
        ("depuis le 31 décembre 1999", Bar(996, 4, "right")),
    ],
)
def test_an_open_end_goes_softly_to_the_edge_of_the_axis(said: str, bar: Bar) -> None:
    item = Item()
    date_item(item, said)

    assert bar_of(item, AXIS) == bar


def test_what_has_no_date_has_no_bar() -> None:
    with pytest.raises(ValueError, match="undated"):
        bar_of(Item(), AXIS)


@pytest.mark.django_db
def test_the_timeline_shows_what_is_dated_in_its_order(client: Client, council: Council) -> None:
    ItemFactory(title="Tard", date_earliest=date(1954, 1, 1), date_latest=date(1954, 12, 31))
    ItemFactory(title="Sans date")
    described_item(title="Tôt")
    ItemFactory(title=SECRET, date_earliest=date(1700, 1, 1), date_latest=date(1700, 1, 2), closed_for=Basis.TAKEN_DOWN)

    page = read(client, "/memoire/chronologie/")

    assert [line.get_text() for line in page.select(".year a")] == ["Tôt", "Tard"]
    assert [head.get_text() for head in page.select(".years__decade h2")] == ["1910", "1950"]
    assert [tick.get_text() for tick in page.select(".years__axis text")] == [
        "1910",
        "1920",
        "1930",
        "1940",
        "1950",
        "1960",
    ]
    assert len(page.select(".year__bar rect[fill='url(#encre-both)']")) == 1
    assert words(page, ".years__undated") == "Un document sans date , que nulle barre ne peut placer."


@pytest.mark.django_db
def test_what_is_open_on_a_side_stands_in_the_decade_of_the_other(client: Client, council: Council) -> None:
    for said in ("depuis 1950", "avant 1940", "s.d.", "1935", "1951"):
        item_dated(said)

    page = read(client, "/memoire/chronologie/")

    assert [line.get_text() for line in page.select(".year a")] == ["1935", "avant 1940", "depuis 1950", "1951"]
    assert [head.get_text() for head in page.select(".years__decade h2")] == ["1930", "1950"]
    assert [(bar["x"], bar["width"]) for bar in page.select(".year__bar rect")][1:3] == [("0", "333"), ("667", "333")]
    assert words(page, ".years__undated") == "Un document sans date , que nulle barre ne peut placer."


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "years"), [("depuis 1950", ["1950", "1960"]), ("avant 1940", ["1930", "1940"])])
def test_one_open_date_alone_has_its_axis(client: Client, council: Council, said: str, years: list[str]) -> None:
    item_dated(said)

    page = read(client, "/memoire/chronologie/")

    assert [tick.get_text() for tick in page.select(".years__axis text")] == years
    assert [(bar["x"], bar["width"]) for bar in page.select(".year__bar rect")] == [("0", str(WIDTH))]


@pytest.mark.django_db
def test_the_timeline_is_narrowed_like_the_list(client: Client, council: Council) -> None:
    described_item(title="Photo")
    described_item(title="Carte", kind=Kind.MAP)

    page = read(client, "/memoire/chronologie/", nature="plans")

    assert [line.get_text() for line in page.select(".year a")] == ["Carte"]
    assert client.get("/memoire/chronologie/?nature=rien").status_code == 404


@pytest.mark.django_db
def test_an_empty_timeline_says_so(client: Client, council: Council) -> None:
    ItemFactory()

    assert "Aucun document daté" in words(read(client, "/memoire/chronologie/"), "main")


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_a_timeline_asks_as_much_for_three_as_for_one(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for _number in range(many):
        receive_picture(described_item())
    client.get("/memoire/")

    with django_assert_num_queries(11):
        html = client.get("/memoire/chronologie/").content.decode()

    assert html_errors(html) == []
