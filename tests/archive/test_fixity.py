"""Every original is read again within thirty days; what is damaged is said on the first screen until it is mended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from cms.archive.domain.fixity import check_due, check_master, due_checks, report
from cms.archive.enums import Damage
from cms.archive.models import Master, archive_storage
from cms.archive.tasks import check_masters
from crm.accounts.policy import Role
from home.originals_to_do import originals_to_do
from tests.factories import SignedInClient, drawn_image, receive_file, someone_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def replaced(master: Master, content: bytes) -> None:
    archive_storage().delete(master.file.name)
    archive_storage().save(master.file.name, ContentFile(content))


@pytest.fixture
def master() -> Master:
    return receive_file(drawn_image(), "porte.jpg")


def test_what_is_whole_is_said_whole(master):
    assert check_master(master, NOW) is None

    master.refresh_from_db()
    assert (master.checked_at, master.broken_at, master.damage) == (NOW, None, "")


@pytest.mark.parametrize("change", ["one bit", "shorter", "missing"])
def test_the_least_damage_is_found_once_and_forgotten_when_mended(master, change):
    content = archive_storage().open(master.file.name).read()
    if change == "missing":
        archive_storage().delete(master.file.name)
    else:
        replaced(master, content[:-1] + bytes([content[-1] ^ 1]) if change == "one bit" else content[:-1])

    found = check_master(master, NOW)
    check_master(master, NOW + timedelta(days=1))

    master.refresh_from_db()
    assert found == (Damage.MISSING if change == "missing" else Damage.ALTERED)
    assert (master.damage, master.broken_at, master.checked_at) == (found, NOW, NOW + timedelta(days=1))
    replaced(master, content)
    assert check_master(master, NOW + timedelta(days=2)) is None
    master.refresh_from_db()
    assert (master.damage, master.broken_at) == ("", None)


def test_each_night_brings_the_next_ones_so_that_all_are_read_in_time():
    masters = [receive_file(drawn_image(size=(side, 9))) for side in range(20, 30)]
    size = masters[0].size
    read = {}

    for night in range(60):
        now = NOW + timedelta(days=night)
        before = dict(Master.objects.values_list("pk", "checked_at"))
        check_due(now, most_bytes=size)
        for pk, checked_at in Master.objects.values_list("pk", "checked_at"):
            if checked_at != before[pk]:
                read.setdefault(pk, []).append(night)

    assert set(read) == {master.pk for master in masters}
    for nights in read.values():
        assert max(later - earlier for earlier, later in zip(nights, [*nights[1:], 60], strict=True)) <= 30


def test_a_turn_reads_no_more_than_it_may_and_those_never_read_come_first(master):
    older = receive_file(drawn_image(size=(8, 8)))
    Master.objects.filter(pk=master.pk).update(checked_at=NOW - timedelta(days=25))

    assert list(due_checks(NOW)) == [older, master]
    assert check_due(NOW, most_bytes=1) == 1
    assert list(due_checks(NOW)) == [master]
    assert check_due(NOW) == 1
    assert check_due(NOW) == 0


def test_what_was_put_back_is_read_with_the_others_and_is_whole_again(master):
    kept = archive_storage().open(master.file.name).read()
    archive_storage().delete(master.file.name)
    check_due(NOW)
    archive_storage().save(master.file.name, ContentFile(kept))

    check_due(NOW + timedelta(hours=1))

    assert report(NOW).broken == 0


def test_the_task_twice_reads_each_once(master):
    check_masters()
    first = Master.objects.get().checked_at
    check_masters()

    assert Master.objects.get().checked_at == first


def test_the_report_counts(master):
    late = receive_file(drawn_image(size=(7, 7)))
    Master.objects.filter(pk=late.pk).update(received_at=NOW - timedelta(days=31))
    check_master(master, NOW)
    broken = receive_file(drawn_image(size=(6, 6)))
    archive_storage().delete(broken.file.name)
    check_master(broken, NOW)

    said = report(NOW + timedelta(days=1))

    assert (said.total, said.checked, said.late, said.broken, said.oldest) == (3, 2, 1, 1, NOW)
    assert said.size == sum(Master.objects.values_list("size", flat=True))


def test_the_first_screen_says_what_is_damaged_to_those_who_can_mend_it(master):
    archives, reader = someone_of(Role.ARCHIVES), someone_of(Role.READING)
    assert list(originals_to_do(archives, NOW)) == []
    archive_storage().delete(master.file.name)
    check_master(master, NOW)

    (thing,) = originals_to_do(archives, NOW)

    assert thing.sentence.startswith("Un original de la mémoire est abîmé ou manquant")
    assert (thing.url, thing.is_urgent) == ("/admin/originaux/", True)
    assert list(originals_to_do(reader, NOW)) == []
    assert len(list(originals_to_do(archives, NOW + timedelta(days=31)))) == 2


def test_the_screen_says_it_in_one_line(master):
    check_master(master, timezone.now())
    broken = receive_file(drawn_image(size=(5, 5)), "noce.jpg")
    archive_storage().delete(broken.file.name)
    check_master(broken, timezone.now())
    archives, reader = SignedInClient(), SignedInClient()
    archives.force_login(someone_of(Role.ARCHIVES))
    reader.force_login(someone_of(Role.READING))

    shown = archives.get("/admin/originaux/").content.decode()

    assert "2 fichiers vérifiés" in shown
    assert "1 abîmé" in shown
    assert f"/admin/fichiers-de-la-memoire/piece/{broken.item_id}/#fichier-{broken.pk}" in shown
    assert archives.post("/admin/originaux/")["Location"] == "/admin/originaux/"
    assert reader.get("/admin/originaux/").status_code == 200
    assert reader.post("/admin/originaux/")["Location"] == "/admin/"
