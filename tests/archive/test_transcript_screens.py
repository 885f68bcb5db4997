"""The screen where what is said in a recording is typed, brought from a file, put back."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from cms.archive.domain.transcribing import current_transcript, transcript_text
from cms.archive.enums import Kind
from cms.archive.models import Item, Master, Transcript
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.archive.described import read
from tests.factories import ItemFactory, SignedInClient, receive_picture, receive_sound, someone_of
from tests.factories.sounds import SAID

pytestmark = pytest.mark.django_db

VTT = "WEBVTT\n\n00:01.000 --> 00:03.500\nL’été\n"


@pytest.fixture
def archivist(client: SignedInClient, council: Council) -> SignedInClient:
    client.force_login(someone_of(Role.ARCHIVES))
    return client


def screen(master: Master, more: str = "") -> str:
    return f"/admin/memoire/transcription/{master.item_id}/{master.pk}/{more}"


def seen(master: Master) -> Any:
    current = current_transcript(master)
    return current.pk if current else ""


def save(client: SignedInClient, master: Master, words: str, **more: Any) -> BeautifulSoup:
    facts = {"act": "save", "words": words, "language": "fr", "seen": seen(master), **more}
    return BeautifulSoup(client.post(screen(master), facts, follow=True).content, "html.parser")


def bring(client: SignedInClient, master: Master, content: bytes, name: str = "a.vtt") -> BeautifulSoup:
    answer = client.post(screen(master), {"act": "bring", "file": SimpleUploadedFile(name, content)})
    return BeautifulSoup(answer.content, "html.parser")


def typed(page: BeautifulSoup) -> str:
    field = page.select_one("textarea[name=words]")
    assert field is not None
    return field.get_text().removeprefix("\n").replace("\r\n", "\n")


def test_lines_are_typed_beside_the_player(archivist: SignedInClient) -> None:
    master = receive_sound(ItemFactory(kind=Kind.SOUND, live=False), said="")
    player = read(archivist, screen(master)).select_one("audio[controls]")

    page = save(archivist, master, SAID.replace("\n", "\r\n"))

    assert player is not None
    answer = archivist.get(player["src"])
    assert (answer.status_code, answer["Cache-Control"].split(",")[0]) == (200, "private")
    assert transcript_text(master).splitlines()[2] == "Mon père tenait la tannerie."
    assert typed(page) == SAID
    assert ModelLogEntry.objects.filter(action="archive.transcribe").count() == 1


def test_what_is_badly_typed_is_said_and_nothing_is_lost(archivist: SignedInClient) -> None:
    master = receive_sound()
    words = "0:01 Bonjour\nBonsoir\n0:99 Encore"

    page = save(archivist, master, words)

    said = page.get_text(" ").replace("\u00a0", " ")
    assert "Ligne 2 : commencez-la par son moment, comme dans 0:12 Bonjour." in said
    assert "Ligne 3 : commencez-la par son moment" in said
    assert typed(page) == words
    assert Transcript.objects.count() == 1


def test_a_line_after_the_end_is_said_and_nothing_is_lost(archivist: SignedInClient) -> None:
    master = receive_sound(said="", seconds=20)

    page = save(archivist, master, "0:01 Bonjour\n1:10 Encore")

    assert "1:10 vient après la fin de l’enregistrement, qui dure 0:20." in page.get_text(" ")
    assert typed(page) == "0:01 Bonjour\n1:10 Encore"
    assert not Transcript.objects.exists()


def test_a_file_is_shown_before_it_replaces_anything(archivist: SignedInClient) -> None:
    master = receive_sound()

    page = bring(archivist, master, VTT.encode("cp1252"))

    assert typed(page) == "0:01-0:03,5 L’été"
    assert "elles remplacent les 3 lignes d’aujourd’hui" in page.get_text(" ").replace("\n", " ")
    assert Transcript.objects.count() == 1
    save(archivist, master, typed(page))
    assert transcript_text(master) == "L’été"
    assert Transcript.objects.count() == 2


def test_a_file_that_cannot_be_read_says_which_line(archivist: SignedInClient) -> None:
    master = receive_sound()

    page = bring(archivist, master, b"1\n00:00:01,000 --> 00:00:99,000\nOui\n", "a.srt")

    assert "Ligne 2 : les moments ne sont pas écrits comme dans" in page.get_text(" ").replace("\u00a0", " ")
    assert typed(page) == SAID
    for content in (b"\x00\x01", b"a" * (1024 * 1024 + 1), b"WEBVTT\n"):
        assert bring(archivist, master, content).select(".w-field__errors")
    assert Transcript.objects.count() == 1


def test_taking_all_the_lines_off_asks_first(archivist: SignedInClient) -> None:
    master = receive_sound()

    page = save(archivist, master, " ")

    assert "Cochez la case ci-dessous" in page.get_text(" ")
    assert page.select("input[name=erase]")
    assert transcript_text(master) != ""
    save(archivist, master, "", erase="on")
    assert transcript_text(master) == ""
    assert Transcript.objects.count() == 2


def test_a_former_version_is_put_back_after_asking(archivist: SignedInClient) -> None:
    master = receive_sound()
    former = seen(master)
    save(archivist, master, "0:01 Autre chose")
    address = screen(master, f"remettre/{former}/")
    assert read(archivist, screen(master)).select(f'a[href="{address}"]')

    asked = read(archivist, address)
    assert "Ses 3 lignes deviennent ce que tout le monde lit" in asked.get_text(" ")
    assert transcript_text(master) == "Autre chose"
    archivist.post(address)

    assert "tannerie" in transcript_text(master)
    assert Transcript.objects.count() == 3
    assert archivist.get(screen(master, f"remettre/{seen(master)}/")).status_code == 404


def test_two_who_write_at_once_do_not_undo_each_other_unknowingly(archivist: SignedInClient) -> None:
    master = receive_sound()
    before = seen(master)
    save(archivist, master, "0:01 De la première")

    page = save(archivist, master, "0:01 De la seconde", seen=before)

    assert "Quelqu’un a enregistré une autre version entre-temps." in page.get_text(" ")
    assert transcript_text(master) == "De la première"
    assert page.select_one("input[name=seen]")["value"] == str(seen(master))  # type: ignore[index]
    save(archivist, master, typed(page))
    assert transcript_text(master) == "De la seconde"


def test_the_same_lines_saved_again_are_no_new_version(archivist: SignedInClient) -> None:
    master = receive_sound()

    page = save(archivist, master, SAID)

    assert "Rien n’a changé" in page.get_text(" ")
    assert Transcript.objects.count() == 1


def test_only_who_describes_writes_and_only_of_a_recording(client: SignedInClient, council: Council) -> None:
    master, picture = receive_sound(), receive_picture()
    paths = [screen(master), f"/admin/memoire/transcription/{master.item_id}/"]

    assert [client.get(path).status_code for path in paths] == [302, 302]
    client.force_login(someone_of(Role.READING))
    assert [client.get(path).status_code for path in paths] == [302, 302]
    client.post(screen(master), {"act": "save", "words": "0:01 Pirate", "language": "fr", "seen": seen(master)})
    assert "Pirate" not in transcript_text(master)
    client.force_login(someone_of(Role.ARCHIVES))
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert client.get(screen(picture)).status_code == 404
    assert client.get(f"/admin/memoire/transcription/{picture.item_id}/{master.pk}/").status_code == 404


def test_the_item_leads_to_its_transcripts_where_something_is_heard(archivist: SignedInClient) -> None:
    master, photo = receive_sound(), ItemFactory(kind=Kind.PHOTO)
    address = f"/admin/memoire/transcription/{master.item_id}/"

    assert address in archivist.get(f"/admin/memoire/edit/{master.item_id}/").content.decode()
    assert "/admin/memoire/transcription/" not in archivist.get(f"/admin/memoire/edit/{photo.pk}/").content.decode()
    assert read(archivist, address).select(f'a[href="{screen(master)}"]')
    files = f"/admin/fichiers-de-la-memoire/piece/{master.item_id}/"
    assert read(archivist, files).select(f'a[href="{screen(master)}"]')


def test_three_recordings_or_versions_cost_no_more_than_one(archivist: SignedInClient) -> None:
    item = ItemFactory(kind=Kind.SOUND)
    counts = []
    for number in range(3):
        master = receive_sound(item)
        paths = [f"/admin/memoire/transcription/{item.pk}/", screen(master)]
        counts.append([_asked(archivist, path) for path in paths])
        first = item.masters.get(position=0)
        save(archivist, first, f"0:01 Version {number}")
        counts[-1].append(_asked(archivist, screen(first)))

    assert counts[0] == counts[2]


def _asked(client: SignedInClient, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as work:
        client.get(path)
    return len(work)


def test_destroying_an_item_leaves_no_word_of_it(archivist: SignedInClient) -> None:
    master = receive_sound()

    Item.objects.get(pk=master.item_id).delete()

    assert not Transcript.objects.exists()
