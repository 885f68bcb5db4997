"""The button: asked, packed by a worker, followed, stopped, downloaded, erased."""

from __future__ import annotations

import errno
import io
import zipfile
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.archive.domain import takeaways
from cms.archive.domain.bag import exporting, site
from cms.archive.domain.bag.exporting import export_to_zip
from cms.archive.domain.discarding import erase_discarded
from cms.archive.domain.takeaways import ask_takeaway, forget_takeaways, make_next, stop_takeaway
from cms.archive.enums import TakeawayState
from cms.archive.errors import MemoryRefused
from cms.archive.models import Item, Takeaway, archive_storage
from cms.archive.tasks import forget_takeaways_task, make_takeaway
from crm.accounts.policy import Role
from tests.archive.bag.whole_memory import derive_all, make_memory
from tests.factories import ItemFactory, UserFactory
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db
SCREEN = "/admin/emporter/"


def packed() -> set[Path]:
    return set(Path(archive_storage().path("")).rglob("takeaways/*"))


@pytest.fixture
def archivist(client, council) -> Any:
    client.force_login(someone_of(Role.ARCHIVES))
    return client


def test_who_asks_follows_then_downloads_a_whole_bag(archivist, tmp_path):
    make_memory()
    archivist.post(f"{SCREEN}commencer/")
    assert "sur le point de commencer" in archivist.get(SCREEN).content.decode()

    make_takeaway()
    make_takeaway()

    takeaway = Takeaway.objects.get()
    assert (takeaway.state, takeaway.done, takeaway.total) == (TakeawayState.READY, 5, 5)
    answer = archivist.get(f"{SCREEN}{takeaway.pk}/memoire.zip")
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    zipfile.ZipFile(io.BytesIO(answer.getvalue())).extractall(tmp_path)
    (bag,) = tmp_path.iterdir()
    assert bagit.Bag(str(bag)).validate()
    acts = ModelLogEntry.objects.filter(action__in=["archive.take_away", "archive.download"])
    assert sorted(acts.values_list("action", flat=True)) == ["archive.download", "archive.take_away"]


@pytest.mark.parametrize("role", [Role.READING, Role.COMMUNICATIONS, Role.BOARD])
def test_who_may_not_take_it_away_sees_nothing_of_it(client, council, role):
    client.force_login(someone_of(role))
    takeaway = Takeaway.objects.create(state=TakeawayState.READY, file="takeaways/x.zip")

    answers = [
        client.get(SCREEN),
        client.post(f"{SCREEN}commencer/"),
        client.post(f"{SCREEN}{takeaway.pk}/arreter/"),
        client.get(f"{SCREEN}{takeaway.pk}/memoire.zip"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 302]
    assert Takeaway.objects.get().state == TakeawayState.READY
    assert "Emporter la mémoire" not in client.get("/admin/").content.decode()


def test_asked_twice_it_is_packed_once_and_a_get_asks_nothing(archivist):
    archivist.post(f"{SCREEN}commencer/")
    archivist.post(f"{SCREEN}commencer/")

    assert archivist.get(f"{SCREEN}commencer/").status_code == 405
    assert Takeaway.objects.count() == 1


def test_what_is_stopped_leaves_nothing(archivist):
    Item.objects.bulk_create([ItemFactory.build(number=number) for number in range(1, 60)])
    archivist.post(f"{SCREEN}commencer/")
    takeaway = Takeaway.objects.get()
    ticks, before = iter(range(100)), packed()

    def clock() -> Any:
        if next(ticks) == 2:  # the worker's second mark of life
            archivist.post(f"{SCREEN}{takeaway.pk}/arreter/")
        return timezone.now()

    assert make_next(clock)

    takeaway.refresh_from_db()
    assert (takeaway.state, takeaway.file) == (TakeawayState.STOPPED, "")
    assert packed() == before
    assert not stop_takeaway(takeaway, timezone.now())


def test_a_mark_of_life_is_left_every_two_seconds_whatever_is_being_packed(council, monkeypatch):
    """As many files as there may be of one item: its copies are packed long after it is counted."""
    make_memory()
    derive_all()
    seconds = count()
    monkeypatch.setattr(takeaways, "monotonic", lambda: next(seconds))
    marks: list[datetime] = []

    def clock() -> datetime:
        marks.append(timezone.now())
        return marks[-1]

    asked = ask_takeaway(UserFactory(), timezone.now())
    assert make_next(clock)

    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total) == (TakeawayState.READY, 5, 5)
    assert asked.touched_at == marks[-2]  # then it was over
    files = len(zipfile.ZipFile(archive_storage().path(asked.file)).namelist())
    assert len(marks) > files / 2 - 10


def test_who_stops_it_is_heard_while_public_copies_are_packed(council, monkeypatch):
    make_memory()
    derive_all()
    seconds = count(step=2)
    monkeypatch.setattr(takeaways, "monotonic", lambda: next(seconds))
    asked = ask_takeaway(UserFactory(), timezone.now())
    before, real = packed(), site.copies_shown

    def copies_shown() -> Any:
        stop_takeaway(asked, timezone.now())
        yield from real()
        pytest.fail("it went on")

    monkeypatch.setattr(exporting, "copies_shown", copies_shown)
    assert make_next(timezone.now)

    assert Takeaway.objects.get().state == TakeawayState.STOPPED
    assert packed() == before


def test_a_worker_that_died_is_followed_by_another_three_times_at_most(council):
    now = timezone.now()
    takeaway = ask_takeaway(UserFactory(), now)
    Takeaway.objects.update(state=TakeawayState.WORKING, touched_at=now, attempts=1)

    assert not make_next(lambda: now)
    assert make_next(lambda: now + timedelta(minutes=16))
    takeaway.refresh_from_db()
    assert takeaway.state == TakeawayState.READY
    Takeaway.objects.update(state=TakeawayState.WORKING, touched_at=now, attempts=3)
    assert make_next(lambda: now + timedelta(minutes=16))
    takeaway.refresh_from_db()
    assert (takeaway.state, takeaway.error[:12]) == (TakeawayState.FAILED, "On l’a comme")


def test_a_bag_is_erased_after_its_days(council):
    now = timezone.now()
    ask_takeaway(UserFactory(), now)
    make_next(lambda: now)
    name = Takeaway.objects.get().file

    assert forget_takeaways(now + timedelta(days=6)) == 0
    assert forget_takeaways(now + timedelta(days=8)) == 1
    erase_discarded()
    forget_takeaways_task()

    assert not archive_storage().exists(name)
    assert Takeaway.objects.get().state == TakeawayState.ERASED


def test_a_full_disk_is_said_and_nothing_stays(council, tmp_path):
    make_memory()

    def watch(done: int, total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(MemoryRefused, match="plus de place"):
        export_to_zip(tmp_path / "sac.zip", timezone.now(), watch)

    assert list(tmp_path.iterdir()) == []
