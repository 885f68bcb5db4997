"""What is told of the memory: stories, walks, the notebook; a closed item leaves them on the same day."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms.archive.blocks import StoryBody
from cms.archive.enums import Basis
from cms.archive.models import Item, MemoryBlogPage, MemoryPage, MemoryPostPage, Place, StoryPage, WalkPage
from crm.partners.models import Council
from tests.archive.described import SECRET, read, words
from tests.factories import (
    ItemFactory,
    PlaceFactory,
    SignedInClient,
    UserFactory,
    add_page,
    make_picture,
    receive_picture,
    receive_sound,
    stream,
)
from tests.html import html_errors

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def section(council: Council) -> MemoryPage:
    return add_page(MemoryPage, "Mémoire")


def pictured(**facts: Any) -> Item:
    return receive_picture(ItemFactory(**facts), size=(60, 40)).item


def twice(then: Item, now: Item | None = None, picture: int | None = None) -> tuple[str, dict[str, Any]]:
    shown = {"image": picture, "decorative": False, "alt_text": "La même rue" if picture else ""}
    return (
        "then_and_now",
        {"then": then.pk, "now_item": now and now.pk, "now_picture": shown, "now_when": "", "caption": "L’orme"},
    )


def stop(title: str, place: Place | None = None, item: Item | None = None, sound: Item | None = None) -> Any:
    chosen = {"place": place and place.pk, "item": item and item.pk, "sound": sound and sound.pk}
    return ("stop", {"title": title, "text": "<p>Ici.</p>", "way": "À gauche.", **chosen})


def test_a_story_includes_items_with_their_address(client: Client, section: MemoryPage) -> None:
    first, second, third = (pictured(title=title, date_words="vers 1921") for title in ("Une", "Deux", "Trois"))
    body = stream(
        ("text", "<p>On raconte.</p>"),
        ("item", {"item": first.pk, "caption": "Rosaire à gauche."}),
        ("items_shown", {"items_shown": [third.pk, second.pk]}),
        twice(first, second),
        twice(first, picture=make_picture().pk),
    )

    story = add_page(StoryPage, "La tannerie", section, told_by="Odile", body=body)

    page = read(client, story.url)
    assert story.url == "/memoire/la-tannerie/"
    assert words(page, ".told figcaption") == "Rosaire à gauche. Une , vers 1921"
    assert [one.get_text() for one in page.select(".frame__title")] == ["Trois", "Deux"]
    assert [one.get_text() for one in page.select(".twice__when")] == [
        "vers 1921",
        "vers 1921",
        "vers 1921",
        "Aujourd’hui",
    ]
    assert len(page.select(".twice img")) == 4
    assert html_errors(client.get(story.url).content.decode()) == []


def test_what_is_closed_leaves_the_story_and_the_walk(client: Client, section: MemoryPage) -> None:
    item = pictured(title=SECRET)
    blocks = [
        ("item", {"item": item.pk, "caption": ""}),
        ("items_shown", {"items_shown": [item.pk, item.pk]}),
        twice(item),
    ]
    story = add_page(StoryPage, "La tannerie", section, body=stream(*blocks))
    walk = add_page(WalkPage, "Promenade", section, stops=stream(stop("La porte", item=item, sound=item)))
    assert SECRET in client.get(story.url).content.decode()

    Item.objects.filter(pk=item.pk).update(closed_for=Basis.TAKEN_DOWN)

    for address in (story.url, walk.url):
        html = client.get(address, {"fresh": "1"}).content.decode()
        assert SECRET not in html
        assert "/memoire/fichiers/" not in html


@pytest.mark.parametrize("many", [1, 3])
def test_a_story_asks_as_much_for_three_items_as_for_one(
    client: Client, section: MemoryPage, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    blocks = [("item", {"item": pictured().pk, "caption": ""}) for _number in range(many)]
    story = add_page(StoryPage, "La tannerie", section, body=stream(*blocks))
    client.get("/memoire/")

    with django_assert_num_queries(16):
        client.get(story.url)


@pytest.mark.parametrize("many", [1, 3])
def test_a_walk_asks_as_much_for_three_stops_as_for_one(
    client: Client, section: MemoryPage, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    sounds = [receive_sound(seconds=20 + number).item for number in range(many)]
    stops = [stop("Ici", PlaceFactory(), pictured(), sound) for sound in sounds]
    walk = add_page(WalkPage, "Promenade", section, stops=stream(*stops))
    client.get("/memoire/")

    with django_assert_num_queries(21):
        client.get(walk.url)


def test_a_stop_is_heard_and_read_a_long_recording_on_its_own_page(client: Client, section: MemoryPage) -> None:
    endless = "\n".join(f"0:{second:02} {'On parlait longtemps. ' * 20}" for second in range(4))
    master, longer = receive_sound(), receive_sound(said=endless, seconds=30)
    stops = stream(stop("Ici", sound=master.item), stop("Là", sound=longer.item))

    walk = add_page(WalkPage, "Promenade", section, stops=stops)

    page = read(client, walk.url)
    assert page.audio.track["src"] == f"/memoire/fichiers/{master.pk}/sous-titres.vtt"
    short, long = page.select(".stop__sound")
    assert "Il neigeait sur les églises. Mon père tenait la tannerie. »" in words(short, ".stop__said")
    assert words(long, ".stop__said").endswith("[…] »")
    assert [len(one.select(f'a[href="{longer.item.get_absolute_url()}"]')) for one in (short, long)] == [0, 2]
    assert html_errors(client.get(walk.url).content.decode()) == []


def test_a_stop_is_heard_whatever_the_first_file_of_its_item_is(client: Client, section: MemoryPage) -> None:
    item = pictured(title="La cloche et son clocher")
    first, _second = receive_sound(item), receive_sound(item, seconds=30)
    draft = receive_sound(ItemFactory(live=False), seconds=40)
    stops = stream(stop("Ici", sound=item), stop("Là", item=item), stop("Plus loin", sound=draft.item))

    page = read(client, add_page(WalkPage, "Promenade", section, stops=stops).url)

    assert [one["src"] for one in page.select("audio")] == [first.derivatives.get().get_absolute_url()]


def test_a_walk_tells_its_stops_in_order_with_a_plan(client: Client, section: MemoryPage) -> None:
    near = PlaceFactory(name="L’église", latitude="46.8", longitude="-71.25")
    far = PlaceFactory(name="Le parc", latitude="46.809", longitude="-71.25")
    stops = stream(stop("Le parvis", near, pictured(title="Une porte")), stop("L’orme", far))

    walk = add_page(WalkPage, "Promenade", section, practical="Une heure.", stops=stops)

    page = read(client, walk.url)
    assert [one.get_text() for one in page.select(".stop h2")] == ["Le parvis", "L’orme"]
    assert "1000 m, au moins 20 minutes à pied" in words(page, ".walk__facts")
    assert len(page.select(".where__sketch rect")) == 2
    assert len(page.select(".where__trail")) == 1
    assert html_errors(client.get(walk.url).content.decode()) == []


def test_a_walk_with_an_unknown_position_gives_no_distance(client: Client, section: MemoryPage) -> None:
    known = PlaceFactory(latitude="46.8", longitude="-71.25")
    other = PlaceFactory(latitude="46.9", longitude="-71.25")
    walk = add_page(WalkPage, "Promenade", section, stops=stream(stop("Un", known), stop("Deux", other), stop("Trois")))

    page = read(client, walk.url)

    assert page.select(".where__sketch") == []
    assert "vol d’oiseau" not in page.get_text()


@pytest.mark.parametrize("slug", ["chronologie", "carte", "contribuer", "12", "recits"])
def test_no_page_takes_an_address_of_the_memory(section: MemoryPage, slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        add_page(StoryPage, "La tannerie", section, slug=slug)

    assert list(refusal.value.message_dict) == ["slug"]


def test_a_comparison_needs_one_thing_of_today() -> None:
    item = ItemFactory()
    for value in (twice(item), twice(item, item, make_picture().pk)):
        body = StoryBody().to_python([{"type": value[0], "value": value[1]}])
        with pytest.raises(ValidationError):
            StoryBody().clean(body)


def test_the_notebook_is_a_section_with_its_feed(client: Client, section: MemoryPage) -> None:
    notebook = add_page(MemoryBlogPage, "Carnet", section, introduction="Ce qu’on trouve.")
    for day in (3, 9):
        add_page(MemoryPostPage, f"Trouvé le {day}", notebook, dated_on=date(2026, 5, day), summary="Une boîte.")
    add_page(MemoryPostPage, SECRET, notebook, dated_on=date(2026, 6, 1), summary=SECRET, live=False)

    page = read(client, "/memoire/carnet/")
    feed = fromstring(client.get("/memoire/carnet/fil.xml").content)  # noqa: S314 (our own answer)

    assert [one.get_text() for one in page.select(".told-line h2")] == ["Trouvé le 9", "Trouvé le 3"]
    found = [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert found == ["Trouvé le 9", "Trouvé le 3"]
    assert words(read(client, "/memoire/carnet/trouve-le-9/"), ".lead") == "Une boîte."
    for address in ("/memoire/carnet/", "/memoire/carnet/trouve-le-9/"):
        assert html_errors(client.get(address).content.decode()) == []


def test_the_feed_of_an_unwritten_notebook_is_one(client: Client, council: Council) -> None:
    assert fromstring(client.get("/memoire/carnet/fil.xml").content).findall("a:entry", ATOM) == []  # noqa: S314


def test_stories_and_walks_stand_on_one_page_and_at_the_door(client: Client, section: MemoryPage) -> None:
    assert "Aucun récit" in words(read(client, "/memoire/recits/"), "main")
    add_page(StoryPage, "La tannerie", section, introduction="Trois photos.")
    add_page(WalkPage, "Promenade", section)
    add_page(StoryPage, SECRET, section, live=False)

    page = read(client, "/memoire/recits/?fresh=1")

    assert sorted(one.get_text() for one in page.select(".told-line h2")) == ["La tannerie", "Promenade"]
    assert html_errors(client.get("/memoire/recits/?fresh=1").content.decode()) == []
    door = read(client, "/memoire/", vue="", page="1")
    assert sorted(one.get_text() for one in door.select(".memory__told h3")) == ["La tannerie", "Promenade"]


def test_an_item_is_chosen_by_those_who_see_the_memory(client: SignedInClient, council: Council) -> None:
    ItemFactory(title="La tannerie sous la neige")
    ItemFactory(title="Le parc")
    client.force_login(UserFactory(is_superuser=True))

    found = BeautifulSoup(client.get("/admin/snippets/choose/archive/item/results/?q=Tannerie").content, "html.parser")

    assert "La tannerie sous la neige" in found.get_text()
    assert "Le parc" not in found.get_text()


def test_others_choose_none(client: SignedInClient, council: Council) -> None:
    ItemFactory(title=SECRET)
    other = UserFactory()
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(other)

    for address in ("", "results/", f"chosen/{Item.objects.get().pk}/"):
        response = client.get(f"/admin/snippets/choose/archive/item/{address}")
        assert response.status_code != 200
        assert SECRET not in response.content.decode()
