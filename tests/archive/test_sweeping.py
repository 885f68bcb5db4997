"""Files that a killed process left: erased after days, and never one that a record names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from cms.archive.domain.sweeping import sweep_strays
from cms.archive.domain.uploads import begin, open_deposit, take_piece
from cms.archive.models import ContributedFile, Contribution, StrayFile, UploadPart, archive_storage
from cms.archive.tasks import sweep_strays_task
from tests.archive.contributions import given
from tests.factories import UserFactory, drawn_image, receive_file

pytestmark = [pytest.mark.django_db]

NOW = timezone.now()
NIGHTS = [NOW + timedelta(days=days) for days in (1.5, 2.5, 3.5, 4.5)]


@pytest.fixture(autouse=True)
def one_archive(empty_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field asks for its storage once, when the model is read."""
    monkeypatch.setattr(ContributedFile._meta.get_field("file"), "storage", archive_storage())


def on_disk(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def killed_while_given() -> None:
    """The process ends once the file is written, before its row is."""
    killed = patch.object(ContributedFile, "save", side_effect=KeyboardInterrupt)
    with killed, pytest.raises(KeyboardInterrupt):
        given()


def killed_while_sent() -> None:
    upload = begin(open_deposit(UserFactory(), None, NOW), "porte.jpg", 3000, "1700", NOW)
    # The row is what a kill undoes; the piece is what it leaves.
    archive_storage().save(f"uploads/{upload.pk.hex}/000000000000-dead.part", ContentFile(bytes(1000)))


def test_what_a_kill_left_is_erased_after_days_and_what_a_record_names_never(empty_archive: Path) -> None:
    given()
    receive_file(drawn_image())
    upload = begin(open_deposit(UserFactory(), None, NOW), "porte.jpg", 3000, "1700", NOW)
    take_piece(upload, 0, bytes(1000), NOW)
    archive_storage().save("contributions-anciennes/copie.jpg", ContentFile(b"x"))
    kept = on_disk(empty_archive)
    killed_while_given()
    killed_while_sent()
    assert (len(on_disk(empty_archive)), Contribution.objects.count()) == (len(kept) + 2, 1)

    swept = [sweep_strays(night) for night in (NOW, *NIGHTS)]

    assert swept == [0, 0, 0, 0, 2]
    assert on_disk(empty_archive) == kept
    assert (StrayFile.objects.count(), ContributedFile.objects.count(), UploadPart.objects.count()) == (0, 1, 1)


def test_a_database_that_is_put_back_names_its_files_again(empty_archive: Path) -> None:
    given()
    held = ContributedFile.objects.get()
    ContributedFile.objects.all().delete()
    sweep_strays(NIGHTS[0])
    assert StrayFile.objects.get().name == held.file.name

    held.save(force_insert=True)
    swept = [sweep_strays(night) for night in NIGHTS]

    assert (swept, StrayFile.objects.count(), on_disk(empty_archive)) == ([0] * 4, 0, [held.file.name])


def test_the_task_twice_in_a_night_erases_nothing_more(empty_archive: Path) -> None:
    killed_while_given()
    for night in (NIGHTS[0], NIGHTS[0], NIGHTS[3], NIGHTS[3]):
        with travel(night, tick=False):
            sweep_strays_task()

    assert on_disk(empty_archive) == []
    with travel(NIGHTS[3], tick=False):
        sweep_strays_task()


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_no_more_for_many_files(
    empty_archive: Path, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(number):
        killed_while_given()

    with django_assert_num_queries(4):
        sweep_strays(NIGHTS[0])
