"""Packs the whole memory for whoever may take it away: once at a time, until it is stopped, for some days."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from cms.archive.domain.bag.exporting import export_to_zip
from cms.archive.domain.bag.lost import Lost, lost_said
from cms.archive.domain.bag.packing import full_disk_said
from cms.archive.domain.discarding import discard_files
from cms.archive.enums import TakeawayState
from cms.archive.errors import MemoryRefused
from cms.archive.models import Takeaway, archive_storage
from crm.accounts.models import User

KEPT = timedelta(days=7)
SILENCE = timedelta(minutes=15)  # a worker that says nothing for so long is dead
BETWEEN_MARKS = 2.0  # seconds, so that thousands of small files are not as many writes
MOST_ATTEMPTS = 3
UNDER_WAY = (TakeawayState.WAITING, TakeawayState.WORKING)
Clock = Callable[[], datetime]


class Stopped(Exception):
    """Somebody asked for the end of it."""


@transaction.atomic
def ask_takeaway(by: User, now: datetime) -> Takeaway:
    """The one that is under way, or a new one."""
    standing = Takeaway.objects.filter(state__in=UNDER_WAY).first()
    return standing or Takeaway.objects.create(asked_by=by, asked_at=now)


def stop_takeaway(takeaway: Takeaway, now: datetime) -> bool:
    """Stop it: the worker sees it within seconds. False where it was over already."""
    under_way = Takeaway.objects.filter(pk=takeaway.pk, state__in=UNDER_WAY)
    return bool(under_way.update(state=TakeawayState.STOPPED, finished_at=now))


def make_next(clock: Clock) -> bool:
    """Pack the one that waits, or that a dead worker left; False where there is none."""
    now = clock()
    left = Q(state=TakeawayState.WAITING) | Q(state=TakeawayState.WORKING, touched_at__lt=now - SILENCE)
    takeaway = Takeaway.objects.filter(left).order_by("pk").first()
    if takeaway is None:
        return False
    claimed = Takeaway.objects.filter(left, pk=takeaway.pk)
    if not claimed.update(state=TakeawayState.WORKING, touched_at=now, attempts=F("attempts") + 1):
        return False
    takeaway.refresh_from_db()
    try:
        if takeaway.attempts > MOST_ATTEMPTS:
            raise MemoryRefused(_("It was begun three times, and did not come to its end."))
        name, size, lost = _packed(takeaway, clock)
    except Stopped:
        return True
    except MemoryRefused as refusal:
        _end(takeaway, TakeawayState.FAILED, clock(), error=str(refusal)[:300])
        return True
    if not _end(takeaway, TakeawayState.READY, clock(), file=name, size=size, error=lost_said(lost)[:300]):
        archive_storage().delete(name)
    return True


def forget_takeaways(now: datetime) -> int:
    """Erase those that were ready long enough; how many they are."""
    old = list(Takeaway.objects.filter(state=TakeawayState.READY, finished_at__lt=now - KEPT))
    with transaction.atomic():
        Takeaway.objects.filter(pk__in=[one.pk for one in old]).update(state=TakeawayState.ERASED, file="")
        discard_files(one.file for one in old)
    return len(old)


def _packed(takeaway: Takeaway, clock: Clock) -> tuple[str, int, list[Lost]]:
    """The ZIP where the memory keeps its files: its name there, its size; what it lacks."""
    last: float | None = None
    far = (0, 0)

    def watch(done: int, total: int) -> None:
        nonlocal last, far
        far = done, total
        if last is None or monotonic() - last >= BETWEEN_MARKS:
            last = monotonic()
            standing = Takeaway.objects.filter(pk=takeaway.pk, state=TakeawayState.WORKING)
            if not standing.update(done=done, total=total, touched_at=clock()):
                raise Stopped

    storage = archive_storage()
    name = f"takeaways/{uuid4().hex}.zip"
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        with tempfile.TemporaryDirectory(prefix="parvis-takeaway-") as folder:
            local = Path(folder, "memoire.zip")
            lost = export_to_zip(local, clock(), watch)
            with local.open("rb") as content:
                kept = _sent(storage, name, _Sending(content), lambda: watch(*far))
            return kept, local.stat().st_size, lost
    with full_disk_said():
        path.parent.mkdir(parents=True, exist_ok=True)
    lost = export_to_zip(path, clock(), watch)
    return name, path.stat().st_size, lost


class _Sending(File):  # type: ignore[type-arg]
    """A file on its way elsewhere, which whoever sends it can no longer read once it is stopped."""

    is_stopped = False

    def read(self, *args: Any) -> bytes:
        if self.is_stopped:
            raise Stopped
        piece: bytes = super().read(*args)
        return piece


def _sent(storage: Storage, name: str, content: _Sending, mark: Callable[[], None]) -> str:
    """Send a file of gigabytes elsewhere, and leave marks of life meanwhile: a store says nothing before it has all."""
    with ThreadPoolExecutor(1) as sender:
        sending = sender.submit(storage.save, name, content)
        try:
            while True:
                mark()
                try:
                    return sending.result(timeout=BETWEEN_MARKS)
                except TimeoutError:
                    if sending.done():
                        raise
        except BaseException:
            content.is_stopped = True
            if sending.exception() is None:
                storage.delete(sending.result())
            raise


def _end(
    takeaway: Takeaway, state: TakeawayState, now: datetime, *, file: str = "", size: int = 0, error: str = ""
) -> int:
    working = Takeaway.objects.filter(pk=takeaway.pk, state=TakeawayState.WORKING)
    done = F("total" if state == TakeawayState.READY else "done")
    return working.update(state=state, finished_at=now, file=file, size=size, error=error, done=done)
