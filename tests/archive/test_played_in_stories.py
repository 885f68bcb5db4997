"""A sound or a film that a story includes is played there, without a script; on paper stay its still and its link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.blocks import ItemBlock
from cms.archive.derivatives.deriving import derive
from cms.archive.domain.posters import give_poster
from cms.archive.enums import Basis, Kind
from cms.archive.models import Derivative, Item, MemoryBlogPage, MemoryPage, MemoryPostPage, StoryPage
from tests.archive.described import read, words
from tests.factories import ItemFactory, add_page, drawn_image, receive_file, receive_sound, stream
from tests.factories.recordings import film
from tests.html import html_errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(council: Any) -> MemoryPage:
    return add_page(MemoryPage, "Mémoire")


def sound(title: str = "Entrevue", **facts: Any) -> Item:
    return receive_sound(ItemFactory(title=title, kind=Kind.SOUND, **facts), seconds=1, said="0:00 Bonjour.").item


def a_film(title: str = "Le défilé", *, is_pictured: bool = True) -> Item:
    master = receive_file(film(), "fete.mp4", ItemFactory(title=title, kind=Kind.FILM))
    derive(master.pk, timezone.now())
    if is_pictured:
        still = ContentFile(drawn_image(size=(70, 40)), "image.jpg")
        picture = give_poster(master, "image.jpg", still, None, timezone.now())
        derive(picture.pk, timezone.now())
    return master.item


def story_of(section: MemoryPage, *items: Item, caption: str = "") -> StoryPage:
    body = stream(*(("item", {"item": item.pk, "caption": caption}) for item in items))
    return add_page(StoryPage, "La tannerie", section, body=body)


def test_a_sound_is_heard_with_its_captions_and_leads_to_what_is_said(client: Client, section: MemoryPage) -> None:
    item = sound()
    master = item.masters.get()
    story = story_of(section, item, caption="Zénobie raconte.")

    page = read(client, story.url)

    player = page.select_one(".told audio[controls]")
    assert (player["preload"], player["aria-label"], player.has_attr("autoplay")) == ("none", "Entrevue", False)
    source, track = player.select_one("source"), player.select_one("track")
    assert (source["src"], source["type"]) == (master.derivatives.get().get_absolute_url(), "audio/wav")
    assert (track["kind"], track["srclang"], track["src"]) == (
        *("captions", "fr"),
        f"/memoire/fichiers/{master.pk}/sous-titres.vtt",
    )
    assert client.get(source["src"]).status_code == client.get(track["src"]).status_code == 200
    assert words(page, ".told figcaption").replace(" ,", ",") == (
        "Zénobie raconte. Entrevue, s.d. · Lire tout ce qui est dit : Entrevue"
    )
    lines = page.select(".told figcaption a")[1]["href"]
    address, _hash, place = lines.partition("#")
    assert read(client, address).find(id=place).select_one(".recording__lines")
    assert html_errors(client.get(story.url).content.decode()) == []


def test_a_film_is_seen_by_its_picture_and_leaves_it_on_paper(client: Client, section: MemoryPage) -> None:
    item = a_film()
    story = story_of(section, item)

    page = read(client, story.url)

    player, still = page.select_one(".told video[controls]"), page.select_one(".told a.told__still img")
    picture = item.masters.exclude(poster_of=None).get()
    assert (player["preload"], player.select("track")) == ("none", [])
    assert player["poster"].startswith(f"/memoire/fichiers/{picture.pk}/image-0-")
    assert client.get(player.select_one("source")["src"]).status_code == 200
    assert f"/memoire/fichiers/{picture.pk}/" in still["src"]
    assert [one["href"] for one in page.select(".told figcaption a")] == [item.get_absolute_url()]
    assert html_errors(client.get(story.url).content.decode()) == []


def test_a_film_without_a_picture_is_played_all_the_same(client: Client, section: MemoryPage) -> None:
    page = read(client, story_of(section, a_film(is_pictured=False)).url)

    assert page.select_one(".told video source") is not None
    assert (page.select(".told img"), page.select("video[poster]")) == ([], [])


def test_what_is_not_copied_yet_shows_as_before(client: Client, section: MemoryPage) -> None:
    item = ItemFactory(title="Entrevue", kind=Kind.SOUND)
    receive_file(film(), "fete.mp4", item)

    page = read(client, story_of(section, item).url)

    assert page.select(".told :is(audio, video)") == []
    assert words(page, ".told figcaption a") == "Entrevue"


def test_the_first_that_plays_is_played_and_its_words_are_where_they_stand(client: Client, section: MemoryPage) -> None:
    item = sound()
    Derivative.objects.filter(master__item=item).delete()
    second = receive_sound(item, seconds=2, said="0:00 Au revoir.")

    page = read(client, story_of(section, item).url)

    assert page.select_one(".told audio source")["src"] == second.derivatives.get().get_absolute_url()
    assert page.select(".told figcaption a")[1]["href"].endswith("#enregistrement-2")


@pytest.mark.parametrize("facts", [
    {"closed_for": Basis.TAKEN_DOWN}, {"live": False}, {"embargo_until": timezone.localdate() + timedelta(days=9)},
])  # fmt: skip
def test_what_nobody_may_see_is_not_played(client: Client, section: MemoryPage, facts: dict[str, Any]) -> None:
    item, other = sound(), a_film()
    story = story_of(section, item, other)
    Item.objects.update(**facts)

    page = client.get(story.url).content.decode()

    assert ("<audio" in page, "<video" in page, "fichiers" in page, "Entrevue" in page) == (False,) * 4


def test_an_entry_of_the_notebook_plays_it_too_and_its_feed_does_not(client: Client, section: MemoryPage) -> None:
    item = sound()
    notebook = add_page(MemoryBlogPage, "Carnet", section)
    body = stream(("item", {"item": item.pk, "caption": ""}))
    entry = add_page(MemoryPostPage, "Une voix", notebook, summary="On l’entend.", body=body)

    assert read(client, entry.url).select_one(".told audio") is not None
    assert "audio" not in client.get("/memoire/carnet/fil.xml").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_a_story_asks_as_much_to_play_three_as_to_play_one(
    client: Client, section: MemoryPage, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    sounds = [sound(f"Voix {number}") for number in range(many)]
    story = story_of(section, *sounds, *(a_film(f"Film {number}") for number in range(many)))
    client.get("/memoire/")

    with django_assert_num_queries(19):
        client.get(story.url)


def test_a_block_alone_asks_for_itself() -> None:
    """As where somebody looks at a draft of something that lent it nothing."""
    item = sound()
    block = ItemBlock()

    html = block.render(block.to_python({"item": item.pk, "caption": ""}))

    assert BeautifulSoup(html, "html.parser").select_one("audio track") is not None
