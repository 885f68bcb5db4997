"""Erases the files that no record needs any more, even where a process dies between the record and the file."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from cms.archive.models import DiscardedFile, archive_storage


def discard_files(names: Iterable[str]) -> None:
    """Have these files of the memory erased once the transaction around is committed; beat erases what is left over."""
    DiscardedFile.objects.bulk_create([DiscardedFile(name=name) for name in names if name])
    transaction.on_commit(erase_discarded, robust=True)


def erase_discarded() -> int:
    """Erase every file that waits for it; how many there were. One that is not there any more is erased already."""
    storage = archive_storage()
    rows = list(DiscardedFile.objects.order_by("pk")[:1000])
    for row in rows:
        storage.delete(row.name)
        row.delete()
    return len(rows)
