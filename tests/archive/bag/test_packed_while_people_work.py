"""A bag is of one moment, whoever works meanwhile; what is lost is named in it, and never stops it."""

from __future__ import annotations

import csv
import errno
import json
from pathlib import Path
from threading import Thread
from typing import Any

import bagit
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.archive.domain.bag import exporting, filling
from cms.archive.domain.bag.checking import information
from cms.archive.domain.bag.exporting import export_to_folder
from cms.archive.domain.bag.importing import import_bag
from cms.archive.domain.bag.lost import lost_said
from cms.archive.domain.bag.moment import one_moment
from cms.archive.domain.fixity import broken_masters, check_master
from cms.archive.domain.takeaways import ask_takeaway, make_next
from cms.archive.enums import Damage, TakeawayState
from cms.archive.models import Agreement, Item, Master, Place, Takeaway, archive_storage
from crm.accounts.policy import Role
from crm.partners.models import Picture
from tests.archive.bag.emptying import empty_memory
from tests.archive.bag.whole_memory import derive_all, make_memory
from tests.archive.bag.whole_telling import tell_of
from tests.factories import ItemFactory, PlaceFactory, UserFactory, receive_picture
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db


def lines(bag: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((bag / name).open(encoding="utf-8-sig")))


def paths_said(bag: Path) -> set[str]:
    rows = [row for path in bag.rglob("data/**/*.jsonld") for row in json.loads(path.read_text())["@graph"]]
    return {row["path"] for row in rows if "path" in row}


def packed_while(act: Any, bag: Path) -> list[Any]:
    """What happens as the first file is being packed."""
    calls: list[int] = []

    def watch(done: int, total: int) -> None:
        calls.append(done)
        if done == 1 and calls.count(1) == 1:
            act()

    return export_to_folder(bag, timezone.now(), watch)


def test_what_comes_while_it_is_packed_waits_for_the_next_bag(council, tmp_path):
    item = make_memory()
    bag = tmp_path / "sac"

    def work() -> None:
        receive_picture(item, colour="green")
        receive_picture(ItemFactory(title="Arrivée entre-temps", places=[PlaceFactory(name="Le quai")]), colour="red")

    assert packed_while(work, bag) == []

    assert Master.objects.count() == 4
    bagit.Bag(str(bag)).validate()
    assert {path for path in paths_said(bag) if not (bag / path).is_file()} == set()
    empty_memory()
    assert import_bag(bag) == 3
    assert (Master.objects.count(), Place.objects.count()) == (2, 1)


@pytest.mark.parametrize("whole", [True, False])
def test_what_goes_while_it_is_packed_is_in_it_or_said_to_be_missing(council, tmp_path, whole: bool):
    item = make_memory()
    last = Master.objects.order_by("pk").last()
    bag = tmp_path / "sac"

    def work() -> None:
        archive_storage().delete(last.file.name)
        Agreement.objects.all().delete()
        (Item.objects.get(pk=item.pk) if whole else Master.objects.get(pk=last.pk)).delete()

    lost = packed_while(work, bag)

    assert [(one.number, one.name, one.damage) for one in lost] == [(item.number, last.name, Damage.MISSING)]
    bagit.Bag(str(bag)).validate()
    empty_memory()
    assert import_bag(bag) == 3
    back = Master.objects.get(pk=last.pk)
    assert (back.damage, back.sha256) == (Damage.MISSING, last.sha256)
    assert [one.pk for one in broken_masters()] == [last.pk]
    assert check_master(back, timezone.now()) == Damage.MISSING
    call_command("memory", "export", str(tmp_path / "encore"), verbosity=0)


def test_what_is_lost_is_named_in_the_bag_and_on_the_screen_and_comes_back_as_lost(client, council, tmp_path):
    item = make_memory()
    tell_of(item)
    derive_all()
    first, second = Master.objects.order_by("pk")
    scan = Agreement.objects.get().scan
    archive_storage().delete(first.file.name)
    with archive_storage().open(second.file.name, "ab") as kept:
        kept.write(b"x")
    archive_storage().delete(scan)
    ask_takeaway(UserFactory(), timezone.now())

    make_next(timezone.now)

    takeaway = Takeaway.objects.get()
    assert takeaway.state == TakeawayState.READY
    client.force_login(someone_of(Role.ARCHIVES))
    screen = client.get("/admin/emporter/").content.decode().replace("\xa0", " ")
    assert f"Il y manque 3 fichiers, ou ils sont abîmés : {item.number} ({first.name})" in screen
    bag = tmp_path / "sac"
    call_command("memory", "export", str(bag), verbosity=0)
    named = lines(bag, "data/metadata/missing.csv")
    assert [(one["number"], one["name"], one["damage"]) for one in named] == [
        (str(item.number), first.name, "missing"),
        (str(item.number), second.name, "altered"),
        ("", f"{Agreement.objects.get().pk}.pdf", "missing"),
    ]
    assert information(bag)["Parvis-Missing-Files"] == "3"
    empty_memory()
    call_command("memory", "import", str(bag))
    assert [one.damage for one in Master.objects.order_by("pk")] == ["missing", "altered"]
    assert {one.pk for one in broken_masters()} == {first.pk, second.pk}
    assert Agreement.objects.get().scan == ""
    derive_all()
    assert "n’est plus là où" in Master.objects.get(pk=first.pk).derive_error


