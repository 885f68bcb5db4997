"""A real film, made by the browser: received, copied, stopped at an image that stands for it, played by a visitor."""

from __future__ import annotations

import base64

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.posters import give_poster
from cms.archive.enums import Kind
from cms.archive.models import Master, MemoryPage, StoryPage
from cms.archive.tasks import derive_due
from crm.accounts.policy import Role
from home.demo.film import film_last_run
from tests.archive.test_deposit_screens import SCREEN
from tests.axe import violations
from tests.browser import Site
from tests.factories import (
    ItemFactory,
    add_page,
    complete_council,
    drawn_image,
    receive_file,
    receive_sound,
    stream,
)
from tests.journeys.admin import sign_in

# Half a second of a brick square that crosses a page of paper, recorded by the browser as WebM.
FILMED = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 160; canvas.height = 90;
  const drawn = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const ended = new Promise((done) => (recorder.onstop = done));
  recorder.start();
  for (let at = 0; at < 14; at++) {
    drawn.fillStyle = "#fbf8f3"; drawn.fillRect(0, 0, 160, 90);
    drawn.fillStyle = "#a23b22"; drawn.fillRect(at * 8, 20, 50, 50);
    await new Promise((next) => setTimeout(next, 40));
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""

# Resolves once it moves.
PLAYED = """film => new Promise((moves, fails) => {
  film.muted = true;
  film.addEventListener("timeupdate", () => film.currentTime > 0.1 && moves());
  film.addEventListener("error", fails);
  film.play().catch(fails);
})"""


KNOWS_H264 = """() => document.createElement("video").canPlayType('video/mp4; codecs="avc1.42C01E"') !== ''"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_film_of_the_demo_plays_where_browsers_know_what_it_is_written_in(site: Site) -> None:
    complete_council()
    item = ItemFactory(title="La dernière course", kind=Kind.FILM)
    derive(receive_file(film_last_run(7)[0], "course.mp4", item).pk, timezone.now())

    film = site.open(item.get_absolute_url(), width=360).locator("video")

    assert (film.get_attribute("width"), film.get_attribute("height")) == ("320", "240")
    if film.page.evaluate(KNOWS_H264):  # some builds of Chromium leave it out
        film.evaluate(PLAYED)
        facts = film.evaluate("film => [film.videoWidth, film.videoHeight, film.duration, film.error]")
        assert facts == [320, 240, 12, None]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_real_film_is_stopped_at_an_image_that_stands_for_it_and_plays(site: Site) -> None:
    complete_council()
    page = sign_in(site, Role.ARCHIVES)
    item = ItemFactory(title="Le défilé", kind=Kind.FILM)
    master = receive_file(base64.b64decode(page.evaluate(FILMED)), "defile.webm", item)
    derive(master.pk, timezone.now())

    page.goto(f"{SCREEN}piece/{item.pk}/")
    take = page.get_by_role("button", name="Prendre l’image affichée")
    expect(take).to_be_enabled()
    assert violations(page) == []
    take.click()
    expect(page.locator(".messages")).to_contain_text("Cette image représente le film")
    picture = Master.objects.get(poster_of=master)
    derive_due()
    picture.refresh_from_db()
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 160, 90)

    visitor = site.open(item.get_absolute_url(), width=360)
    film = visitor.locator("video")
    assert f"/memoire/fichiers/{picture.pk}/" in str(film.get_attribute("poster"))
    assert (film.get_attribute("width"), film.get_attribute("height")) == ("160", "90")
    film.evaluate(PLAYED)
    assert film.evaluate("film => [film.videoWidth, film.videoHeight, film.error]") == [160, 90, None]
    assert visitor.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(visitor) == []
    assert (site.complaints, site.outside) == ([], [])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_in_a_story_a_sound_and_a_film_play_in_their_place_and_leave_a_still_on_paper(site: Site) -> None:
    complete_council()
    section = add_page(MemoryPage, "Mémoire")
    spoken = receive_sound(seconds=2, said="0:00 Bonjour.").item
    filmed = ItemFactory(title="La dernière course", kind=Kind.FILM)
    master = receive_file(film_last_run(7)[0], "course.mp4", filmed)
    still = give_poster(master, "image.jpg", ContentFile(drawn_image(), "image.jpg"), None, timezone.now())
    for one in (master, still):
        derive(one.pk, timezone.now())
    body = stream(*(("item", {"item": item.pk, "caption": ""}) for item in (spoken, filmed)))
    story = add_page(StoryPage, "La tannerie", section, body=body)

    page = site.open(story.url, width=320)

    page.locator(".told audio").evaluate(PLAYED)
    assert page.locator(".told video").evaluate("film => film.readyState") == 0  # not a byte before one asks
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []
    expect(page.locator(".told__still")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".told__still img")).to_be_visible()
    for player in page.locator(".told__player").all():
        expect(player).to_be_hidden()
    assert (site.complaints, site.outside) == ([], [])
