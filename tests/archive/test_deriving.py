"""Public copies are made once, again after a kill, never for ever, and leave nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from cms.archive.derivatives import deriving
from cms.archive.derivatives.deriving import CLAIM_LASTS, derive, derive_anew, derive_next, due_masters
from cms.archive.domain.discarding import erase_discarded
from cms.archive.models import Derivative, Master, archive_storage
from cms.archive.tasks import derive_due
from tests.factories import ItemFactory, drawn_image, receive_file, receive_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_archive")]

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def test_the_task_makes_what_is_due_and_the_second_finds_nothing():
    for side in (20, 30):
        receive_file(drawn_image(size=(side, side)))

    derive_due()
    copies = set(Derivative.objects.values_list("pk", "made_at"))
    derive_due()

    assert not Master.objects.filter(derived_at=None).exists()
    assert len(copies) == 6
    assert set(Derivative.objects.values_list("pk", "made_at")) == copies


def test_a_file_that_cannot_be_read_says_so_and_stops_nobody():
    broken = receive_file(drawn_image()[:300], "abimee.jpg")
    whole = receive_file(drawn_image())

    derive_due()

    broken.refresh_from_db()
    assert broken.derive_error.startswith("Cette image ne peut pas être lue")
    assert (broken.derived_at is None, broken.derivatives.count()) == (False, 0)
    assert whole.derivatives.exists()


def test_what_a_killed_worker_left_is_taken_up_again():
    master = receive_file(drawn_image())
    Master.objects.filter(pk=master.pk).update(derive_claimed_at=NOW, derive_attempts=1)
    archive_storage().save(f"derivatives/{master.pk}/image-0-320.avif", ContentFile(b"what was left"))
    before = NOW + CLAIM_LASTS
    after = before + timedelta(seconds=1)

    assert (derive(master.pk, before), derive_next(before)) == (False, False)
    assert derive_next(after) is True

    master.refresh_from_db()
    assert (master.derived_at, master.derive_claimed_at, master.derive_error) == (after, None, "")
    copy = master.derivatives.get(media_type="image/avif", width=320)
    assert copy.file.name == f"derivatives/{master.pk}/image-0-320.avif"
    assert copy.size == archive_storage().size(copy.file.name)


def test_a_file_that_workers_die_of_is_set_aside():
    master = receive_file(drawn_image())
    Master.objects.filter(pk=master.pk).update(derive_claimed_at=NOW, derive_attempts=3)

    derive(master.pk, NOW + timedelta(hours=1))

    master.refresh_from_db()
    assert master.derive_error.startswith("Ses copies publiques n’ont pas pu être faites")
    assert not due_masters(NOW + timedelta(days=1)).exists()
    derive_anew(master)
    assert derive(master.pk, NOW + timedelta(days=1)) is True
    assert master.derivatives.exists()


def test_one_worker_at_a_time_makes_copies():
    busy, waiting = receive_file(drawn_image(size=(9, 9))), receive_file(drawn_image(size=(8, 8)))
    Master.objects.filter(pk=busy.pk).update(derive_claimed_at=NOW)

    assert derive_next(NOW) is False

    Master.objects.filter(pk=busy.pk).update(derived_at=NOW)
    assert derive_next(NOW) is True
    waiting.refresh_from_db()
    assert waiting.derived_at == NOW


def test_copies_made_again_keep_their_addresses_and_what_is_no_longer_made_goes():
    master = receive_picture(size=(400, 200))
    addresses = {copy.get_absolute_url() for copy in master.derivatives.all()}
    former = archive_storage().save("derivatives/former.jpg", ContentFile(b"what was left"))
    Derivative.objects.create(master=master, purpose="image", width=9, media_type="image/jpeg", file=former)

    derive_anew(master)
    derive(master.pk, NOW)
    erase_discarded()

    assert {copy.get_absolute_url() for copy in master.derivatives.all()} == addresses
    assert not archive_storage().exists(former)
    assert all(archive_storage().exists(copy.file.name) for copy in master.derivatives.all())


def test_a_master_destroyed_meanwhile_leaves_no_copy(monkeypatch):
    master = receive_file(drawn_image(), item=ItemFactory())

    class DestroyedFirst(deriving._Keeper):
        def __call__(self, copies):
            Master.objects.filter(pk=self.master.pk).delete()
            super().__call__(copies)

    monkeypatch.setattr(deriving, "_Keeper", DestroyedFirst)
    derive(master.pk, NOW)

    assert not Derivative.objects.exists()
    assert archive_storage().listdir(f"derivatives/{master.pk}") == ([], [])


def test_a_master_that_is_missing_says_so():
    master = receive_file(drawn_image())
    archive_storage().delete(master.file.name)

    derive(master.pk, NOW)

    master.refresh_from_db()
    assert master.derive_error == "Le fichier n’est plus là où il était gardé."
