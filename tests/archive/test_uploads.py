"""Files in pieces: each kept or not at all, taken up where they were, forgotten when nobody goes on."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from cms.archive.domain import masters, uploads
from cms.archive.domain.discarding import erase_discarded
from cms.archive.domain.masters import AlreadyHeld
from cms.archive.domain.uploads import WrongOffset, begin, finish, forget_unfinished, let_go, open_deposit, take_piece
from cms.archive.enums import UploadState
from cms.archive.errors import MemoryRefused
from cms.archive.models import Deposit, Item, Master, Upload, UploadPart, archive_storage
from cms.archive.tasks import forget_uploads
from tests.archive.test_masters import FullDisk, kept_files
from tests.factories import ItemFactory, UserFactory, drawn_image, receive_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_archive")]

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def parts_on_disk() -> list[str]:
    try:
        folders = archive_storage().listdir("uploads")[0]
    except FileNotFoundError:
        return []
    return [name for folder in folders for name in archive_storage().listdir(f"uploads/{folder}")[1]]


def announced(content: bytes, item: Item | None = None, name: str = "porte.jpg", mark: str = "1700") -> Upload:
    return begin(open_deposit(UserFactory(), item, NOW), name, len(content), mark, NOW)


def sent(upload: Upload, content: bytes, piece: int = 1000) -> Upload:
    for start in range(upload.received, len(content), piece):
        upload = take_piece(upload, start, content[start : start + piece], NOW)
    return upload


@pytest.mark.parametrize("piece", [1, 777, 10**6])
def test_a_file_in_pieces_is_the_file(piece):
    content = drawn_image(size=(40, 40))[: 10**6]
    item = ItemFactory()

    received = finish(sent(announced(content, item), content, piece), NOW)

    master = received.master
    assert (master.item, master.sha256) == (item, hashlib.sha256(content).hexdigest())
    assert archive_storage().open(master.file.name).read() == content
    erase_discarded()
    assert (UploadPart.objects.count(), parts_on_disk()) == (0, [])
    assert finish(Upload.objects.get(), NOW) is None
    assert Master.objects.count() == 1


def test_the_parts_are_read_as_one_file():
    content = bytes(range(256)) * 20
    joined = uploads.joined_parts(sent(announced(content), content, 777))

    assert joined.size == len(content)
    assert joined.read() == content
    joined.seek(-100, io.SEEK_END)
    assert joined.read(50) == content[-100:-50]
    assert joined.seek(0) == 0
    assert b"".join(joined.chunks(300)) == content


@pytest.mark.parametrize("start", [0, 999, 1001, 3000])
def test_a_piece_that_is_not_the_next_one_changes_nothing(start):
    content = bytes(4000)
    upload = sent(announced(content), content[:1000])

    with pytest.raises(WrongOffset):
        take_piece(upload, start, bytes(10), NOW)

    upload.refresh_from_db()
    assert (upload.received, len(parts_on_disk())) == (1000, 1)


def test_two_servers_that_take_the_same_piece_keep_one():
    content = bytes(2000)
    upload = announced(content)
    other = Upload.objects.get(pk=upload.pk)
    take_piece(upload, 0, content[:1000], NOW)

    with pytest.raises(WrongOffset):
        take_piece(other, 0, content[:1000], NOW)

    assert (UploadPart.objects.count(), len(parts_on_disk())) == (1, 1)


@pytest.mark.parametrize("content", [b"", bytes(5001), bytes(uploads.MOST_AT_ONCE + 1)])
def test_a_piece_beyond_what_was_announced_is_refused(content):
    upload = announced(bytes(5000))

    with pytest.raises(MemoryRefused):
        take_piece(upload, 0, content, NOW)
    assert parts_on_disk() == []


def test_a_file_left_half_way_goes_on_on_another_screen_and_no_other_does():
    content = bytes(3000)
    half_way = sent(announced(content), content[:2000])
    person = half_way.deposit.made_by
    later = open_deposit(person, None, NOW)

    assert begin(later, "porte.jpg", 3000, "1700", NOW).pk == half_way.pk
    assert begin(later, "porte.jpg", 3000, "1701", NOW).received == 0
    assert begin(later, "porte.jpg", 3001, "1700", NOW).received == 0
    assert begin(open_deposit(person, ItemFactory(), NOW), "porte.jpg", 3000, "1700", NOW).received == 0
    assert announced(content).received == 0
    assert [one.pk for one in uploads.unfinished(person, None)] == [half_way.pk]


def test_a_file_that_the_memory_has_waits_for_an_answer():
    content = drawn_image(size=(21, 22))
    first = receive_file(content)
    upload = sent(announced(content), content)

    with pytest.raises(AlreadyHeld):
        finish(upload, NOW)

    upload.refresh_from_db()
    assert (upload.state, upload.master) == (UploadState.DUPLICATE, first)
    assert finish(upload, NOW, keep_twice=True).master.sha256 == first.sha256
    assert Master.objects.count() == 2


def test_what_cannot_be_kept_is_settled_with_its_reason_and_leaves_nothing():
    content = b"<html>" + bytes(500)
    upload = sent(announced(content), content)

    with pytest.raises(MemoryRefused, match="aucune sorte"):
        finish(upload, NOW)

    upload.refresh_from_db()
    erase_discarded()
    assert (upload.state, parts_on_disk(), Item.objects.count()) == (UploadState.REFUSED, [], 0)
    assert "aucune sorte" in upload.refusal
    assert finish(upload, NOW) is None


def test_a_piece_that_finds_the_disk_full_is_not_half_kept(monkeypatch, tmp_path):
    upload = announced(bytes(3000))
    monkeypatch.setattr(masters, "archive_storage", lambda: FullDisk(location=tmp_path))
    (tmp_path / "uploads" / upload.pk.hex).mkdir(parents=True)

    with pytest.raises(MemoryRefused, match="plus de place"):
        take_piece(upload, 0, bytes(1000), NOW)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    upload.refresh_from_db()
    assert (upload.received, UploadPart.objects.count()) == (0, 0)


def test_a_file_too_heavy_or_empty_is_refused_before_it_is_sent(settings):
    settings.ARCHIVE_MAX_UPLOAD_SIZE = 1000

    with pytest.raises(MemoryRefused, match=r"0.octet"):
        announced(b"")
    with pytest.raises(MemoryRefused, match="le plus est"):
        announced(bytes(1001))
    assert not Upload.objects.exists()


def test_one_that_was_killed_while_it_was_put_together_is_put_together_again():
    content = drawn_image(size=(23, 24))
    upload = sent(announced(content), content)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.JOINING, touched_at=NOW)
    archive_storage().save(f"masters/{upload.pk.hex}.jpg", ContentFile(b"what was left"))

    with pytest.raises(WrongOffset):
        finish(upload, NOW + timedelta(minutes=4))
    received = finish(upload, NOW + timedelta(minutes=6))

    assert archive_storage().open(received.master.file.name).read() == content
    assert received.master.file.name == f"masters/{upload.pk.hex}.jpg"


def test_one_that_was_killed_right_after_is_not_received_twice():
    content = drawn_image(size=(25, 26))
    upload = sent(announced(content), content)
    first = finish(upload, NOW).master
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.JOINING, touched_at=NOW, master=None)

    assert finish(upload, NOW + timedelta(minutes=6)).master == first
    assert Master.objects.count() == 1


def test_what_nobody_goes_on_with_is_forgotten_after_three_days():
    content = bytes(3000)
    old, young = sent(announced(content), content[:1000]), sent(announced(content), content[:1000])
    Upload.objects.filter(pk=old.pk).update(touched_at=NOW - timedelta(days=3, seconds=1))
    Deposit.objects.update(made_at=NOW - timedelta(days=4))

    assert forget_unfinished(NOW) == 1

    erase_discarded()
    assert list(Upload.objects.all()) == [young]
    assert (list(Deposit.objects.all()), len(parts_on_disk())) == ([young.deposit], 1)
    Upload.objects.update(touched_at=NOW - timedelta(days=400))
    forget_uploads()
    forget_uploads()
    assert (Upload.objects.count(), Deposit.objects.count()) == (0, 0)


def test_a_file_let_go_leaves_nothing():
    content = bytes(3000)
    before = kept_files()

    let_go(sent(announced(content), content[:1000]))
    erase_discarded()

    assert (Upload.objects.count(), parts_on_disk(), kept_files()) == (0, [], before)
