"""Places and collections of which nothing is public: they have no page, and nobody is told their name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.closing import restore, take_down
from cms.archive.enums import Level
from cms.archive.models import Fonds, Item, MemoryPage, Place, WalkPage
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.archive.described import SECRET, read, words
from tests.factories import EventFactory, FondsFactory, ItemFactory, PlaceFactory, UserFactory, add_page, someone_of
from tests.factories.assemblies import adopted
from tests.factories.pages import stream

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HIDDEN = [{"live": False}, {"embargo_until": NOW.date() + timedelta(days=2)}, {"closed_for": "taken_down"}]


def item_at(place: Place, **facts: object) -> Item:
    item = ItemFactory(**facts)
    item.places.set([place])
    item.save()
    return item


def in_collection(fonds: Fonds) -> list[str]:
    """Every address that would name it."""
    return [
        fonds.get_absolute_url(),
        reverse("archive_iiif_collection", args=[fonds.slug]),
        *(f"/memoire/{where}?fonds={fonds.slug}" for where in ("", "chronologie/", "carte/")),
    ]


def at_place(place: Place) -> list[str]:
    return [place.get_absolute_url(), *(f"/memoire/{where}?lieu={place.slug}" for where in ("", "chronologie/"))]


def statuses(client: Client, addresses: list[str]) -> set[int]:
    return {client.get(address).status_code for address in addresses}


@pytest.mark.parametrize("facts", HIDDEN)
def test_a_place_of_hidden_items_has_no_page(client: Client, council: Council, facts: dict[str, object]) -> None:
    place = PlaceFactory(name=SECRET)
    item = item_at(place, **facts)

    assert statuses(client, at_place(place)) == {404}

    Item.objects.filter(pk=item.pk).update(live=True, embargo_until=None, closed_for="")
    assert statuses(client, at_place(place)) == {200}


@pytest.mark.parametrize("facts", HIDDEN)
def test_a_collection_of_hidden_items_has_no_page(client: Client, council: Council, facts: dict[str, object]) -> None:
    fonds = FondsFactory(title=SECRET)
    part = FondsFactory(title=SECRET, level=Level.SERIES, parent=fonds)
    item = ItemFactory(collection=part, **facts)

    assert statuses(client, [*in_collection(fonds), *in_collection(part)]) == {404}

    Item.objects.filter(pk=item.pk).update(live=True, embargo_until=None, closed_for="")
    assert statuses(client, [*in_collection(fonds), *in_collection(part)]) == {200}


def test_what_is_taken_down_takes_its_place_and_its_collection_along_and_brings_them_back(
    client: Client, council: Council
) -> None:
    place, fonds = PlaceFactory(), FondsFactory()
    item = item_at(place, collection=fonds)

    takedown = take_down(item, "On ne veut plus.", None, NOW)

    assert client.get(item.get_absolute_url()).status_code == 410
    assert statuses(client, [*at_place(place), *in_collection(fonds)]) == {404}
    restore(takedown, None, NOW)
    assert statuses(client, [*at_place(place), *in_collection(fonds)]) == {200}


def test_a_collection_leads_to_no_part_of_which_nothing_is_public(client: Client, council: Council) -> None:
    fonds = FondsFactory()
    series = FondsFactory(title="Portraits", level=Level.SERIES, parent=fonds)
    part = FondsFactory(title="Un dossier", level=Level.FILE, parent=series)
    ItemFactory(collection=FondsFactory(title=SECRET, level=Level.SERIES, parent=fonds), live=False)
    ItemFactory(collection=part)

    page = read(client, fonds.get_absolute_url())
    facts = client.get(reverse("archive_iiif_collection", args=[fonds.slug])).json()

    assert [one.get_text() for one in page.select("[aria-labelledby=parties] a")] == ["Portraits"]
    assert [one["label"] for one in facts["items"]] == [{"fr": ["Portraits"]}]


@pytest.mark.parametrize("many", [1, 3])
def test_a_collection_asks_as_much_for_three_parts_as_for_one(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    fonds = FondsFactory()
    for number in range(many):
        ItemFactory(collection=FondsFactory(title=f"Série {number}", level=Level.SERIES, parent=fonds))
    client.get("/memoire/")

    with django_assert_num_queries(9):
        client.get(fonds.get_absolute_url())


def test_harvesters_are_told_of_no_set_of_which_nothing_is_public(client: Client, council: Council) -> None:
    sets = "/memoire/oai?verb=ListSets"
    ItemFactory(collection=FondsFactory(title=SECRET, description=SECRET), live=False)
    assert "noSetHierarchy" in client.get(sets).content.decode()

    series = FondsFactory(title="Portraits", level=Level.SERIES, parent=FondsFactory(title="Fonds Quintal"))
    ItemFactory(collection=series)

    said = client.get(sets).content.decode()
    assert [name in said for name in ("Fonds Quintal", "Portraits", SECRET)] == [True, True, False]


def test_the_sitemap_lists_the_collections_that_have_a_page(client: Client, council: Council) -> None:
    fonds = FondsFactory()
    part = FondsFactory(level=Level.SERIES, parent=fonds)
    ItemFactory(collection=part)
    ItemFactory(collection=FondsFactory(title=SECRET), live=False)

    said = client.get("/sitemap.xml").content.decode()

    assert said.count("/memoire/fonds/") == 2
    assert all(f"http://testserver{one.get_absolute_url()}<" in said for one in (fonds, part))


def test_an_event_a_decision_or_a_walk_gives_a_place_its_page(client: Client, council: Council) -> None:
    hall = PlaceFactory(address="12, rue des Tanneurs")
    tannery, corner = PlaceFactory(), PlaceFactory()
    EventFactory(address=hall.address)
    tannery.decisions.set([adopted(title="Classer la tannerie")])
    memory = add_page(MemoryPage, "Mémoire")
    stop = {"title": "Le coin", "text": "<p>Ici.</p>", "place": corner.pk, "way": ""}
    walk = add_page(WalkPage, "Une promenade", memory, stops=stream(("stop", stop)))

    pages = [one.get_absolute_url() for one in (hall, tannery, corner)]

    assert statuses(client, pages) == {200}
    assert read(client, pages[0]).select_one(".memory__ways a[href^='/memoire/?lieu']") is None
    walk.unpublish()
    assert [client.get(page).status_code for page in pages] == [200, 200, 404]


def test_those_who_describe_see_what_is_empty(client: Client, council: Council) -> None:
    place, fonds = PlaceFactory(), FondsFactory()
    client.force_login(someone_of(Role.ARCHIVES))

    assert "On ne raconte encore rien" in words(read(client, place.get_absolute_url()), "main")
    assert "Rien n’en est encore publié" in words(read(client, fonds.get_absolute_url()), "main")

    client.force_login(UserFactory())
    assert statuses(client, [place.get_absolute_url(), fonds.get_absolute_url()]) == {404}
