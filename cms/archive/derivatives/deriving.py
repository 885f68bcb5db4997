"""Makes the public copies of a master: once, again where a worker was killed, never for ever."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cms.archive.derivatives.copies import Copy, Found
from cms.archive.derivatives.documents import copy_document
from cms.archive.derivatives.pictures import copy_picture
from cms.archive.derivatives.recordings import copy_recording
from cms.archive.domain.discarding import discard_files
from cms.archive.domain.served_types import EXTENSIONS
from cms.archive.domain.sniffing import TYPES, Family
from cms.archive.errors import Unreadable
from cms.archive.models import Derivative, DiscardedFile, Master, archive_storage

logger = logging.getLogger("parvis.archive")

# Longer than a task may last: a claim that old was a worker's that died.
CLAIM_LASTS = timedelta(minutes=15)
MOST_ATTEMPTS = 3


def due_masters(now: datetime) -> QuerySet[Master]:
    """Those whose copies are not made and that no worker holds."""
    free = Q(derive_claimed_at=None) | Q(derive_claimed_at__lt=now - CLAIM_LASTS)
    return Master.objects.filter(free, derived_at=None).order_by("pk")


def derive_next(now: datetime) -> bool:
    """Make the copies of the next master that waits; False where none does, or where another worker is at it.

    One at a time: letters and the rest find a worker that is free.
    """
    if Master.objects.filter(derived_at=None, derive_claimed_at__gte=now - CLAIM_LASTS).exists():
        return False
    master = due_masters(now).first()
    return master is not None and derive(master.pk, now)


def derive(master_pk: int, now: datetime) -> bool:
    """Make the copies of a master that are due; False where there was nothing to do.

    A file that cannot be read is settled with a sentence, `derive_error`. So is one that three workers died of.
    """
    claimed = due_masters(now).filter(pk=master_pk)
    if not claimed.update(derive_claimed_at=now, derive_attempts=F("derive_attempts") + 1):
        return False
    master = Master.objects.get(pk=master_pk)
    if master.derive_attempts > MOST_ATTEMPTS:
        error = _("Its public copies could not be made, three times. Export the file anew, then add that one too.")
        _settle(master, Found(), error, now)
        return True
    keeper = _Keeper(master)
    try:
        with _on_disk(master) as path:
            found, error = _copy_by_family(master, path, keeper), ""
    except Unreadable as refusal:
        found, error = Found(), str(refusal)
    except FileNotFoundError:
        found, error = Found(), _("The file is not where it was kept.")
    keeper.drop_former_copies()
    _settle(master, found, error or found.remark, now)
    return True


def derive_anew(master: Master) -> None:
    """Have the copies of a master made again: its row says that they are due."""
    Master.objects.filter(pk=master.pk).update(
        derived_at=None, derive_claimed_at=None, derive_attempts=0, derive_error=""
    )


def _copy_by_family(master: Master, path: Path, keeper: _Keeper) -> Found:
    family = TYPES[master.media_type].family
    if family == Family.IMAGE:
        return copy_picture(path, keeper)
    if family == Family.PDF:
        return copy_document(path, keeper)
    return copy_recording(path, master.media_type, keeper)


def _settle(master: Master, found: Found, error: str, now: datetime) -> None:
    Master.objects.filter(pk=master.pk).update(
        **{name: value for name, value in found._asdict().items() if name != "remark" and value not in (None, "")},
        derive_error=error[:300],
        derived_at=now,
        derive_claimed_at=None,
    )


class _Keeper:
    """Keeps the copies of one master under names of their own, so that a second try replaces what the first left."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self.storage = archive_storage()
        self.kept: set[int] = set()

    def __call__(self, copies: Iterator[Copy]) -> None:
        for copy in copies:
            name = f"derivatives/{self.master.pk}/{copy.purpose}-{copy.page}-{copy.width}.{EXTENSIONS[copy.media_type]}"
            self.storage.delete(name)
            DiscardedFile.objects.filter(name=name).delete()
            name = self.storage.save(name, copy.content)
            with transaction.atomic():
                if not Master.objects.select_for_update().filter(pk=self.master.pk).exists():
                    self.storage.delete(name)
                    raise Unreadable("")  # it was destroyed meanwhile: nothing of it stays
                row, _made = Derivative.objects.update_or_create(
                    master=self.master,
                    purpose=copy.purpose,
                    page=copy.page,
                    width=copy.width,
                    media_type=copy.media_type,
                    defaults={"file": name, "height": copy.height, "size": copy.content.size},
                )
            self.kept.add(row.pk)

    def drop_former_copies(self) -> None:
        former = Derivative.objects.filter(master=self.master).exclude(pk__in=self.kept)
        names = list(former.values_list("file", flat=True))
        former.delete()
        discard_files(names)


@contextmanager
def _on_disk(master: Master) -> Iterator[Path]:
    """The master as a file that libraries can open: itself where it is on a disk, else a copy for the moment."""
    storage = archive_storage()
    try:
        path = storage.path(master.file.name or "")
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(prefix="parvis-master-") as local:
            with storage.open(master.file.name or "", "rb") as kept:
                shutil.copyfileobj(kept, local)
            local.flush()
            yield Path(local.name)
    else:
        if not Path(path).exists():
            raise FileNotFoundError(path)
        yield Path(path)
