"""Receives the files of the memory as they are, refuses what it cannot keep, puts them in order, takes them off."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.archive.domain.discarding import discard_files
from cms.archive.domain.numbering import number_item
from cms.archive.domain.sniffing import ENOUGH, KIND_OF_FAMILY, FileType, extension_of, sniff
from cms.archive.errors import MemoryRefused
from cms.archive.models import Derivative, Item, ItemCounter, Master, archive_storage
from crm.accounts.models import User
from crm.partners.domain.sizes import said_size

# What stays free on the disk: the database and the letters live there too.
RESERVE = 200 * 1024 * 1024
PIECE = 1024 * 1024


class AlreadyHeld(MemoryRefused):
    """The memory has this very file; `masters` are where. Whoever knows it may keep it twice."""

    def __init__(self, name: str, masters: list[Master]) -> None:
        facts = dict.fromkeys((master.item.title, master.item.number) for master in masters)
        items = ", ".join(_("“%(title)s” (No. %(number)s)") % {"title": title, "number": n} for title, n in facts)
        said = _("“%(name)s” is in the memory already: %(items)s.")
        super().__init__(said % {"name": name, "items": items})
        self.masters = masters


@dataclass(frozen=True)
class Received:
    """A file that is kept, and what there is to say of it."""

    master: Master
    remark: str


def receive(
    item: Item | None,
    name: str,
    content: File[bytes],
    by: User | None,
    now: datetime,
    *,
    keep_twice: bool = False,
    key: UUID | None = None,
) -> Received:
    """Keep a file of ``item``, or of a new draft that takes its title from the file; all of it, or nothing.

    ``key`` is the same when the same act is tried again: what a killed process left of it is replaced. Raises
    `AlreadyHeld` for a file that the memory has, unless ``keep_twice``; `MemoryRefused` for what is empty, too large,
    of no kind that is kept, or more than the disk takes.
    """
    name = clean_name(name)
    size = content.size
    check_size(name, size)
    check_room(size)
    content.seek(0)
    kind = _kept_type(name, content.read(ENOUGH))
    sha256 = digest_of(content)
    _check_held(name, sha256, keep_twice)
    content.seek(0)
    stored = keep_bytes(f"masters/{(key or uuid4()).hex}.{kind.extensions[0]}", content)
    try:
        with transaction.atomic():
            _hold_the_door()
            _check_held(name, sha256, keep_twice)
            master = Master.objects.create(
                item=item or draft_for(name, kind, by),
                position=_next_position(item),
                file=stored,
                name=name,
                media_type=kind.media_type,
                size=size,
                sha256=sha256,
                received_at=now,
                received_by=by,
            )
    except BaseException:
        archive_storage().delete(stored)
        raise
    return Received(master, _type_remark(name, kind))


def digest_of(content: File[bytes]) -> str:
    """The SHA-256 of a file, in hexadecimal, read from its start in pieces."""
    digest = hashlib.sha256()
    for piece in content.chunks(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def keep_bytes(name: str, content: File[bytes]) -> str:
    """Store a file of the memory and return its name; where the disk is full, nothing of it stays. `MemoryRefused`."""
    storage = archive_storage()
    if not Master.objects.filter(file=name).exists():
        storage.delete(name)  # what a process that was killed left there
    try:
        return storage.save(name, content)
    except OSError as error:
        storage.delete(name)
        refuse_where_full(error)
        raise


def refuse_where_full(error: Exception) -> None:
    """Say in words that the disk is full, where that is what happened. Raises `MemoryRefused`."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise _no_room() from error


def check_size(name: str, size: int, *, is_export: bool = False) -> None:
    """Refuse what holds nothing, or too much."""
    most = settings.ARCHIVE_MAX_EXPORT_SIZE if is_export else settings.ARCHIVE_MAX_UPLOAD_SIZE
    if size <= 0:
        raise MemoryRefused(_("“%(name)s” is empty: 0 bytes. Copy it again from where it comes.") % {"name": name})
    if size > most:
        said = _("“%(name)s” weighs %(size)s; the most is %(most)s. Nothing of it is kept.")
        raise MemoryRefused(said % {"name": name, "size": said_size(size), "most": said_size(most)})


