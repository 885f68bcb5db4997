"""The memory as a list: what is found, by what it is narrowed, how much it asks of the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.browsing import ItemFilter, read_item_filter
from cms.archive.domain.copyrights import Copyright
from cms.archive.enums import Basis, CreditRole, Kind
from cms.archive.models import Credit, Item, MemoryPage
from crm.partners.enums import Visibility
from crm.partners.models import Council
from tests.archive.described import SECRET, described_item, item_dated, read, words
from tests.factories import (
    FondsFactory,
    ItemFactory,
    OrganizationFactory,
    PersonFactory,
    PlaceFactory,
    TermFactory,
    add_page,
    receive_picture,
)
from tests.html import html_errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(council: Council) -> None:
    """What could leak: a draft, an embargo, what was taken down."""
    day = timezone.localdate() + timedelta(days=1)
    for facts in ({"live": False}, {"embargo_until": day}, {"closed_for": Basis.TAKEN_DOWN}):
        item = ItemFactory(
            title=SECRET, kind=Kind.FILM, date_earliest=date(1850, 1, 1), date_latest=date(1850, 1, 1), **facts
        )
        item.places.set([PlaceFactory(name=f"{SECRET} {item.pk}")])
        item.subjects.set([TermFactory(label=f"{SECRET} {item.pk}")])
        item.collection = FondsFactory(title=SECRET)
        item.save()
        Credit.objects.create(item=item, name=SECRET)


def titles(page: BeautifulSoup) -> list[str]:
    return [line.get_text() for line in page.select(".frame__title, .line__title")]


def facet(page: BeautifulSoup, name: str) -> dict[str, str]:
    """The ways of a facet, with how many each leaves."""
    return {
        line.a.get_text(): line.select_one(".facet__count").get_text()  # type: ignore[union-attr]
        for line in page.select(f".facet--{name} li")
    }


def dated(first: int, last: int, **facts: Any) -> Item:
    return ItemFactory(date_earliest=date(first, 1, 1), date_latest=date(last, 12, 31), **facts)


def test_the_empty_memory_says_so(client: Client, council: Council) -> None:
    assert "La mémoire est encore vide." in words(read(client, "/memoire/"), "main")


def test_what_is_not_public_is_neither_listed_nor_counted(client: Client, hidden: None) -> None:
    item = ItemFactory(title="Une porte")

    page = read(client, "/memoire/")

    assert titles(page) == [item.title]
    assert SECRET not in page.get_text()
    assert facet(page, "nature") == {"Photographie": "1"}
    assert facet(page, "periode") == {"sans date": "1"}


def test_the_section_gives_its_title_and_its_words(client: Client, council: Council) -> None:
    add_page(MemoryPage, "Nos mémoires", slug="ailleurs", introduction="Ce qui reste.")

    page = read(client, "/memoire/")

    assert words(page, "h1") == "Nos mémoires"
    assert words(page, ".lead") == "Ce qui reste."


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Carte", "Photo"]),
        ({"nature": "plans"}, ["Carte"]),
        ({"periode": "1920"}, ["Carte", "Photo"]),
        ({"periode": "1910"}, ["Photo"]),
        ({"periode": "1940"}, []),
        ({"periode": "sans-date"}, []),
        ({"droits": "pdm"}, ["Photo"]),
        ({"nature": "photos", "periode": "1920"}, ["Photo"]),
        ({"nature": "photos,plans", "periode": "1910,1940"}, ["Photo"]),
        ({"periode": "1910,sans-date"}, ["Photo"]),
        ({"periode": ["1910", "1940"]}, ["Photo"]),
        ({"nature": ["photos", "plans"], "periode": ["1910", "1920"]}, ["Carte", "Photo"]),
        ({"periode": ["1910,1940", ""]}, ["Photo"]),
        ({"periode": ""}, ["Carte", "Photo"]),
        ({"ordre": "dates"}, ["Photo", "Carte"]),
        ({"vue": "liste"}, ["Carte", "Photo"]),
    ],
)
def test_plain_links_narrow(client: Client, council: Council, asked: dict[str, Any], found: list[str]) -> None:
    dated(1919, 1921, title="Photo", copyright=Copyright.PUBLIC_DOMAIN)
    dated(1922, 1922, title="Carte", kind=Kind.MAP)

    assert titles(read(client, "/memoire/", **asked)) == found


@pytest.mark.parametrize(
    ("periode", "found"),
    [
        ("1920", []),
        ("1930", ["avant 1940"]),
        ("1940", []),
        ("1950", ["depuis 1950"]),
        ("1960", []),
        ("9990", []),
        ("sans-date", ["s.d."]),
    ],
)
def test_what_is_open_on_a_side_is_of_the_decade_of_the_other(
    client: Client, council: Council, periode: str, found: list[str]
) -> None:
    for said in ("depuis 1950", "avant 1940", "s.d."):
        item_dated(said)

    assert titles(read(client, "/memoire/", periode=periode)) == found
    assert facet(read(client, "/memoire/"), "periode") == {"années 1930": "1", "années 1950": "1", "sans date": "1"}


def test_what_is_open_on_a_side_is_put_in_order_by_the_other_and_the_undated_come_last(
    client: Client, council: Council
) -> None:
    for said in ("s.d.", "depuis 1950", "1945", "avant 1940", "1935"):
        item_dated(said)

    assert titles(read(client, "/memoire/", ordre="dates")) == ["1935", "avant 1940", "1945", "depuis 1950", "s.d."]


def test_every_way_leads_to_as_many_as_it_says(client: Client, council: Council) -> None:
    described_item()
    described_item(kind=Kind.MAP, date_words="", date_earliest=None, date_latest=None)
    dated(1918, 1932, title="Longue")
    ways = [
        (line.a["href"], int(line.select_one(".facet__count").get_text()))
        for line in read(client, "/memoire/").select(".facet li")
    ]  # type: ignore[index,union-attr]

    assert len(ways) == 11
    for address, count in ways:
        assert len(titles(read(client, f"/memoire/{address}"))) == count, address


def test_another_value_is_added_by_a_plain_link(client: Client, council: Council) -> None:
    for first, last, title in ((1921, 1922, "Un"), (1929, 1931, "Deux"), (1948, 1948, "Trois")):
        dated(first, last, title=title, copyright="")

    page = read(client, "/memoire/", periode="1920")
    way = next(one for one in page.select(".facet--periode a") if one.get_text() == "années 1940")
    both = read(client, f"/memoire/{way['href']}")

    assert words(page, ".facet--periode h3") == "Période (ou aussi)"
    assert facet(page, "periode") == {"années 1930": "1", "années 1940": "1"}
    assert titles(both) == ["Trois", "Deux", "Un"]
    assert [(one.get_text(), one["href"]) for one in both.select(".memory__active li a")] == [
        ("années 1920 (enlever)", "?periode=1940"),
        ("années 1940 (enlever)", "?periode=1920"),
    ]


@pytest.mark.parametrize(
    ("question", "heading", "first", "second"),
    [
        ("lieu", "Lieu", "Rue Un", "Rue Deux"),
        ("personne", "Personne ou organisme", "Quintal, Odile", "Quintal, Rosaire"),
        ("sujet", "Sujet", "Neige", "Dégel"),
        ("fonds", "Fonds", "Fonds Un", "Fonds Deux"),
    ],
)
def test_a_second_place_person_subject_or_collection_is_added_by_a_plain_link(
    client: Client, council: Council, question: str, heading: str, first: str, second: str
) -> None:
    for number, name in enumerate((first, second, "Un autre")):
        item = ItemFactory(title=f"La cour {number}", collection=FondsFactory(title=name))
        item.places.set([PlaceFactory(name=name)])
        item.subjects.set([TermFactory(label=name)])
        item.save()
        Credit.objects.create(item=item, name=name)
    everywhere = Item.objects.get(title="La cour 0")
    everywhere.places.add(PlaceFactory(name="Partout"))
    everywhere.save()

    alone = follow(client, read(client, "/memoire/"), question, first)
    both = follow(client, alone, question, second)

    assert titles(alone) == ["La cour 0"]
    assert titles(both) == ["La cour 1", "La cour 0"]
    assert words(both, f".facet--{question} h3") == f"{heading} (ou aussi)"
    assert facet(both, question) == {"Un autre": "1", **({"Partout": "1"} if question == "lieu" else {})}
    off = {one.get_text(): one["href"] for one in both.select(".memory__active li a")}
    assert list(off) == sorted([f"{first} (enlever)", f"{second} (enlever)"])
    assert titles(read(client, f"/memoire/{off[f'{first} (enlever)']}")) == ["La cour 1"]


def follow(client: Client, page: BeautifulSoup, name: str, label: str) -> BeautifulSoup:
    way = next(one for one in page.select(f".facet--{name} a") if one.get_text() == label)
    return read(client, f"/memoire/{way['href']}")


@pytest.mark.parametrize("many", [1, 3])
def test_several_places_people_subjects_and_collections_ask_as_much(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        receive_picture(described_item(title=f"Une porte {number}"))
        other = ItemFactory(collection=FondsFactory(title=f"Fonds {number}"))
        other.places.set([PlaceFactory(name=f"Rue {number}")])
        other.subjects.set([TermFactory(label=f"Neige {number}")])
        other.save()
        Credit.objects.create(item=other, name=f"Odile {number}")
    client.get("/memoire/")

    with django_assert_num_queries(20):
        response = client.get(
            "/memoire/",
            {
                "lieu": ["rue-des-tanneurs", "rue-0"],
                "personne": ["Studio Fictif", "Odile 0"],
                "sujet": ["hiver", "neige-0"],
                "fonds": ["portraits", "fonds-0"],
            },
        )

    assert len(titles(BeautifulSoup(response.content, "html.parser"))) == many + 1


@pytest.mark.parametrize("many", [1, 3])
def test_several_values_ask_as_much_for_three_as_for_one(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        receive_picture(described_item(title=f"Une porte {number}"))
    client.get("/memoire/")

    with django_assert_num_queries(17):
        client.get("/memoire/", {"periode": "1910,1920", "nature": "photos,plans"})


def test_what_is_narrowed_says_so_with_the_way_back(client: Client, council: Council) -> None:
    item = described_item()

    page = read(client, "/memoire/", lieu="rue-des-tanneurs", personne="Studio Fictif")

    assert titles(page) == [item.title]
    assert [(one.get_text(), one["href"]) for one in page.select(".memory__active li a")] == [
        ("Rue des Tanneurs (enlever)", "?personne=Studio+Fictif"),
        ("Studio Fictif (enlever)", "?lieu=rue-des-tanneurs"),
    ]
    assert page.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert page.select_one("link[rel=canonical]")["href"] == "http://testserver/memoire/"  # type: ignore[index]


def test_a_fonds_holds_what_its_parts_hold(client: Client, council: Council) -> None:
    fonds = FondsFactory(title="Fonds Quintal")
    part = FondsFactory(title="Portraits", level="series", parent=fonds)
    ItemFactory(title="En haut", collection=fonds)
    ItemFactory(title="Dedans", collection=part)

    assert facet(read(client, "/memoire/"), "fonds") == {"Fonds Quintal": "2"}
    inside = read(client, "/memoire/", fonds=fonds.slug)
    assert titles(inside) == ["Dedans", "En haut"]
    assert facet(inside, "parties") == {"Portraits": "1"}
    assert words(inside, ".facet--parties h3") == "À l’intérieur"
    assert titles(follow(client, inside, "parties", "Portraits")) == ["Dedans"]


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.BOARD, Visibility.PRIVATE])
def test_someone_is_named_where_their_file_is_public(client: Client, council: Council, visibility: Visibility) -> None:
    person = PersonFactory(given_name="Rosaire", family_name="Quintal", visibility=visibility)
    Credit.objects.create(item=ItemFactory(), person=person)

    found = facet(read(client, "/memoire/"), "personne")

    assert found == ({"Rosaire Quintal": "1"} if visibility == Visibility.PUBLIC else {})


def test_the_printed_name_comes_before_the_record(client: Client, council: Council) -> None:
    item = ItemFactory()
    Credit.objects.create(item=item, name="Le père Quintal", person=PersonFactory(visibility=Visibility.PRIVATE))
    Credit.objects.create(item=item, organization=OrganizationFactory(name="La Coop", is_listed=True))
    Credit.objects.create(item=item, organization=OrganizationFactory(name=SECRET, is_listed=False))
    Credit.objects.create(item=item, name="Le père Quintal", role=CreditRole.CREATOR)

    assert facet(read(client, "/memoire/"), "personne") == {"La Coop": "1", "Le père Quintal": "1"}


@pytest.mark.parametrize(
    "asked",
    [
        "nature=rien",
        "periode=1925",
        "periode=abc",
        "periode=1920,1920",
        "periode=1920,",
        "periode=1920&periode=1925",
        "periode=1920&periode=1920",
        "lieu=rue-des-tanneurs&lieu=rien",
        "periode=" + ",".join(str(1000 + 10 * step) for step in range(13)),
        "lieu=rien",
        "sujet=rien",
        "fonds=rien",
        "droits=x",
        "page=9",
        "page=zero",
        "ordre=x",
        "vue=x",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, council: Council, asked: str) -> None:
    ItemFactory()

    assert client.get(f"/memoire/?{asked}").status_code == 404


def test_a_blank_answer_asks_nothing() -> None:
    assert read_item_filter({"personne": [" "], "lieu": ["", "\t"]}) == ItemFilter()


def test_the_filter_reads_what_it_writes() -> None:
    item = described_item()
    query = "?nature=photos&periode=1920&periode=1930&lieu=rue-des-tanneurs&personne=A+%26+B&personne=B%2C+C&droits=pdm"

    asked = read_item_filter(dict(QueryDict(query[1:]).lists()))

    assert asked is not None
    assert asked.query == query
    assert asked.lieu == (item.places.first(),)
    assert asked.personne == ("A & B", "B, C")


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("look", ["", "liste"])
def test_a_list_asks_as_much_for_three_as_for_one(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int, look: str
) -> None:
    for number in range(many):
        receive_picture(described_item(title=f"Une porte {number}"))
    client.get("/memoire/")

    with django_assert_num_queries(17):
        response = client.get("/memoire/", {"vue": look} if look else {"ordre": "dates"})

    assert len(titles(BeautifulSoup(response.content, "html.parser"))) == many


@pytest.mark.parametrize(
    "address", ["/memoire/", "/memoire/?vue=liste", "/memoire/?nature=photos", "/memoire/fonds/portraits/"]
)
def test_the_html_is_valid(client: Client, council: Council, address: str) -> None:
    for _number in range(3):
        receive_picture(described_item())

    assert html_errors(client.get(address).content.decode()) == []


def test_a_collection_tells_where_it_stands(client: Client, council: Council) -> None:
    item = described_item()

    page = read(client, item.collection.get_absolute_url())

    assert words(page, ".eyebrow") == "Mémoire · Fonds Quintal · Série"
    assert titles(page) == [item.title]
    assert titles(read(client, "/memoire/fonds/fonds-quintal/")) == [item.title]


def test_a_change_of_the_memory_is_seen_at_once(
    client: Client, council: Council, django_capture_on_commit_callbacks: Any
) -> None:
    item = ItemFactory(title="Avant")
    assert titles(read(client, "/memoire/")) == ["Avant"]

    with django_capture_on_commit_callbacks(execute=True):
        item.title = "Après"
        item.save()

    assert titles(read(client, "/memoire/")) == ["Après"]
