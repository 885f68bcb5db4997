"""Files that come in pieces: each piece is kept, a broken line goes on where it was, what nobody finishes is forgotten.

The steps are those of resumable uploads (begin, ask how far, send from there). A row says how far a file has come; its
bytes are parts in the storage of the memory, so that any web server can take the next one.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from cms.archive.domain.discarding import discard_files
from cms.archive.domain.masters import AlreadyHeld, Received, check_room, check_size, clean_name, keep_bytes, receive
from cms.archive.enums import UploadState
from cms.archive.errors import MemoryRefused
from cms.archive.models import Deposit, Item, Master, Upload, UploadPart, archive_storage
from crm.accounts.models import User

MOST_AT_ONCE = 8 * 1024 * 1024  # bytes of one piece, so that it fits in memory
KEPT_FOR = timedelta(days=3)
# No request lasts as long: whoever was putting a file together then was killed.
JOINED_WITHIN = timedelta(minutes=5)


class WrongOffset(MemoryRefused):
    """Another piece was awaited: `upload.received` says from where."""


def open_deposit(by: User, item: Item | None, now: datetime, *, is_export: bool = False) -> Deposit:
    """Somebody brings files: for ``item``, one new draft for each file, or the export of a blog."""
    return Deposit.objects.create(made_by=by, item=item, made_at=now, is_export=is_export)


def begin(deposit: Deposit, name: str, size: int, mark: str, now: datetime) -> Upload:
    """Announce a file; one that the same person left half-way goes on, whatever screen it was begun on.

    Raises `MemoryRefused` for a size that cannot be kept.
    """
    name = clean_name(name)
    check_size(name, size, is_export=deposit.is_export)
    half_way = Upload.objects.filter(
        deposit__made_by=deposit.made_by,
        deposit__item=deposit.item,
        deposit__is_export=deposit.is_export,
        name=name,
        size=size,
        mark=mark[:40],
        state=UploadState.COMING,
    )
    known = half_way.order_by("-received").first() if mark else None
    if known is not None:
        check_room(size - known.received)
        known.deposit, known.touched_at = deposit, now
        known.save(update_fields=["deposit", "touched_at"])
        return known
    check_room(size if deposit.is_export else 2 * size)  # the parts, and the file that is made of them
    return Upload.objects.create(deposit=deposit, name=name, size=size, mark=mark[:40], touched_at=now)


def take_piece(upload: Upload, start: int, content: bytes, now: datetime) -> Upload:
    """Keep the bytes from ``start``, all of them or none.

    Raises `WrongOffset` where the file has come less or more far; `MemoryRefused` for a piece that is too large, goes
    beyond the end, or finds no room.
    """
    if not content or len(content) > MOST_AT_ONCE or start + len(content) > upload.size:
        raise MemoryRefused(_("This piece is not part of the file that was announced: send the file again."))
    _check_awaits(upload, start)
    stored = keep_bytes(f"uploads/{upload.pk.hex}/{start:012d}-{uuid4().hex[:8]}", ContentFile(content))
    try:
        with transaction.atomic():
            locked = Upload.objects.select_for_update().get(pk=upload.pk)
            _check_awaits(locked, start)
            UploadPart.objects.create(upload=locked, start=start, size=len(content), file=stored)
            locked.received = start + len(content)
            locked.touched_at = now
            locked.save(update_fields=["received", "touched_at"])
    except BaseException:
        archive_storage().delete(stored)
        raise
    return locked


def finish(upload: Upload, now: datetime, *, keep_twice: bool = False) -> Received | None:
    """Make the master of a file that came whole; its parts are erased. A second call gives nothing and changes nothing.

    A file that the memory has waits for an answer: `AlreadyHeld`. One that cannot be kept is settled with its reason:
    `MemoryRefused`.
    """
    if upload.received != upload.size:
        raise WrongOffset(_("This file has not arrived whole yet."))
    ready = Q(state__in=(UploadState.COMING, UploadState.DUPLICATE))
    left = Q(state=UploadState.JOINING, touched_at__lt=now - JOINED_WITHIN)
    claimed = Upload.objects.filter(ready | left, pk=upload.pk)
    if not claimed.update(state=UploadState.JOINING, touched_at=now):
        if Upload.objects.filter(pk=upload.pk, state=UploadState.JOINING).exists():
            raise WrongOffset(_("This file is being put together."))
        return None
    made = Master.objects.filter(file__startswith=f"masters/{upload.pk.hex}.").first()
    if made is not None:  # by a process that was killed right after
        _settle(upload, UploadState.DONE, now, master=made)
        return Received(made, "")
    try:
        received = _receive(upload, now, keep_twice)
    except AlreadyHeld as held:
        facts = {"state": UploadState.DUPLICATE, "refusal": str(held)[:300], "master": held.masters[0]}
        Upload.objects.filter(pk=upload.pk).update(**facts)
        raise
    except MemoryRefused as refusal:
        _settle(upload, UploadState.REFUSED, now, refusal=str(refusal)[:300])
        raise
    _settle(upload, UploadState.DONE, now, master=received.master)
    return received


@transaction.atomic
def let_go(upload: Upload) -> None:
    """Forget a file that is not wanted after all."""
    _discard_parts(upload)
    upload.delete()


def forget_unfinished(now: datetime) -> int:
    """Forget what nobody touched for three days, and the deposits that are settled since; how many files."""
    old = Upload.objects.filter(touched_at__lt=now - KEPT_FOR)
    forgotten = 0
    for upload in list(old[:1000]):
        let_go(upload)
        forgotten += 1
    Deposit.objects.filter(made_at__lt=now - KEPT_FOR, uploads=None).delete()
    return forgotten


def joined_parts(upload: Upload) -> File[bytes]:
    """The parts as one file, read without joining them on the disk."""
    parts = [(part.file.name or "", part.size) for part in upload.parts.all()]
    joined = File(io.BufferedReader(_Joined(parts), buffer_size=1024 * 1024), name=upload.name)
    joined.size = sum(size for _name, size in parts)
    return joined


def _check_awaits(upload: Upload, start: int) -> None:
    if upload.state != UploadState.COMING or upload.received != start:
        raise WrongOffset(_("Another piece of this file is awaited."))


def _receive(upload: Upload, now: datetime, keep_twice: bool) -> Received:
    deposit = upload.deposit
    with joined_parts(upload) as content:
        return receive(deposit.item, upload.name, content, deposit.made_by, now, keep_twice=keep_twice, key=upload.pk)


@transaction.atomic
def _settle(upload: Upload, state: UploadState, now: datetime, **facts: object) -> None:
    _discard_parts(upload)
    Upload.objects.filter(pk=upload.pk).update(state=state, touched_at=now, **facts)


def _discard_parts(upload: Upload) -> None:
    discard_files(upload.parts.values_list("file", flat=True))
    upload.parts.all().delete()


class _Joined(io.RawIOBase):
    """Parts of the storage, read one after the other."""

    def __init__(self, parts: list[tuple[str, int]]) -> None:
        self._parts = parts
        self._place = 0
        self._open: tuple[int, File[bytes]] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: sum(size for _name, size in self._parts)}
        self._place = origin[whence] + offset
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        begins = 0
        for number, (_name, size) in enumerate(self._parts):
            if begins <= self._place < begins + size:
                inside = self._place - begins
                part = self._part(number)
                part.seek(inside)
                content = part.read(min(len(view), size - inside))
                view[: len(content)] = content
                self._place += len(content)
                return len(content)
            begins += size
        return 0

    def _part(self, number: int) -> File[bytes]:
        if self._open is None or self._open[0] != number:
            self._close_part()
            self._open = (number, archive_storage().open(self._parts[number][0], "rb"))
        return self._open[1]

    def _close_part(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def close(self) -> None:
        self._close_part()
        super().close()


def unfinished(by: User, item: Item | None, *, is_export: bool = False) -> list[Upload]:
    """What this person left half-way for this item, for new ones, or of exports."""
    own = Upload.objects.filter(deposit__made_by=by, deposit__item=item, deposit__is_export=is_export)
    waiting = own.filter(state=UploadState.COMING, received__gt=0)
    if is_export:  # whole, it waits for an answer about what is in it
        waiting = waiting.filter(received__lt=F("size"))
    return list(waiting.order_by("-touched_at")[:200])


def upload_of(by: User, key: UUID) -> Upload:
    """One file that this person is sending. Raises `Upload.DoesNotExist`."""
    return Upload.objects.select_related("deposit__item", "deposit__made_by", "master__item").get(
        pk=key, deposit__made_by=by
    )