def check_room(size: int, place: Path | None = None) -> None:
    """Refuse before the first byte what the disk of ``place``, or of the masters, would not take; a bucket has room."""
    try:
        place = place or Path(archive_storage().path(""))
    except NotImplementedError:
        return
    while not place.exists():
        place = place.parent
    if shutil.disk_usage(place).free < size + RESERVE:
        raise _no_room()


def holders(sha256: str) -> list[Master]:
    """Where the memory has this very file."""
    return list(Master.objects.filter(sha256=sha256).select_related("item").order_by("pk"))


def draft_for(name: str, kind: FileType, by: User | None) -> Item:
    """A new draft for one file, called as the file is until somebody describes it."""
    title = re.sub(r"[\s_]+", " ", name.rpartition(".")[0] or name).strip()[:250] or name
    item = Item(title=title, kind=KIND_OF_FAMILY[kind.family], created_by=by, live=False, has_unpublished_changes=True)
    number_item(item)
    item.save_revision(user=by)
    return item


@transaction.atomic
def put_in_order(item: Item, master: Master, *, step: int) -> None:
    """Move a file of ``item`` one place up (-1) or down (1); at the end of the list nothing moves."""
    files = list(Master.objects.select_for_update().filter(item=item))
    at = next((place for place, one in enumerate(files) if one.pk == master.pk), None)
    if at is None or not 0 <= at + step < len(files):
        return
    files.insert(at + step, files.pop(at))
    for place, one in enumerate(files):
        one.position = place
    Master.objects.bulk_update(files, ["position"])


def describe(master: Master, *, alt_text: str, caption: str) -> None:
    """Write what a file shows, and the line below it."""
    Master.objects.filter(pk=master.pk).update(alt_text=alt_text.strip(), caption=caption.strip())


@transaction.atomic
def take_off(master: Master) -> None:
    """Erase a file for good, with its public copies."""
    copies = Derivative.objects.filter(master=master).values_list("file", flat=True)
    discard_files([master.file.name or "", *copies])
    master.delete()


def clean_name(name: str) -> str:
    """The name as it was given, without folders and what no screen shows; its ending stays."""
    last = re.split(r"[\\/]", name)[-1]
    shown = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e]", "", last).strip() or "sans-nom"
    if len(shown) <= 250:
        return shown
    ending = f".{extension_of(shown)}"[:20]
    return shown[: 250 - len(ending)] + ending


def _kept_type(name: str, start: bytes) -> FileType:
    kind = sniff(start)
    if kind is None:
        said = _(
            "“%(name)s” is of no kind that the memory keeps: pictures (JPEG, PNG, TIFF, HEIC…), PDF, sound, film. "
            "Export a text or a table as PDF."
        )
        raise MemoryRefused(said % {"name": name})
    return kind


def _check_held(name: str, sha256: str, keep_twice: bool) -> None:
    if not keep_twice and (held := holders(sha256)):
        raise AlreadyHeld(name, held)


def _type_remark(name: str, kind: FileType) -> str:
    if extension_of(name) in kind.extensions:
        return ""
    said = _("“%(name)s” is a %(kind)s file, whatever its name says: it is kept as what it is.")
    return said % {"name": name, "kind": kind.label}


def _next_position(item: Item | None) -> int:
    last = Master.objects.filter(item=item).aggregate(last=Max("position"))["last"] if item else None
    return 0 if last is None else last + 1


def _hold_the_door() -> None:
    """One file at a time is written down: the same one sent twice at once is seen."""
    counter, _made = ItemCounter.objects.get_or_create(pk=1)
    ItemCounter.objects.select_for_update().get(pk=counter.pk)


def _no_room() -> MemoryRefused:
    return MemoryRefused(
        _("There is no room left on the disk of the site: nothing of this file was kept. Tell whoever looks after the "
          "site; then send it again.")
    )  # fmt: skip
