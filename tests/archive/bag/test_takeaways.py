"""The button: asked, packed by a worker, followed, stopped, downloaded, erased."""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import bagit
import pytest
from bs4 import BeautifulSoup
from django.db import connection
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


def test_who_stops_it_is_heard_in_the_midst_of_the_words(council, monkeypatch):
    """A list of a hundred thousand items is written for minutes before its file comes to an end."""
    Item.objects.bulk_create([ItemFactory.build(number=number) for number in range(1, 260)])
    seconds = count(step=2)
    monkeypatch.setattr(takeaways, "monotonic", lambda: next(seconds))
    asked = ask_takeaway(UserFactory(), timezone.now())
    before, real, written = packed(), exporting.records_of, []

    def records_of(kind: Any, *args: Any) -> Any:
        for record in real(kind, *args):
            if kind.model is Item:
                written.append(record)
                stop_takeaway(asked, timezone.now())
            yield record

    monkeypatch.setattr(exporting, "records_of", records_of)
    assert make_next(timezone.now)

    assert Takeaway.objects.get().state == TakeawayState.STOPPED
    assert len(written) <= 101
    assert packed() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_marks_are_left_and_stopping_is_heard_though_the_words_are_of_one_moment(council, monkeypatch):
    """What is read is of before: the mark, and the question whether it was stopped, stand outside."""
    ItemFactory()
    seconds = count(step=2)
    monkeypatch.setattr(takeaways, "monotonic", lambda: next(seconds))
    asked = ask_takeaway(UserFactory(), timezone.now())
    before, real, marks = packed(), exporting.records_of, []

    def stop() -> None:
        marks.append(Takeaway.objects.get().touched_at)
        stop_takeaway(asked, timezone.now())
        connection.close()

    def records_of(kind: Any, *args: Any) -> Any:
        if kind.model is Item:
            somebody = Thread(target=stop)
            somebody.start()
            somebody.join()
        return real(kind, *args)

    begun = timezone.now()
    times = count()
    monkeypatch.setattr(exporting, "records_of", records_of)
    monkeypatch.setattr(exporting, "items_table", lambda: pytest.fail("it went on"))
    assert make_next(lambda: begun + timedelta(seconds=next(times)))

    assert Takeaway.objects.get().state == TakeawayState.STOPPED
    assert marks[0] > begun + timedelta(seconds=1)  # neither the turn nor the date of the bag: a mark among the words
    assert packed() == before


class Elsewhere:
    """A store that has no disk here; it takes its time, and reads again and again meanwhile where it `reads_on`."""

    def __init__(self, reads_on: bool = False) -> None:
        self.reads_on, self.kept = reads_on, {}
        self.is_sending, self.may_end = Event(), Event()

    def path(self, name: str) -> str:
        raise NotImplementedError

    def save(self, name: str, content: Any) -> str:
        whole = content.read()
        self.is_sending.set()
        while self.reads_on:
            content.seek(0)
            content.read(10)
        self.may_end.wait(60)
        self.kept[name] = whole
        return name

    def delete(self, name: str) -> None:
        del self.kept[name]


def sent_elsewhere(store: Elsewhere, monkeypatch: Any, then: Callable[[], object]) -> Takeaway:
    """Packed and sent to that store; ``then`` happens at the third mark of life that is left meanwhile."""
    monkeypatch.setattr(takeaways, "archive_storage", lambda: store)
    monkeypatch.setattr(takeaways, "BETWEEN_MARKS", 0)
    asked, marks = ask_takeaway(UserFactory(), timezone.now()), count(1)

    def clock() -> datetime:
        if store.is_sending.is_set() and next(marks) == 3:
            then()
            store.may_end.set()
        return timezone.now()

    assert make_next(clock)
    asked.refresh_from_db()
    return asked


def test_while_it_is_sent_to_a_bucket_marks_of_life_are_left(council, monkeypatch):
    store, seen = Elsewhere(), []

    asked = sent_elsewhere(store, monkeypatch, lambda: seen.append(Takeaway.objects.get().touched_at))

    assert (asked.state, list(store.kept)) == (TakeawayState.READY, [asked.file])
    assert zipfile.ZipFile(io.BytesIO(store.kept[asked.file])).testzip() is None
    assert len(seen) == 1


@pytest.mark.parametrize("reads_on", [True, False], ids=["while it is read", "once it is all there"])
def test_stopped_while_it_is_sent_to_a_bucket_it_leaves_nothing_there(council, monkeypatch, reads_on):
    store = Elsewhere(reads_on)

    asked = sent_elsewhere(store, monkeypatch, lambda: stop_takeaway(Takeaway.objects.get(), timezone.now()))

    assert (asked.state, asked.file, store.kept) == (TakeawayState.STOPPED, "", {})


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


def test_what_is_taken_away_is_counted_in_words(archivist):
    ItemFactory()

    page = " ".join(BeautifulSoup(archivist.get(SCREEN).content, "html.parser").get_text().split())

    assert "0 fichier original, la description de 1 pièce, 0 accord mis à part" in page


def test_what_is_under_way_has_a_button_that_stops_it(archivist):
    archivist.post(f"{SCREEN}commencer/")

    page = BeautifulSoup(archivist.get(SCREEN).content, "html.parser")

    assert [button.get_text() for button in page.select("form[action$='/arreter/'] button")] == ["Arrêter"]
