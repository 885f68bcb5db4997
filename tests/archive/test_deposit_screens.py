"""Bringing files in: by pieces, by an ordinary form, for whom, onto what."""

from __future__ import annotations

import gc
import hashlib
import io
import shutil
import struct
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.archive.domain import uploads
from cms.archive.enums import UploadState
from cms.archive.models import Deposit, Item, Master, Upload, archive_storage
from crm.accounts.policy import Role
from tests.factories import ItemFactory, SignedInClient, drawn_image, receive_file, someone_of

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
SCREEN = "/admin/fichiers-de-la-memoire/"


def signed_in(role: Role = Role.ARCHIVES) -> SignedInClient:
    client = SignedInClient()
    client.force_login(someone_of(role))
    return client


class Sender:
    """What the script of the screen does."""

    def __init__(self, client: SignedInClient, item: Item | None = None) -> None:
        self.client = client
        answer = client.post(f"{SCREEN}depot/", {"item": item.pk} if item else {})
        assert answer.status_code == 201
        self.addresses = answer.json()

    def begin(self, name: str, size: int, mark: str = "1700"):
        return self.client.post(self.addresses["begin"], {"name": name, "size": size, "mark": mark})

    def piece(self, url: str, start: int, content: bytes):
        headers = {"Upload-Offset": str(start)}
        return self.client.patch(url, content, content_type="application/offset+octet-stream", headers=headers)

    def send(self, name: str, content: bytes, **fields: str):
        url = self.begin(name, len(content)).json()["url"]
        for start in range(0, len(content), 1000):
            self.piece(url, start, content[start : start + 1000])
        return self.client.post(url, fields)


def test_a_file_in_pieces_becomes_a_draft_with_its_name():
    content = drawn_image(size=(300, 200))

    answer = Sender(signed_in()).send("La_porte.jpg", content)

    item = Item.objects.get()
    assert answer.json() == {
        "state": "done",
        "said": "",
        "items": [{"title": f"La porte (No {item.number})", "url": f"/admin/memoire/edit/{item.pk}/"}],
    }
    assert (item.live, item.masters.get().sha256) == (False, hashlib.sha256(content).hexdigest())


def test_after_a_broken_line_the_site_says_how_far_a_file_has_come():
    sender, content = Sender(signed_in()), drawn_image(size=(300, 200))
    url = sender.begin("porte.jpg", len(content)).json()["url"]
    sender.piece(url, 0, content[:700])

    again = sender.begin("porte.jpg", len(content)).json()
    answer = sender.client.head(url)

    assert (again["url"], again["received"]) == (url, 700)
    assert answer["Upload-Offset"] == "700"
    assert "no-store" in answer["Cache-Control"]
    wrong = sender.piece(url, 0, content[:700])
    assert (wrong.status_code, wrong.json()["received"]) == (409, 700)
    assert sender.client.post(url).status_code == 409
    assert sender.piece(url, 700, content[700:]).json() == {"received": len(content)}
    assert "porte.jpg" in sender.client.get(SCREEN).content.decode()


def test_a_piece_that_did_not_arrive_whole_is_not_kept():
    sender = Sender(signed_in())
    url = sender.begin("porte.jpg", 5000).json()["url"]
    headers = {"Upload-Offset": "0", "Content-Length": "900"}

    line = {"wsgi.input": io.BytesIO(b"x" * 400)}
    answer = sender.client.patch(url, b"", content_type="application/octet-stream", headers=headers, **line)

    assert (answer.status_code, Upload.objects.get().received) == (400, 0)
    headers = {"Upload-Offset": "0", "Content-Length": str(uploads.MOST_AT_ONCE + 1)}
    assert sender.client.patch(url, b"x", content_type="application/octet-stream", headers=headers).status_code == 400
    assert sender.client.patch(url, b"x", content_type="application/octet-stream").status_code == 400


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [("vide.jpg", 0, "0\u00a0octet"), ("lourd.tif", 600 * 1024 * 1024, "le plus est"), ("porte.jpg", "x", "la taille")],
)
def test_what_cannot_be_kept_is_refused_before_it_is_sent(name, size, said):
    answer = Sender(signed_in()).begin(name, size)

    assert answer.status_code == 422
    assert said in answer.json()["said"]


@pytest.mark.once
def test_an_original_of_500_megabytes_comes_whole_and_never_stands_in_memory(empty_archive: Path):
    size, piece = 500 * MEGABYTE, uploads.MOST_AT_ONCE
    beginning = b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt "
    sender = Sender(signed_in())
    url = sender.begin("entrevue.wav", size).json()["url"]

    gc.freeze()  # what was there before is not looked through again after each piece
    tracemalloc.start()
    for start in range(0, size, piece):
        content = (beginning if start == 0 else b"").ljust(min(piece, size - start), b"\x01")
        assert sender.piece(url, start, content).json() == {"received": start + len(content)}
        gc.collect()  # the client of the tests holds on to what it sent
    answer = sender.client.post(url)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    gc.unfreeze()

    master = Item.objects.get().masters.get()
    assert answer.json()["state"] == "done"
    assert (master.size, master.media_type, len(master.sha256)) == (size, "audio/wav", 64)
    with archive_storage().open(master.file.name) as kept:
        assert (kept.size, kept.read(16)) == (size, beginning)
    assert peak < 8 * piece
    shutil.rmtree(empty_archive)  # pytest keeps what its last runs wrote


