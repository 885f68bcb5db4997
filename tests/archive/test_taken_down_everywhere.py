"""Taking down followed through every exit: page, files, lists, feeds, search, harvesters, letters; then put back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cms.archive.derivatives.deriving import derive_next
from cms.archive.domain.closing import restore, take_down
from cms.archive.domain.dating import date_item
from cms.archive.domain.masters import receive
from cms.archive.models import Derivative, Item, Takedown
from cms.pages.domain.search.shelving import shelve
from crm.accounts.policy import Role
from newsletters.domain.memory import describe_item
from tests.factories import FondsFactory, ItemFactory, PlaceFactory, UserFactory, drawn_image, receive_sound, someone_of

pytestmark = pytest.mark.django_db

TITLE = "La forge aux grelots"
REASON = "La famille l’a reprise."


@dataclass(frozen=True)
class Exits:
    """Addresses of the item itself, and of what would name it."""

    own: tuple[str, ...]
    naming: tuple[str, ...]


@pytest.fixture
def item(council: object) -> Item:
    """Published, with a file and its public copies; beside another in its collection and at its place, which stay."""
    item, beside = ItemFactory(title=TITLE, collection=FondsFactory()), ItemFactory()
    place = PlaceFactory()
    beside.collection = item.collection
    beside.places.add(place)
    beside.save()
    item.places.add(place)
    date_item(item, "vers 1921")
    item.save()
    receive(item, "forge.jpg", ContentFile(drawn_image(size=(900, 700))), None, timezone.now())
    receive_sound(item)
    while derive_next(timezone.now()):
        pass
    shelve()
    return item


@pytest.fixture
def exits(item: Item) -> Exits:
    copies = [copy.get_absolute_url() for copy in Derivative.objects.all()]
    assert copies
    picture, sound = item.masters.order_by("pk")
    image = f"/memoire/iiif/{picture.pk}"
    said = f"/memoire/fichiers/{sound.pk}"
    return Exits(
        own=(
            item.get_absolute_url(),
            f"{item.get_absolute_url()}gros-caracteres/",
            f"/memoire/{item.number}/manifest.json",
            f"{image}/info.json",
            f"{image}/full/max/0/default.jpg",
            f"{said}/sous-titres.vtt",
            f"{said}/transcription.txt",
            *copies,
        ),
        naming=(
            "/memoire/",
            "/memoire/?vue=liste",
            "/memoire/chronologie/",
            "/memoire/fil.xml",
            "/sitemap.xml",
            "/recherche/?q=grelots",
            item.collection.get_absolute_url() if item.collection else "",
            item.places.get().get_absolute_url(),
            f"{item.collection.get_absolute_url() if item.collection else ''}collection.json",
            "/memoire/oai?verb=ListRecords&metadataPrefix=oai_dc",
        ),
    )


def told(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def names(client: Client, address: str, item: Item) -> bool:
    """By its title, by its address, or as a record that is there."""
    said = told(client, address)
    return TITLE in said or item.get_absolute_url() in said


def test_what_is_taken_down_leaves_by_every_exit_and_comes_back(client: Client, item: Item, exits: Exits) -> None:
    visitor, archivist = Client(), client
    assert {address: visitor.get(address).status_code for address in exits.own} == dict.fromkeys(exits.own, 200)
    assert [address for address in exits.naming if not names(visitor, address, item)] == []
    archivist.force_login(someone_of(Role.ARCHIVES))

    archivist.post(f"/admin/memoire/retirer/{item.pk}/", {"reason": REASON})
    shelve()

    assert {address: visitor.get(address).status_code for address in exits.own} == dict.fromkeys(exits.own, 410)
    assert [address for address in exits.naming if names(visitor, address, item)] == []
    assert REASON in visitor.get(item.get_absolute_url()).content.decode()
    assert 'status="deleted"' in told(visitor, exits.naming[-1])
    block = {"title": "De la mémoire", "item": item, "text": ""}
    assert describe_item(block, timezone.localdate()).url == ""

    archivist.post(f"/admin/retraits/{Takedown.objects.get().pk}/remettre/")
    shelve()

    assert {address: visitor.get(address).status_code for address in exits.own} == dict.fromkeys(exits.own, 200)
    assert [address for address in exits.naming if not names(visitor, address, item)] == []


def is_kept(address: str) -> bool:
    """Answered without asking the database for anything."""
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).status_code == 200, address
    return len(asked) == 0


def test_pages_that_were_kept_are_forgotten_when_it_is_taken_down_and_when_it_is_put_back(
    client: Client,
    item: Item,
    settings: Settings,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    settings.PAGE_CACHE_SECONDS = 3600
    own = [item.get_absolute_url(), f"{item.get_absolute_url()}gros-caracteres/"]
    kept = ["/memoire/", "/memoire/chronologie/", item.places.get().get_absolute_url()]
    naming = [*kept, "/memoire/fil.xml", "/recherche/?q=grelots"]
    assert [address for address in naming if not names(client, address, item)] == []
    assert [client.get(address).status_code for address in own] == [200, 200]
    assert [address for address in (*own, *kept) if not is_kept(address)] == []

    with django_capture_on_commit_callbacks(execute=True):
        takedown = take_down(item, REASON, None, timezone.now())

    assert [client.get(address).status_code for address in own] == [410, 410]
    assert [address for address in naming if names(client, address, item)] == []
    assert [address for address in kept if not is_kept(address)] == []

    with django_capture_on_commit_callbacks(execute=True):
        restore(takedown, UserFactory(), timezone.now())

    assert [client.get(address).status_code for address in own] == [200, 200]
    assert [address for address in naming if not names(client, address, item)] == []
