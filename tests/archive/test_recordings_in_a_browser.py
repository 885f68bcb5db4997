"""A recording and its transcript in a real browser: by hand, by the keyboard, without a script, on paper."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from cms.archive.models import Item, MemoryPage, WalkPage
from tests.axe import violations_everywhere
from tests.browser import Site, follow, until
from tests.factories import PlaceFactory, add_page, complete_council, receive_sound, stream
from tests.factories.sounds import SAID

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def item(site: Site) -> Item:
    complete_council()
    return receive_sound(said=f"{SAID}\n0:15 {'Sansespace' * 12} puis la rivière, le pont et la côte").item


def now(page: Page) -> int:
    return int(page.evaluate("Math.floor(document.querySelector('audio').currentTime)"))


def ready(page: Page) -> None:
    until(page, "document.querySelector('audio').readyState >= 1")


def test_nothing_stands_in_the_way(site: Site, item: Item) -> None:
    assert violations_everywhere(site, f"{item.get_absolute_url()}?q=tannerie&t=12") == []
    assert violations_everywhere(site, f"{item.get_absolute_url()}gros-caracteres/") == []


def test_a_line_plays_from_its_second_and_is_shown(site: Site, item: Item) -> None:
    page = site.open(item.get_absolute_url())
    ready(page)
    line = page.get_by_role("link", name="0:12 Mon père")

    line.click()

    expect(line).to_have_attribute("aria-current", "true")
    assert now(page) in (12, 13)
    assert page.url.endswith(item.get_absolute_url())
    assert page.locator(".recording__lines [aria-current]").count() == 1
    assert site.complaints == []
    assert site.outside == []


def test_the_lines_are_gone_through_with_the_keyboard(site: Site, item: Item) -> None:
    page = site.open(item.get_absolute_url())
    ready(page)
    page.get_by_role("link", name="0:00 Bonjour").focus()

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="0:04 Il neigeait")).to_be_focused()
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('audio').currentTime >= 5")
    page.keyboard.press("Space")
    until(page, "!document.querySelector('audio').paused")
    page.keyboard.press("Space")
    until(page, "document.querySelector('audio').paused")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="0:04 Il neigeait")).to_have_attribute("aria-current", "true")
    assert page.url.endswith(item.get_absolute_url())


def test_the_captions_are_read_by_the_browser_itself(site: Site, item: Item) -> None:
    page = site.open(item.get_absolute_url())

    page.evaluate("document.querySelector('audio').textTracks[0].mode = 'showing'")
    until(page, "document.querySelector('audio').textTracks[0].cues?.length === 4")

    cues = page.evaluate("[...document.querySelector('audio').textTracks[0].cues].map(c => [c.startTime, c.text])")
    assert cues[2] == [12, "Mon père tenait la tannerie."]


def test_without_a_script_a_line_has_the_player_stand_there(site: Site, item: Item) -> None:
    page = site.open(item.get_absolute_url(), javascript=False)

    follow(page.get_by_role("link", name="0:12 Mon père"))

    assert page.url.endswith("?t=12#enregistrement-1")
    assert str(page.locator("audio source").get_attribute("src")).endswith(".wav#t=12")
    assert page.locator("audio").get_attribute("controls") == ""
    expect(page.get_by_role("link", name="0:12 Mon père")).to_have_attribute("aria-current", "true")


def test_on_paper_the_words_stand_with_their_moments_and_no_player(site: Site, item: Item) -> None:
    page = site.open(item.get_absolute_url())

    page.emulate_media(media="print")

    expect(page.locator("audio")).not_to_be_visible()
    expect(page.get_by_text("0:12", exact=True)).to_be_visible()
    lines = page.locator(".recording__lines")
    assert lines.evaluate("one => one.scrollHeight <= one.clientHeight + 1")


@pytest.fixture
def walk(item: Item) -> str:
    """The address of a walk of four stops; one hears the recording at the second."""
    written = [
        {"title": title, "text": f"<p>On raconte {told}.</p>", "place": PlaceFactory().pk, "way": f"Vers {told}."}
        for title, told in (("Parvis", "l’eau"), ("Tannerie", "le cuir"), ("Gare", "le fer"), ("Parc", "l’orme"))
    ]
    written[1]["sound"] = item.pk
    section = add_page(MemoryPage, "Mémoire")
    return str(add_page(WalkPage, "Promenade", section, stops=stream(*(("stop", stop) for stop in written))).url)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_walk_is_heard_with_the_keyboard_with_a_script_or_without(
    site: Site, item: Item, walk: str, javascript: bool
) -> None:
    page = site.open(walk, javascript=javascript)
    player = page.locator("audio")
    page.locator(".stop").nth(1).get_by_role("link").first.focus()

    page.keyboard.press("Tab")
    expect(player).to_be_focused()
    page.keyboard.press("Space")

    expect(player).to_have_js_property("paused", value=False)
    expect(player).to_have_js_property("readyState", 4)
    assert player.get_attribute("aria-label") == item.title
    expect(page.locator(".stop").nth(1)).to_contain_text("Il neigeait sur les églises. Mon père tenait la tannerie.")
    assert page.locator("audio track").get_attribute("kind") == "captions"
    assert (site.complaints, site.outside) == ([], [])


def test_a_walk_is_printed_whole_with_what_is_said_and_no_player(site: Site, walk: str) -> None:
    page = site.open(walk)

    printed = pypdfium2.PdfDocument(page.pdf(format="Letter"))

    words = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in printed).split())
    titles = [words.index(f"{title} ") for title in ("Parvis", "Tannerie", "Gare", "Parc")]
    assert titles == sorted(titles)
    for said in ("On raconte l’eau.", "Vers le cuir.", "On raconte le fer.", "Vers l’orme.", "Il neigeait sur les"):
        assert said in words
    page.emulate_media(media="print")
    expect(page.locator("audio")).not_to_be_visible()
    expect(page.locator(".stop__said")).to_be_visible()
    assert page.locator(".stop").evaluate_all("them => them.every(one => one.scrollWidth <= one.clientWidth + 1)")
