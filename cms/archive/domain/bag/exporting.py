"""Packs the whole memory: masters, what is written of them, who agreed to what, a site that opens anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import translation

from cms.archive.domain.bag.brought_before import BROUGHT, brought_before
from cms.archive.domain.bag.kinds import CONSENTS, KINDS, METADATA, VERSION
from cms.archive.domain.bag.old_addresses import OLD_ADDRESSES, old_addresses, old_addresses_table
from cms.archive.domain.bag.packing import PIECE, Container, Packing, new_folder, new_zip
from cms.archive.domain.bag.records import document, lines_of, master_path, scan_path
from cms.archive.domain.bag.site import SITE, copies_shown, pages
from cms.archive.domain.bag.tables import files_table, items_table, pages_table
from cms.archive.domain.bag.told import Leaving
from cms.archive.domain.bag.told_kinds import DOCUMENTS, PAGES, PICTURES
from cms.archive.domain.bag.told_site import ToldSite
from cms.archive.models import Agreement, Derivative, Item, ItemCounter, Master, archive_storage
from crm.partners.models import Council

# Told how many files are in, of how many; it may raise to stop everything.
Watch = Callable[[int, int], None]


def export_to_folder(root: Path, now: datetime, watch: Watch) -> None:
    """A bag in a new folder. Raises `MemoryRefused` where there is something already, or no room."""
    with new_folder(root) as folder:
        fill(folder, now, watch)


def export_to_zip(path: Path, now: datetime, watch: Watch) -> None:
    """The same bag in one ZIP file. Raises `MemoryRefused` where there is no room."""
    with new_zip(path, f"memoire-{now:%Y-%m-%d}") as archive:
        fill(archive, now, watch)


def fill(container: Container, now: datetime, watch: Watch) -> None:
    """Everything, a file after the other; what is read is a few hundred rows, or one piece of a file, at a time."""
    packing = Packing(container)
    total = Master.objects.count() + Item.objects.count()
    done = 0
    for master in Master.objects.select_related("item").order_by("pk").iterator(chunk_size=200):
        packing.add(master_path(master), pieces_of(master.file.name or ""))
        done += 1
        watch(done, total)
    for kind in KINDS:
        packing.add(kind.path, lines_of(kind))
    for agreement in Agreement.objects.exclude(scan="").order_by("pk"):
        packing.add(scan_path(agreement), pieces_of(agreement.scan))
    leaving = Leaving()
    packing.add(PAGES, leaving.page_lines())
    packing.add(PICTURES, leaving.picture_lines())
    packing.add(DOCUMENTS, leaving.document_lines())
    for path, pieces in leaving.files():
        packing.add(path, pieces)
        watch(done, total)
    packing.add(f"{METADATA}/items.csv", items_table())
    packing.add(f"{METADATA}/files.csv", files_table())
    packing.add(f"{METADATA}/pages.csv", pages_table(leaving.pages))
    packing.add(BROUGHT, document(brought_before(leaving)))
    old = old_addresses(leaving)
    packing.add(OLD_ADDRESSES, document(old))
    packing.add(f"{METADATA}/old-addresses.csv", old_addresses_table(old))
    packing.add(f"{CONSENTS}/LISEZ-MOI.txt", [READ_FIRST.encode()])
    _fill_site(packing, leaving, done, total, watch)
    council = Council.load()
    counter = ItemCounter.objects.first()
    facts = {
        "Source-Organization": " ".join(council.name.split()) or "-",
        "External-Description": "The memory of a neighbourhood. Open data/site/index.html.",
        "Parvis-Memory-Version": str(VERSION),
        "Parvis-Last-Number": str(counter.last if counter else 0),
    }
    packing.close(facts, now)
    watch(total, total)


def _fill_site(packing: Packing, leaving: Leaving, done: int, total: int, watch: Watch) -> None:
    with translation.override("fr-ca"):
        told = ToldSite(leaving, Council.load().name)
        for path, page in chain(told.pages(), pages(Council.load().name, told.lines())):
            packing.add(f"{SITE}/{path}", [page.encode()])
            done += path.startswith("items/")
            watch(min(done, total), total)
    for path, copy in copies_shown():
        packing.add(f"{SITE}/{path}", copy_pieces(copy))
        watch(min(done, total), total)
    for path, pieces in told.files():
        packing.add(f"{SITE}/{path}", pieces)
        watch(min(done, total), total)
    sheet = finders.find("css/takeaway.css")
    packing.add(f"{SITE}/style.css", [Path(str(sheet)).read_bytes()])


def copy_pieces(copy: Derivative) -> Iterator[bytes]:
    return pieces_of(copy.file.name or "")


def pieces_of(name: str) -> Iterator[bytes]:
    """A file of the memory, as it is."""
    with archive_storage().open(name, "rb") as kept:
        while piece := kept.read(PIECE):
            yield piece


READ_FIRST = """Ce dossier contient qui a accepté quoi : des noms, des courriels, des papiers signés.
Il contient aussi qui a donné quoi, et les réponses à « Avez-vous reconnu? » : des noms de voisines et de voisins.
Il n'est pas public. Gardez-le à part si vous confiez le reste à quelqu'un.
"""