def test_501_megabytes_are_refused_before_they_are_sent_and_it_is_said_what_fits():
    answer = Sender(signed_in()).begin("entrevue.wav", 501 * MEGABYTE)

    assert answer.status_code == 422
    said = answer.json()["said"].replace("\u00a0", " ")
    assert said == "« entrevue.wav » pèse 501 Mo; le plus est de 500 Mo. Rien n’en est gardé."
    assert not Upload.objects.exists()


def test_what_is_of_no_kind_that_is_kept_is_refused_with_its_reason():
    answer = Sender(signed_in()).send("page.jpg", b"<html><script>alert(1)</script>")

    assert answer.status_code == 422
    assert "aucune sorte" in answer.json()["said"]
    assert (Item.objects.count(), Upload.objects.get().state) == (0, UploadState.REFUSED)


def test_a_file_that_the_memory_has_is_asked_about():
    content = drawn_image(size=(33, 44))
    item = ItemFactory(title="La porte bleue")
    receive_file(content, item=item)
    sender = Sender(signed_in())

    answer = sender.send("copie.jpg", content)

    assert answer.json()["state"] == "duplicate"
    assert answer.json()["items"] == [
        {"title": f"La porte bleue (No {item.number})", "url": f"/admin/memoire/edit/{item.pk}/"}
    ]
    url = f"{SCREEN}envoi/{Upload.objects.get().pk}/"
    assert sender.client.post(url, {"keep_twice": "1"}).json()["state"] == "done"
    assert Master.objects.count() == 2
    sender.send("copie.jpg", content)
    left = Upload.objects.get(state=UploadState.DUPLICATE)
    assert sender.client.delete(f"{SCREEN}envoi/{left.pk}/").status_code == 204
    assert (Upload.objects.filter(pk=left.pk).exists(), Master.objects.count()) == (False, 2)


def test_progress_counts_what_is_received_and_what_is_copied():
    sender = Sender(signed_in(), ItemFactory())
    for side in (20, 30):
        sender.send(f"{side}.jpg", drawn_image(size=(side, side)))
    Master.objects.filter(position=0).update(derived_at=timezone.now())

    assert sender.client.get(sender.addresses["progress"]).json() == {"received": 2, "copied": 1}


def test_nobody_goes_on_with_the_file_of_another():
    sender = Sender(signed_in())
    url = sender.begin("porte.jpg", 5000).json()["url"]
    other = Sender(signed_in())

    assert other.client.head(url).status_code == 404
    assert other.piece(url, 0, b"x").status_code == 404
    assert other.client.delete(url).status_code == 404
    assert other.client.post(sender.addresses["begin"], {"name": "a", "size": 5}).status_code == 404
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize("role", [Role.READING, Role.BOARD])
def test_who_only_looks_brings_nothing_in(role):
    client, item = signed_in(role), ItemFactory()
    url = Sender(signed_in()).begin("porte.jpg", 5000).json()["url"]

    for address in (SCREEN, f"{SCREEN}piece/{item.pk}/ajouter/"):
        assert client.get(address).status_code == 302
        assert client.post(address, {"files": SimpleUploadedFile("a.jpg", drawn_image())}).status_code == 302
    assert client.post(f"{SCREEN}depot/").status_code == 302
    assert client.head(url).status_code == 302
    assert (Master.objects.count(), Deposit.objects.count()) == (0, 1)


def test_without_a_script_every_file_of_the_form_is_kept_or_refused():
    client = signed_in()
    files = [
        SimpleUploadedFile("une.jpg", drawn_image(size=(20, 20))),
        SimpleUploadedFile("deux.jpg", drawn_image("PNG", size=(30, 30))),
        SimpleUploadedFile("page.jpg", b"<html>"),
    ]

    answer = client.post(SCREEN, {"files": files}, follow=True)

    said = answer.content.decode()
    assert set(Item.objects.values_list("title", "live")) == {("une", False), ("deux", False)}
    assert "2 fichiers sont reçus." in said
    assert "est un fichier PNG" in said
    assert "« page.jpg » n’est d’aucune sorte" in said


def test_without_a_script_a_file_that_the_memory_has_is_kept_when_asked():
    client, item = signed_in(), ItemFactory()
    receive_file(drawn_image(size=(20, 20)))
    address = f"{SCREEN}piece/{item.pk}/ajouter/"

    client.post(address, {"files": SimpleUploadedFile("une.jpg", drawn_image(size=(20, 20)))})
    assert item.masters.count() == 0
    fields = {"files": SimpleUploadedFile("une.jpg", drawn_image(size=(20, 20))), "keep_twice": "1"}
    answer = client.post(address, fields)

    assert (answer["Location"], item.masters.count()) == (f"{SCREEN}piece/{item.pk}/", 1)


def test_without_a_file_nothing_happens():
    answer = signed_in().post(SCREEN, {}, follow=True)

    assert "Aucun fichier n’a été choisi." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_whatever_was_left_half_way(count, django_assert_num_queries):
    sender = Sender(signed_in())
    for number in range(count):
        sender.piece(sender.begin(f"{number}.jpg", 5000).json()["url"], 0, b"x")
    sender.client.get(SCREEN)

    with django_assert_num_queries(9):
        assert sender.client.get(SCREEN).content.decode().count("<li>0.jpg") == 1


def test_a_whole_box_is_chosen_at_once_without_a_script():
    files = [SimpleUploadedFile(f"{number:03}.jpg", drawn_image(size=(10 + number, 8))) for number in range(120)]

    answer = signed_in().post(SCREEN, {"files": files})

    assert answer.status_code == 302
    assert Master.objects.count() == 120
