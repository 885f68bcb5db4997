"""The public directory: who is in it, how it is narrowed, what it costs, and what it never tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import DjangoAssertNumQueries

from cms.pages.domain.withdrawal import withdraw_pages
from cms.pages.page_cache import VERSION_KEY, forget_pages
from crm.partners.domain.merging import merge
from crm.partners.enums import OrganizationKind, RecordKind
from crm.partners.models import (
    Council,
    OrganizationName,
    Sector,
)
from tests.axe import violations_everywhere
from tests.browser import Site
from tests.factories import UserFactory, complete_council, make_picture
from tests.factories.partners import OrganizationFactory
from tests.pages.listings import LEAKS, address, directory, full, listed, names, read, text

LIST_QUERIES = 16


@pytest.mark.django_db
def test_the_list_holds_those_listed_letter_by_letter(client: Client, council: Council) -> None:
    directory()
    for name in ("Vélo-Ormes", "École du Boisé", "Épicerie Basile", "Atelier", "1001 pots"):
        listed(name)
    OrganizationFactory.create(name="Hors-liste")

    page = read(client, "/repertoire/")

    assert names(page) == ["1001 pots", "Atelier", "École du Boisé", "Épicerie Basile", "Vélo-Ormes"]
    assert [text(letter) for letter in page.select(".directory__letter > h2")] == ["#", "A", "E", "V"]
    assert "Hors-liste" not in page.decode()


@pytest.mark.django_db
def test_it_is_narrowed_by_words_kind_and_sector(client: Client, council: Council) -> None:
    directory()
    full()
    listed("Vélo-Ormes", "Mobilité", "Loisirs")
    listed("Cafétéria de l’école", "Alimentation", kind=OrganizationKind.SCHOOL)

    assert names(read(client, "/repertoire/?mots=cafe+st+sacrement")) == ["Café du Très-Saint-Sacrement"]
    assert names(read(client, "/repertoire/?mots=CTSS")) == ["Café du Très-Saint-Sacrement"]
    assert names(read(client, "/repertoire/?genre=cooperatives")) == ["Café du Très-Saint-Sacrement"]
    assert names(read(client, "/repertoire/?secteur=alimentation&genre=ecoles&mots=")) == ["Cafétéria de l’école"]
    assert names(read(client, "/repertoire/?secteur=mobilite")) == ["Vélo-Ormes"]
    assert names(read(client, "/repertoire/?mots=introuvable")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?genre=inconnu", "?secteur=inconnu", "?secteur=1"])
def test_what_does_not_exist_is_not_found(client: Client, council: Council, query: str) -> None:
    directory()
    listed("Vélo-Ormes", "Mobilité")

    assert client.get(f"/repertoire/{query}").status_code == 404


@pytest.mark.django_db
def test_words_never_find_what_is_for_the_board(client: Client, council: Council) -> None:
    directory()
    full()

    found = [
        words
        for words in ("board@cafe.example", "private@cafe.example", "rue board", "SECRET", "4185550155")
        if names(read(client, f"/repertoire/?mots={words}"))
    ]

    assert found == []
    assert names(read(client, "/repertoire/?mots=public@cafe.example")) == ["Café du Très-Saint-Sacrement"]


@pytest.mark.django_db
def test_the_list_and_the_sitemap_leak_nothing_either(client: Client, council: Council) -> None:
    directory()
    cafe = full()

    said = client.get("/repertoire/").content.decode() + client.get("/sitemap.xml").content.decode()

    assert [leak for leak in LEAKS if leak in said] == []
    assert f"<loc>http://testserver{address(cafe, 'cafe-du-tres-saint-sacrement')}</loc>" in said


@pytest.mark.django_db
def test_a_withdrawn_directory_takes_its_pages_away(client: Client, council: Council) -> None:
    page = directory()
    cafe = listed("Vélo-Ormes")

    withdraw_pages([page], "Le répertoire change de main.", by=UserFactory(is_superuser=True), now=timezone.now())

    assert client.get("/repertoire/").status_code == 410
    assert client.get(address(cafe, "velo-ormes")).status_code == 404
    assert "velo-ormes" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, council: Council, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    directory()
    for number in range(count):
        one = listed(f"Atelier {number}", f"Secteur {number}", "Loisirs")
        OrganizationName.objects.create(organization=one, name=f"A{number}")
    client.get("/repertoire/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/repertoire/")


@pytest.mark.django_db
def test_any_change_of_it_forgets_the_pages(council: Council, django_capture_on_commit_callbacks: Any) -> None:
    cafe = full()
    sector = Sector.objects.create(name="Culture")

    def renew_sectors() -> None:
        cafe.sectors.add(sector)
        cafe.save()

    changes: list[Callable[[], Any]] = [
        cafe.save,
        renew_sectors,
        sector.save,
        cafe.other_names.all()[0].save,
        cafe.contact_details.all()[0].save,
        cafe.addresses.all()[0].delete,
        lambda: merge(RecordKind.ORGANIZATION, cafe.pk, listed("Café").pk, {}, by=None, now=timezone.now()),
    ]
    forgotten = []
    for change in changes:
        forget_pages()
        before = caches["pages"].get(VERSION_KEY)
        with django_capture_on_commit_callbacks(execute=True):
            change()
        forgotten.append(caches["pages"].get(VERSION_KEY) != before)

    assert forgotten == [True] * len(changes)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_stands_in_the_way_of_anyone(site: Site) -> None:
    complete_council()
    directory()
    cafe = full(logo=make_picture())
    listed("Association de la très longue promenade interprovinciale du chemin de Charlesbourg", "Loisirs")

    for path in ("/repertoire/", "/repertoire/?mots=cafe", address(cafe, "cafe-du-tres-saint-sacrement")):
        assert violations_everywhere(site, path) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_finds_a_neighbour_without_a_script(site: Site) -> None:
    complete_council()
    directory()
    full()
    page = site.open("/repertoire/", width=320, javascript=False)

    page.get_by_label("Genre").select_option("Coopérative")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Café du Très-Saint-Sacrement").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Café du Très-Saint-Sacrement")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
