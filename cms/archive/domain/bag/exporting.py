"""Packs the whole memory: masters, what is written of them, who agreed to what, a site that opens anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils import translation

from cms.archive.domain.bag.apart import TEAM, TEAM_TABLE, open_part, team_records, team_table
from cms.archive.domain.bag.brought_before import BROUGHT, brought_before
from cms.archive.domain.bag.filling import Filling, Wanted, Watch
from cms.archive.domain.bag.kinds import CONSENTS, KINDS, METADATA, SITE, VERSION, KindOfRecord
from cms.archive.domain.bag.lost import MISSING, Lost, lost_table
from cms.archive.domain.bag.moment import one_moment
from cms.archive.domain.bag.old_addresses import OLD_ADDRESSES, old_addresses, old_addresses_table
from cms.archive.domain.bag.packing import Container, Packing, new_folder, new_zip
from cms.archive.domain.bag.read_first import OF_THE_BAG, OF_THE_CONSENTS
from cms.archive.domain.bag.records import MASTERS, document, master_path, record_of, rows_of, scan_path
from cms.archive.domain.bag.site import copies_shown, pages
from cms.archive.domain.bag.tables import files_table, items_table, pages_table
from cms.archive.domain.bag.told import Leaving, opening
from cms.archive.domain.bag.told_kinds import DOCUMENTS, PAGES, PICTURES
from cms.archive.domain.bag.told_site import ToldSite
from cms.archive.models import Agreement, Item, ItemCounter, Master, archive_storage
from crm.partners.models import Council

AT_ONCE = 100  # rows of words between two moments when whoever stops it is heard


def export_to_folder(root: Path, now: datetime, watch: Watch) -> list[Lost]:
    """A bag in a new folder; what is lost of its files. Raises `MemoryRefused` where something is there, or no room."""
    with new_folder(root) as folder:
        return fill(folder, now, watch)


def export_to_zip(path: Path, now: datetime, watch: Watch) -> list[Lost]:
    """The same bag in one ZIP file. Raises `MemoryRefused` where there is no room."""
    with new_zip(path, f"memoire-{now:%Y-%m-%d}") as archive:
        return fill(archive, now, watch)


def fill(container: Container, now: datetime, watch: Watch) -> list[Lost]:
    """Everything, a file after the other; what is read is a few hundred rows, or one piece of a file, at a time.

    The words are of one moment, and are written first: then the files that they name, whatever became of those since.
    Only outside of that moment is it known who stopped it meanwhile.
    """
    council, filling = Council.load(), Filling(Packing(container), watch)
    with one_moment() as outside:
        filling.total = Master.objects.count() + Item.objects.count()
        leaving = Leaving()
        wanted: list[Wanted] = []
        for path, pieces in _words(leaving, wanted):
            filling.packing.add(path, _telling(pieces, lambda: outside(filling.tell)))
        counter = ItemCounter.objects.first()
    filling.tell()
    for one in wanted:
        filling.pack(one)
        filling.tell(more=one.path.startswith(MASTERS))
    filling.add(f"{CONSENTS}/LISEZ-MOI.txt", [OF_THE_CONSENTS.encode()])
    filling.add("LISEZ-MOI.txt", [OF_THE_BAG.encode()])
    _fill_site(filling, leaving, council.name)
    facts = {
        "Source-Organization": " ".join(council.name.split()) or "-",
        "External-Description": "The memory of a neighbourhood. Open data/site/index.html.",
        "Parvis-Memory-Version": str(VERSION),
        "Parvis-Last-Number": str(counter.last if counter else 0),
    }
    if filling.lost:
        filling.add(MISSING, lost_table(filling.lost, now))
        facts["Parvis-Missing-Files"] = str(len(filling.lost))
    filling.packing.close(facts, now)
    watch(filling.total, filling.total)
    return filling.lost


def records_of(kind: KindOfRecord, wanted: list[Wanted]) -> Iterator[dict[str, Any]]:
    """The rows of a kind as they are written; ``wanted`` grows by the files that they name."""
    for row in rows_of(kind):
        if isinstance(row, Master):
            wanted.append(_master(row))
        elif isinstance(row, Agreement) and row.scan:
            path = scan_path(row)
            wanted.append(Wanted(path, partial(archive_storage().open, row.scan), path.rpartition("/")[2]))
        yield open_part(record_of(kind, row))


def _words(leaving: Leaving, wanted: list[Wanted]) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each file of words, by its path in the bag, to be written before the next is asked for."""
    for kind in KINDS:
        yield kind.path, document(records_of(kind, wanted))
    yield TEAM, document(team_records(leaving))
    yield TEAM_TABLE, team_table()
    yield PAGES, document(map(open_part, leaving.records()))
    yield PICTURES, leaving.picture_lines()
    yield DOCUMENTS, leaving.document_lines()
    wanted += [Wanted(path, opening(one), one.title) for path, one in leaving.files()]
    yield f"{METADATA}/items.csv", items_table()
    yield f"{METADATA}/files.csv", files_table()
    yield f"{METADATA}/pages.csv", pages_table(leaving.pages)
    yield BROUGHT, document(brought_before(leaving))
    old = old_addresses(leaving)
    yield OLD_ADDRESSES, document(old)
    yield f"{METADATA}/old-addresses.csv", old_addresses_table(old)


def _telling(pieces: Iterable[bytes], tell: Callable[[], None]) -> Iterator[bytes]:
    """The same pieces; it is told how far it is now and then, even where no file comes to its end for minutes."""
    for number, piece in enumerate(pieces):
        if number % AT_ONCE == 0:
            tell()
        yield piece


def _master(master: Master) -> Wanted:
    opened = partial(archive_storage().open, master.file.name or "")
    return Wanted(master_path(master), opened, master.name, master.item.number, master.sha256)


def _fill_site(filling: Filling, leaving: Leaving, council_name: str) -> None:
    with translation.override("fr-ca"):
        told = ToldSite(leaving, council_name)
        for path, page in chain(told.pages(), pages(council_name, told.lines())):
            filling.add(f"{SITE}/{path}", [page.encode()])
            filling.tell(more=path.startswith("items/") and filling.done < filling.total)
    for path, copy in copies_shown():
        opened = partial(archive_storage().open, copy.file.name or "")
        filling.pack(Wanted(f"{SITE}/{path}", opened, copy.master.name, copy.master.item.number))
        filling.tell()
    for path, one in told.files():
        filling.pack(Wanted(f"{SITE}/{path}", opening(one), path))
        filling.tell()
    sheet = finders.find("css/takeaway.css")
    filling.add(f"{SITE}/style.css", [Path(str(sheet)).read_bytes()])
