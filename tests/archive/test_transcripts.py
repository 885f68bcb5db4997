"""What is said in a recording: its versions, where a word is said, the page of its item, the files of its words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.archive.domain.closing import take_down
from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.timed_text import Line
from cms.archive.domain.transcribing import (
    cues_matching,
    current_transcript,
    lines_of,
    put_back,
    record_transcript,
    transcript_text,
)
from cms.archive.domain.webvtt import read_webvtt
from cms.archive.enums import Basis, Kind
from cms.archive.errors import MemoryRefused
from cms.archive.models import Cue, Item, Master, Transcript
from crm.partners.models import Council
from tests.archive.described import read, words
from tests.factories import ItemFactory, UserFactory, receive_picture, receive_sound
from tests.html import html_errors
from tests.pages.search.corpus import titles

pytestmark = pytest.mark.django_db

ONE, TWO = [Line(0, 4000, "Bonjour")], [Line(0, 4000, "Bonsoir")]
VTT = (
    "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nBonjour, je suis Zénobie.\n\n"
    "00:00:04.000 --> 00:00:12.000\nIl neigeait sur les églises.\n\n"
    "00:00:12.000 --> 00:00:20.000\nMon père tenait la tannerie.\n"
)


def captions_of(master: Master) -> str:
    return f"/memoire/fichiers/{master.pk}/sous-titres.vtt"


def text_of(master: Master) -> str:
    return f"/memoire/fichiers/{master.pk}/transcription.txt"


def test_a_correction_is_a_new_version_and_the_former_one_stays() -> None:
    master, now = receive_sound(said=""), timezone.now()
    first = record_transcript(master, ONE, "fr", None, now)
    second = record_transcript(master, TWO, "fr", None, now)

    assert first is not None
    assert second is not None
    assert current_transcript(master) == second
    assert lines_of(first) == ONE
    put_back(first, None, now)
    assert [lines_of(one) for one in Transcript.objects.filter(master=master).order_by("pk")] == [ONE, TWO, ONE]
    assert transcript_text(master) == "Bonjour"


def test_the_same_lines_again_write_nothing() -> None:
    master, now = receive_sound(said=""), timezone.now()
    first = record_transcript(master, ONE, "fr", None, now)

    assert record_transcript(master, ONE, "fr", None, now) == first
    assert record_transcript(master, ONE, "en", None, now) != first
    assert record_transcript(receive_sound(said=""), [], "fr", None, now) is None
    assert Transcript.objects.count() == 2


def test_a_line_after_the_end_of_the_recording_is_refused() -> None:
    master = receive_sound(said="", seconds=20)

    with pytest.raises(MemoryRefused, match="0:22 vient après la fin de l’enregistrement, qui dure 0:20"):
        record_transcript(master, [Line(22000, 23000, "Encore")], "fr", None, timezone.now())

    assert not Cue.objects.exists()


@pytest.mark.parametrize(
    ("query", "moments"),
    [
        ("eglise", [4000]),
        ("Églises", [4000]),
        ("neig", [4000]),
        ("la tannerie", [12000]),
        ("zenobie tannerie", [0, 12000]),
        ("père tannerie", [12000]),
        ("« l’église »", [4000]),
        ("moulin", []),
        ("église moulin", [4000]),
        ("", []),
        ("'\"<%_", []),
    ],
)
def test_a_word_is_found_at_its_second(query: str, moments: list[int]) -> None:
    master = receive_sound()

    assert [cue.start_ms for cue in cues_matching(master.item, query)] == moments


def test_the_search_of_the_site_finds_what_is_said_today() -> None:
    master = receive_sound()
    assert titles("zenobie") == [master.item.title]

    record_transcript(master, ONE, "fr", None, timezone.now())

    assert titles("zenobie") == []
    assert titles("bonjour") == [master.item.title]


def test_only_the_words_of_today_are_found() -> None:
    master = receive_sound()
    record_transcript(master, ONE, "fr", None, timezone.now())

    assert cues_matching(master.item, "tannerie") == []
    assert "tannerie" not in transcript_text(master)


def test_the_page_plays_the_sound_and_shows_what_is_said_beside(client: Client, council: Council) -> None:
    master = receive_sound()
    copy = master.derivatives.get()

    page = read(client, master.item.get_absolute_url())

    player = page.select_one("audio[controls]")
    assert player is not None
    assert player.select_one("source")["src"] == copy.get_absolute_url()  # type: ignore[index]
    assert player.select_one("track").attrs == {  # type: ignore[union-attr]
        "kind": "captions",
        "srclang": "fr",
        "label": "français",
        "src": captions_of(master),
        "default": "",
    }
    assert [(one["href"], " ".join(one.get_text(" ").split())) for one in page.select(".recording__lines a")] == [
        ("?t=0#enregistrement-1", "0:00 Bonjour, je suis Zénobie."),
        ("?t=4#enregistrement-1", "0:04 Il neigeait sur les églises."),
        ("?t=12#enregistrement-1", "0:12 Mon père tenait la tannerie."),
    ]
    assert not page.select(".heard__found")


def test_a_line_followed_without_a_script_has_the_player_stand_at_its_second(client: Client, council: Council) -> None:
    item = ItemFactory(kind=Kind.SOUND)
    first, second = receive_sound(item), receive_sound(item)

    page = read(client, item.get_absolute_url(), t="12", piste="2")

    sources = [one["src"] for one in page.select("audio source")]
    assert sources == [
        first.derivatives.get().get_absolute_url(),
        f"{second.derivatives.get().get_absolute_url()}#t=12",
    ]
    begun = page.select(".recording__lines [aria-current]")
    assert [one["href"] for one in begun] == ["?t=12&piste=2#enregistrement-2"]


@pytest.mark.parametrize("second", ["-1", "douze", "1e3", "9999999", "<script>"])
def test_a_moment_that_means_nothing_begins_at_the_beginning(client: Client, council: Council, second: str) -> None:
    master = receive_sound()

    page = read(client, master.item.get_absolute_url(), t=second)

    assert page.select_one("audio source")["src"] == master.derivatives.get().get_absolute_url()  # type: ignore[index]


def test_whoever_comes_from_a_search_reads_where_it_is_said(client: Client, council: Council) -> None:
    master = receive_sound()

    page = read(client, master.item.get_absolute_url(), q="eglise")

    assert words(page, ".heard__found li") == "Dit à 0:04 : « Il neigeait sur les églises . »"
    assert page.select_one(".heard__found a")["href"] == "?t=4&q=eglise#enregistrement-1"  # type: ignore[index]
    assert [one.get_text() for one in page.select(".heard__found mark")] == ["églises"]


def test_what_nobody_says_is_said_not_to_be(client: Client, council: Council) -> None:
    page = read(client, receive_sound().item.get_absolute_url(), q="<b>moulin")

    assert words(page, ".heard__found") == "Où l’on dit « <b>moulin » Aucune ligne de la transcription ne le dit."


def test_an_item_without_recordings_answers_a_query_as_before(client: Client, council: Council) -> None:
    item = ItemFactory()
    receive_picture(item)

    assert read(client, item.get_absolute_url(), q="neige").select(".heard") == []


def test_the_captions_are_served_to_who_may_play_the_recording(client: Client) -> None:
    master = receive_sound()

    answer = client.get(captions_of(master))

    assert answer.content.decode() == VTT
    assert read_webvtt(VTT) == lines_of(current_transcript(master))  # type: ignore[arg-type]
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")} == {
        "Content-Type": "text/vtt; charset=utf-8",
        "Cache-Control": "public, max-age=60",
        "X-Content-Type-Options": "nosniff",
    }
    assert not answer.cookies
    assert client.get(captions_of(master), headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(captions_of(master)).status_code == 405


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"live": False}, 404),
        ({"embargo_until": timezone.localdate() + timedelta(days=1)}, 404),
        ({"closed_for": Basis.CONSENT_WITHDRAWN}, 404),
    ],
)
def test_words_of_what_is_not_public_have_no_address(client: Client, facts: dict[str, object], status: int) -> None:
    master = receive_sound()
    Item.objects.filter(pk=master.item_id).update(**facts)

    assert [client.get(address(master)).status_code for address in (captions_of, text_of)] == [status, status]


def test_the_words_of_what_was_taken_down_are_gone(client: Client, council: Council) -> None:
    master = receive_sound()
    take_down(master.item, "Demande de la famille", UserFactory(), timezone.now())

    assert [client.get(address(master)).status_code for address in (captions_of, text_of)] == [410, 410]


def test_what_has_no_line_has_no_captions(client: Client, council: Council) -> None:
    silent, erased = receive_sound(said=""), receive_sound()
    record_transcript(erased, [], "fr", None, timezone.now())

    assert [client.get(captions_of(master)).status_code for master in (silent, erased)] == [404, 404]
    assert client.get(captions_of(silent).replace(str(silent.pk), "999999")).status_code == 404
    assert read(client, silent.item.get_absolute_url()).select("audio track, .recording__said") == []


@pytest.mark.parametrize(
    ("code", "may"), [(Copyright.PUBLIC_DOMAIN, True), (Copyright.IN_COPYRIGHT, False), ("", False)]
)
def test_the_words_are_taken_home_where_the_rights_allow_it(
    client: Client, council: Council, code: str, may: bool
) -> None:
    master = receive_sound(ItemFactory(kind=Kind.SOUND, copyright=code, number=7001))

    page = read(client, master.item.get_absolute_url())
    answer = client.get(text_of(master))

    names = [
        "memoire-7001-enregistrement-1.wav",
        "memoire-7001-enregistrement-1.txt",
        "memoire-7001-enregistrement-1.vtt",
    ]
    assert [one["download"] for one in page.select(".recording__take a")] == (names if may else [])
    assert answer.status_code == (200 if may else 404)
    if may:
        assert answer.content.decode().splitlines()[2] == "0:12\tMon père tenait la tannerie."


def test_large_print_says_it_too_with_its_moments(client: Client, council: Council) -> None:
    master = receive_sound(language="en")

    page = read(client, f"{master.item.get_absolute_url()}gros-caracteres/")

    assert [" ".join(one.get_text(" ").split()) for one in page.select('.large [lang="en"] p')][1:] == [
        "0:04 Il neigeait sur les églises.",
        "0:12 Mon père tenait la tannerie.",
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_an_item_asks_as_much_for_three_recordings_as_for_one(
    client: Client, council: Council, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    item = ItemFactory(kind=Kind.SOUND)
    for _number in range(many):
        receive_sound(item)
    client.get("/memoire/")

    with django_assert_num_queries(16):
        client.get(item.get_absolute_url(), {"q": "tannerie"})
    address = captions_of(item.masters.get(position=0))
    with django_assert_num_queries(4):
        client.get(address)


def test_the_html_is_valid(client: Client, council: Council) -> None:
    item = ItemFactory(kind=Kind.SOUND)
    Master.objects.filter(pk=receive_sound(item).pk).update(caption="Chez elle")
    receive_sound(item)

    for address in (item.get_absolute_url(), f"{item.get_absolute_url()}?q=tannerie&t=12"):
        assert html_errors(client.get(address).content.decode()) == []
