"""What arrives is kept as it is, whole or not at all, and once."""

from __future__ import annotations

import errno
import hashlib
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from cms.archive.domain import masters
from cms.archive.domain.discarding import erase_discarded
from cms.archive.domain.masters import AlreadyHeld, clean_name, put_in_order, receive, take_off
from cms.archive.domain.sniffing import TYPES, sniff
from cms.archive.enums import Kind
from cms.archive.errors import MemoryRefused
from cms.archive.models import Item, Master, archive_storage
from tests.factories import ItemFactory, UserFactory, drawn_image, receive_file, receive_picture
from tests.factories.documents import pdf
from tests.factories.recordings import film, mp3, wav, webm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_archive")]

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def kept_files() -> set[str]:
    try:
        return set(archive_storage().listdir("masters")[1])
    except FileNotFoundError:
        return set()


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (drawn_image("JPEG"), "image/jpeg", Kind.PHOTO),
        (drawn_image("PNG"), "image/png", Kind.PHOTO),
        (drawn_image("TIFF"), "image/tiff", Kind.PHOTO),
        (drawn_image("HEIF"), "image/heic", Kind.PHOTO),
        (drawn_image("AVIF"), "image/avif", Kind.PHOTO),
        (drawn_image("WEBP"), "image/webp", Kind.PHOTO),
        (pdf("Acte"), "application/pdf", Kind.DOCUMENT),
        (mp3(), "audio/mpeg", Kind.SOUND),
        (mp3()[28:], "audio/mpeg", Kind.SOUND),
        (wav(), "audio/wav", Kind.SOUND),
        (film(brand=b"M4A "), "audio/mp4", Kind.SOUND),
        (film(), "video/mp4", Kind.FILM),
        (film(brand=b"qt  "), "video/quicktime", Kind.FILM),
        (webm(), "video/webm", Kind.FILM),
    ],
)
def test_a_file_is_what_its_content_says(content, media_type, kind):
    received = receive(None, "noce.xyz", ContentFile(content), None, NOW)

    master = received.master
    assert (master.media_type, master.item.kind, master.size) == (media_type, kind, len(content))
    assert master.sha256 == hashlib.sha256(content).hexdigest()
    assert archive_storage().open(master.file.name).read() == content
    assert "noce.xyz" in received.remark
    assert receive_file(content, f"noce.{TYPES[media_type].extensions[-1]}").derived_at is None


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html>%PDF-1.7</html>",
        b"MZ\x90\x00 a program",
        b"PK\x03\x04 an archive",
        b"\xff\xff\xff\xff\xff",
        b"words",
    ],
)
def test_what_is_of_no_kind_that_is_kept_is_refused_whatever_its_name(content):
    before = kept_files()

    with pytest.raises(MemoryRefused, match="aucune sorte"):
        receive(None, "photo.jpg", ContentFile(content), None, NOW)

    assert sniff(content) is None
    assert (Master.objects.count(), Item.objects.count(), kept_files()) == (0, 0, before)


def test_a_wrong_ending_is_said_and_a_right_one_is_not():
    png = ContentFile(drawn_image("PNG"))

    assert receive(None, "porte.jpg", png, None, NOW).remark == (
        "« porte.jpg » est un fichier PNG, quoi qu’en dise son nom : il est gardé pour ce qu’il est."
    )
    assert receive(None, "porte.PNG", png, None, NOW, keep_twice=True).remark == ""


def test_an_empty_file_and_a_heavy_one_are_refused(settings):
    settings.ARCHIVE_MAX_UPLOAD_SIZE = 1000

    with pytest.raises(MemoryRefused, match=r"0.octet"):
        receive(None, "vide.jpg", ContentFile(b""), None, NOW)
    with pytest.raises(MemoryRefused, match="le plus est de 1000"):
        receive(None, "lourde.jpg", ContentFile(drawn_image()), None, NOW)
    assert not Master.objects.exists()


def test_a_file_that_the_memory_has_is_said_with_its_item_and_can_be_kept_twice():
    content = drawn_image(size=(31, 17))
    first = receive_file(content, item=ItemFactory(title="La porte bleue"))
    before = kept_files()

    with pytest.raises(AlreadyHeld, match="La porte bleue") as held:
        receive(None, "copie.jpg", ContentFile(content), None, NOW)

    assert held.value.masters == [first]
    assert kept_files() == before
    again = receive(None, "copie.jpg", ContentFile(content), None, NOW, keep_twice=True).master
    assert (again.sha256, again.file.name == first.file.name) == (first.sha256, False)


class FullDisk(FileSystemStorage):
    """A disk that takes a few bytes more."""

    def _save(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content.read(10))
        raise OSError(errno.ENOSPC, "No space left on device")


def test_on_a_full_disk_nothing_is_half_kept(monkeypatch, tmp_path):
    (tmp_path / "masters").mkdir()
    monkeypatch.setattr(masters, "archive_storage", lambda: FullDisk(location=tmp_path))

    with pytest.raises(MemoryRefused, match="plus de place"):
        receive(None, "porte.jpg", ContentFile(drawn_image()), None, NOW)

    assert list((tmp_path / "masters").iterdir()) == []
    assert not Item.objects.exists()


def test_what_the_disk_would_not_take_is_refused_before_its_first_byte(monkeypatch):
    monkeypatch.setattr(masters, "RESERVE", 2**60)

    with pytest.raises(MemoryRefused, match="plus de place"):
        receive(None, "porte.jpg", ContentFile(drawn_image()), None, NOW)


def test_a_draft_is_named_after_its_file_and_is_not_public():
    user = UserFactory()

    master = receive(None, "La_porte  bleue.jpg", ContentFile(drawn_image()), user, NOW).master

    item = master.item
    assert (item.title, item.live, item.created_by, item.latest_revision.user) == ("La porte bleue", False, user, user)
    assert item.number
    assert not Item.objects.public().exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\photos\\rue.jpg", "rue.jpg"),
        ("../../etc/rue.jpg", "rue.jpg"),
        ("rue\u202egpj.exe", "ruegpj.exe"),
        ("", "sans-nom"),
        (f"{'r' * 300}.jpg", f"{'r' * 246}.jpg"),
    ],
)
def test_a_name_keeps_its_end_and_loses_its_folders(given, kept):
    assert clean_name(given) == kept


def test_files_stand_in_the_order_they_came_and_change_places():
    item = ItemFactory()
    first, second, third = (receive_file(drawn_image(size=(9, side)), f"{side}.jpg", item) for side in (5, 6, 7))

    assert list(item.masters.all()) == [first, second, third]
    put_in_order(item, third, step=-1)
    put_in_order(item, first, step=-1)
    assert list(item.masters.all()) == [first, third, second]
    put_in_order(item, second, step=1)
    put_in_order(item, first, step=1)
    assert list(item.masters.all()) == [third, first, second]


def test_a_file_taken_off_leaves_nothing_on_the_disk():
    master = receive_picture()
    names = [master.file.name, *master.derivatives.values_list("file", flat=True)]

    take_off(master)
    erase_discarded()

    assert [name for name in names if archive_storage().exists(name)] == []
    assert Item.objects.count() == 1