def test_a_public_copy_that_is_lost_is_to_be_made_again_and_is_no_lost_original(council, tmp_path):
    item = make_memory()
    derive_all()
    copy = item.masters.first().derivatives.filter(media_type="image/jpeg").earliest("width")
    archive_storage().delete(copy.file.name)

    lost = export_to_folder(tmp_path / "sac", timezone.now(), lambda done, total: None)

    assert [(one.number, one.name) for one in lost] == [(item.number, copy.master.name)]
    assert lost_said(lost).replace("\xa0", " ") == (
        f"Il manque 1 fichier au petit site : {item.number} ({copy.master.name}). Refaites les copies de la pièce, "
        "puis préparez la mémoire de nouveau."
    )
    empty_memory()
    call_command("memory", "import", str(tmp_path / "sac"))
    assert not broken_masters().exists()


def test_a_disk_that_no_longer_reads_to_the_end_keeps_what_it_read(council, tmp_path, monkeypatch):
    make_memory()
    last = Master.objects.order_by("pk").last()
    real = exporting.Filling.read

    def read(source: Any) -> Any:
        if source.name.endswith(last.file.name.rpartition("/")[2]):
            yield source.read(10)
            raise OSError(errno.EIO, "Input/output error")
        yield from real(source)

    monkeypatch.setattr(exporting.Filling, "read", staticmethod(read))
    (lost,) = export_to_folder(tmp_path / "sac", timezone.now(), lambda done, total: None)

    assert (lost.damage, lost.name) == (Damage.ALTERED, last.name)
    assert (tmp_path / "sac" / lost.path).stat().st_size == 10
    bagit.Bag(str(tmp_path / "sac")).validate()


def test_who_packs_a_long_film_says_so_again_and_again(council, tmp_path, monkeypatch):
    make_memory()
    size = Master.objects.order_by("pk").first().size
    monkeypatch.setattr(filling, "PIECE", size // 10)
    told: list[int] = []

    export_to_folder(tmp_path / "sac", timezone.now(), lambda done, total: told.append(done))

    assert told.count(0) > 10


def test_a_picture_of_a_page_that_goes_meanwhile_leaves_the_page(council, tmp_path):
    tell_of(make_memory())
    derive_all()

    def work() -> None:
        picture = Picture.objects.get(title="Deux")
        picture.file.storage.delete(picture.file.name)

    (lost,) = packed_while(work, tmp_path / "sac")

    assert (lost.number, lost.name, lost.damage) == (None, "Deux", Damage.MISSING)
    empty_memory()
    call_command("memory", "import", str(tmp_path / "sac"))
    assert set(Picture.objects.values_list("title", flat=True)) == {"La rue, aujourd’hui", "Une", "Pas encore montrée"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_moment_is_asked_of_the_database_and_holds_no_writer_up(council):
    asked = {
        "sqlite": "BEGIN DEFERRED",
        "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    }
    usual = getattr(connection, "transaction_mode", None)

    with CaptureQueriesContext(connection) as seen, one_moment():
        assert Item.objects.count() == 0

    assert asked[connection.vendor] in [one["sql"] for one in seen]
    assert getattr(connection, "transaction_mode", None) == usual


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a memory database of SQLite locks whole tables")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_all_that_is_written_is_of_one_moment(council, tmp_path, monkeypatch):
    """Somebody else describes a place, then an item there, once the places are written."""
    make_memory()
    real = exporting.records_of
    done: list[bool] = []

    def work() -> None:
        ItemFactory(title="Arrivée entre-temps", places=[PlaceFactory(name="Le quai")])
        connection.close()

    def records_of(kind: Any, *args: Any) -> Any:
        if kind.model is Item and not done:
            done.append(True)
            other = Thread(target=work)
            other.start()
            other.join()
        return real(kind, *args)

    monkeypatch.setattr(exporting, "records_of", records_of)
    call_command("memory", "export", str(tmp_path / "sac"), verbosity=0)
    empty_memory()

    call_command("memory", "import", str(tmp_path / "sac"))

    assert (Item.objects.count(), Place.objects.count()) == (3, 1)
