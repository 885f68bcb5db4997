"""The memory as axe-core and a narrow screen see it (T16)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Response, expect

from cms.archive.derivatives.deriving import derive
from cms.archive.models import Item, MemoryBlogPage, MemoryPage, MemoryPostPage, StoryPage, WalkPage
from tests.archive.described import described_item
from tests.axe import violations, violations_everywhere
from tests.browser import Site, follow
from tests.factories import ItemFactory, add_page, complete_council, receive_file, receive_picture, stream
from tests.factories.pictures import photographed_image
from tests.pages.test_budget import squeezed

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def tell(item: Item, section: MemoryPage) -> None:
    """A story, a walk and an entry of the notebook about one item."""
    place = item.places.get()
    twice = {"then": item.pk, "now_item": item.pk, "now_picture": {"image": None}, "now_when": "", "caption": "L’orme"}
    body = stream(
        ("text", "<p>On raconte.</p>"),
        ("item", {"item": item.pk, "caption": "Rosaire à gauche."}),
        ("then_and_now", twice),
        ("items_shown", {"items_shown": [one.pk for one in Item.objects.all()]}),
    )
    add_page(StoryPage, "La tannerie", section, introduction="Trois photos.", told_by="Odile", body=body)
    stop = {"title": "Le parvis", "text": "<p>Ici.</p>", "way": "À gauche.", "place": place.pk, "item": item.pk}
    stops = stream(*[("stop", stop | {"sound": item.pk})] * 2)
    add_page(WalkPage, "Promenade", section, practical="Une heure.", stops=stops)
    notebook = add_page(MemoryBlogPage, "Carnet", section)
    add_page(MemoryPostPage, "Trouvé", notebook, summary="Une boîte.", body=body)


@pytest.fixture
def memory(site: Site) -> Site:
    """A memory with something on every page."""
    complete_council()
    section = add_page(MemoryPage, "Mémoire", show_in_menus=True)
    for number in range(3):
        item = described_item(title=f"L’école du rang, cour {number}, du côté de la rivière")
        for width in (500, 900, 320):
            receive_picture(item, size=(width, 400))
    ItemFactory(title="Récit sans image")
    tell(Item.objects.get(title__contains="cour 1"), section)
    return site


@pytest.mark.parametrize(
    "path",
    [
        "/memoire/",
        "/memoire/?vue=liste",
        "/memoire/?nature=photos",
        "/memoire/?nature=films",
        "/memoire/fonds/portraits/",
        "/memoire/chronologie/",
        "/memoire/carte/",
        "/memoire/recits/",
        "/memoire/la-tannerie/",
        "/memoire/promenade/",
        "/memoire/carnet/",
        "/memoire/carnet/trouve/",
        "/memoire/lieux/rue-des-tanneurs/",
    ],
)
def test_nothing_stands_in_the_way(memory: Site, path: str) -> None:
    assert violations_everywhere(memory, path) == []


def test_nothing_stands_in_the_way_of_an_item(memory: Site) -> None:
    item = Item.objects.get(title__contains="cour 1")

    assert violations_everywhere(memory, item.get_absolute_url()) == []
    assert violations_everywhere(memory, f"{item.get_absolute_url()}gros-caracteres/") == []


def test_the_arrows_lead_to_the_items_beside(memory: Site) -> None:
    before, item = (Item.objects.get(title__contains=f"cour {number}") for number in (0, 1))
    page = memory.open(item.get_absolute_url())

    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")

    assert page.url.endswith(before.get_absolute_url())


def test_a_picture_is_looked_at_from_close_by_with_the_keyboard(memory: Site) -> None:
    page = memory.open(Item.objects.get(title__contains="cour 1").get_absolute_url())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    closer, dialog = page.get_by_role("link", name="Regarder de plus près").first, page.locator("dialog.closer")
    assert not dialog.is_visible()

    closer.press("Enter")

    expect(dialog.get_by_role("application")).to_be_focused()
    assert [address.rpartition("/")[2] for address in asked if address.endswith(".js")] == ["openseadragon.min.js"]
    assert violations(page) == []
    dialog.get_by_role("button", name="Plus près").press("Enter")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(closer).to_be_focused()
    assert memory.outside == []
    assert memory.complaints == []


def test_a_fine_telephone_loads_less_than_100_kb_before_it_zooms(site: Site) -> None:
    """All that the browser asks for, as the proxy sends it: page, style, fonts, scripts, the picture that it chose."""
    complete_council()
    item = described_item(transcription="Ma chère Odile, il a neigé trois jours. " * 40)
    derive(receive_file(photographed_image((1330, 2000)), item=item).pk, timezone.now())
    context = site.browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, device_scale_factor=3, locale="fr-CA"
    )
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(item.get_absolute_url(), wait_until="networkidle")

    weights = {urlsplit(one.url).path: weight_of(one) for one in answers}
    context.close()
    (picture,) = [path for path in weights if path.startswith("/memoire/fichiers/")]
    assert picture.endswith("-640.avif")
    assert {"/static/js/memory-item.js", "/static/vendor/young-serif/young-serif.woff2"} < weights.keys()
    assert [path for path in weights if "openseadragon" in path] == []
    assert 60 * 1024 < sum(weights.values()) <= 100 * 1024, weights


def weight_of(answer: Response) -> int:
    """In bytes; words are squeezed on their way, what is squeezed already is not."""
    is_words = answer.headers["content-type"].startswith(("text/", "image/svg", "application/"))
    return squeezed(answer.body()) if is_words else len(answer.body())


def test_without_a_script_the_same_link_opens_the_largest_copy(memory: Site) -> None:
    page = memory.open(Item.objects.get(title__contains="cour 1").get_absolute_url(), javascript=False)

    follow(page.get_by_role("link", name="Regarder de plus près").first)

    assert "/memoire/fichiers/" in page.url
