"""A family takes a photograph and a voice back: one act, followed through every exit; put back; then destroyed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from cms.archive.domain.dating import date_item
from cms.archive.domain.discarding import erase_discarded
from cms.archive.domain.masters import receive
from cms.archive.domain.recognizing import line_up, show_this_week
from cms.archive.models import Derivative, Item, MemoryPage, RecognitionPhoto, StoryPage, WalkPage, archive_storage
from cms.archive.tasks import derive_due
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.axe import violations
from tests.browser import Site, follow
from tests.factories import FondsFactory, ItemFactory, PlaceFactory, add_page, drawn_image, receive_sound, stream
from tests.factories.newsletters import newsletter
from tests.factories.pages import front_page
from tests.journeys.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TITLE = "La forge aux grelots"
SAID = "0:00 Le grelot de cuivre sonnait."
REASON = "La famille l’a reprise."


@dataclass(frozen=True)
class Exits:
    """Where the item itself is had, and where it is named; each with a word of what is found there."""

    own: dict[str, str]
    naming: tuple[str, ...]
    alone: tuple[str, ...]  # what holds nothing else: no page without it
    asking: tuple[str, ...]  # its photograph of the week: neither


@pytest.fixture
def item(site: Site, open_council: Council, settings: Settings) -> Item:
    """Published with a picture and a voice, told wherever something of the memory is told; pages are really kept."""
    settings.PAGE_CACHE_SECONDS = 3600
    item = ItemFactory(title=TITLE, collection=FondsFactory())
    place = PlaceFactory()
    item.places.add(place)
    date_item(item, "vers 1921")
    item.save()
    receive(item, "forge.jpg", ContentFile(drawn_image(size=(900, 700))), None, timezone.now())
    receive_sound(item, SAID)
    derive_due()
    show_this_week(line_up(item, "Qui tient le grelot?", timezone.now()), timezone.now())
    section = add_page(MemoryPage, "Mémoire", show_in_menus=True)
    add_page(StoryPage, "La rue", section, body=stream(("item", {"item": item.pk, "caption": ""})))
    stop = {"title": "Ici", "text": "<p>Ici.</p>", "way": "", "place": place.pk, "item": item.pk, "sound": item.pk}
    add_page(WalkPage, "Promenade", section, stops=stream(("stop", stop)))
    newsletter(
        body=[("archive", {"title": "De la mémoire", "item": item, "text": ""}), ("recognition", {"title": "Qui?"})]
    )
    front = front_page()
    front.sections = stream(("recognition", {"title": "Avez-vous reconnu?"}))
    front.save()
    return item


@pytest.fixture
def exits(item: Item) -> Exits:
    picture, sound = item.masters.order_by("pk")
    image = f"/memoire/iiif/{picture.pk}"
    photo = RecognitionPhoto.objects.get()
    about = f"/memoire/avez-vous-reconnu/{photo.pk}/"
    collection, place = item.collection, item.places.get()
    assert collection is not None
    return Exits(
        own={
            item.get_absolute_url(): "ArchiveComponent",
            f"/memoire/{item.number}/": TITLE,
            f"{item.get_absolute_url()}gros-caracteres/": TITLE,
            f"/memoire/{item.number}/manifest.json": TITLE,
            image: "ImageService3",
            f"{image}/info.json": "ImageService3",
            f"{image}/full/max/0/default.jpg": "",
            f"/memoire/fichiers/{sound.pk}/sous-titres.vtt": "grelot",
            f"/memoire/fichiers/{sound.pk}/transcription.txt": "grelot",
            **{copy.get_absolute_url(): "" for copy in Derivative.objects.filter(master__item=item)},
        },
        naming=(
            "/",
            "/memoire/",
            "/memoire/?vue=liste",
            "/memoire/chronologie/",
            "/memoire/fil.xml",
            "/sitemap.xml",
            "/recherche/?q=grelots",
            "/recherche/?q=cuivre",
            "/recherche/propositions/?q=grel",
            "/memoire/la-rue/",
            "/memoire/promenade/",
            "/infolettres/des-nouvelles-1/",
            place.get_absolute_url(),
            "/memoire/oai?verb=ListRecords&metadataPrefix=oai_dc",
        ),
        alone=(collection.get_absolute_url(), f"{collection.get_absolute_url()}collection.json"),
        asking=(about, f"{about}affiche/", f"{about}affiche.pdf"),
    )


class Visitor:
    """Someone without an account, over the very network that anyone uses."""

    def __init__(self, page: Page, item: Item) -> None:
        self.page, self.item = page, item

    def statuses(self, addresses: dict[str, str] | tuple[str, ...]) -> set[int]:
        return {self.page.request.get(address).status for address in addresses}

    def has(self, own: dict[str, str]) -> list[str]:
        """Where what is to be found is found."""
        return [address for address, words in own.items() if words.encode() in self.page.request.get(address).body()]

    def is_told(self, naming: tuple[str, ...]) -> list[str]:
        """Where it is named, or led to; each of these pages is there, whatever became of the item."""
        told = []
        for address in naming:
            answer = self.page.request.get(address)
            assert answer.status == 200, address
            if TITLE in answer.text() or self.item.get_absolute_url() in answer.text():
                told.append(address)
        return told


@pytest.mark.once
def test_what_is_taken_down_leaves_by_every_exit_comes_back_and_is_destroyed_on_order(
    site: Site, item: Item, exits: Exits
) -> None:
    visitor = Visitor(site.open(item.get_absolute_url()), item)
    assert visitor.has(exits.own) == list(exits.own)
    assert visitor.is_told(exits.naming + exits.alone) == list(exits.naming + exits.alone)
    assert (visitor.statuses(exits.own), visitor.statuses(exits.asking)) == ({200}, {200})
    archivist = sign_in(site, Role.ARCHIVES)

    take_down(archivist, item)

    assert (visitor.statuses(exits.own), visitor.statuses(exits.asking + exits.alone)) == ({410}, {404})
    assert visitor.is_told(exits.naming) == []
    assert 'status="deleted"' in visitor.page.request.get(exits.naming[-1]).text()
    assert visitor.page.reload().status == 410
    expect(visitor.page.locator("main")).to_contain_text(REASON)
    assert violations(visitor.page) == []
    for sign in ("ArchiveComponent", "og:", "/memoire/fichiers/", "grelot"):
        assert sign not in visitor.page.content()

    act_in_journal(archivist, "Remettre")

    assert visitor.has(exits.own) == list(exits.own)
    assert visitor.is_told(exits.naming + exits.alone) == list(exits.naming + exits.alone)
    assert (visitor.statuses(exits.own), visitor.statuses(exits.asking)) == ({200}, {200})

    take_down(archivist, item)
    originals = [master.file.name for master in item.masters.all()]
    assert all(map(archive_storage().exists, originals))
    act_in_journal(archivist, "Détruire pour de bon")
    expect(archivist.locator(".messages")).to_contain_text("est détruite")

    assert visitor.statuses(exits.own) <= {404, 410}
    assert visitor.page.request.get(item.get_absolute_url()).status == 410
    assert visitor.is_told(exits.naming) == []
    assert visitor.statuses(exits.alone) == {404}
    assert (Item.objects.count(), Derivative.objects.count()) == (0, 0)
    erase_discarded()
    assert not any(map(archive_storage().exists, originals))
    expect(archivist.get_by_role("button", name=TITLE)).to_have_count(0)


def take_down(archivist: Page, item: Item) -> None:
    """From the page of the item, by the button that a volunteer finds there."""
    archivist.goto(f"/admin/memoire/edit/{item.pk}/")
    archivist.get_by_role("button", name="Actions").first.click()
    follow(archivist.get_by_role("link", name="Retirer du site…"))
    archivist.get_by_label("Raison").fill(REASON)
    follow(archivist.get_by_role("button", name="Retirer du site"))


def act_in_journal(archivist: Page, act: str) -> None:
    """On the latest line of the journal, which is where one stands once something was taken down."""
    archivist.get_by_role("button", name=TITLE).first.click()
    follow(archivist.get_by_role("link", name=f"{act}…").first)
    assert violations(archivist) == []
    follow(archivist.get_by_role("button", name=act))
