"""Sweeps the files that came from outside and that no record names: a process was killed between the two."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from cms.archive.models import ContributedFile, StrayFile, UploadPart, archive_storage

logger = logging.getLogger("parvis.archive")

# Where files arrive before anybody has decided about them. Masters and their copies are never looked at.
ARRIVALS = {"contributions": ContributedFile, "uploads": UploadPart}
# No form is as long under way: a file this old has its record, or never will.
ARRIVED_WITHIN = timedelta(days=1)
# So long it is seen to be named by nothing before it goes: a database that is being put back names nothing yet.
SEEN_FOR = timedelta(days=3)
AT_ONCE = 500


def sweep_strays(now: datetime) -> int:
    """Note what no record names, erase what was noted three days ago; how many. The second call of a night erases none.

    What is named meanwhile, or gone, is noted no more.
    """
    swept = sum(_sweep(folder, now) for folder in ARRIVALS)
    if swept:
        logger.warning("files that nothing named were erased", extra={"files": swept})
    return swept


def _sweep(folder: str, now: datetime) -> int:
    noted = dict(StrayFile.objects.filter(name__startswith=f"{folder}/").values_list("name", "seen_at"))
    strays = set(_strays(folder, now))
    StrayFile.objects.filter(name__in=noted.keys() - strays).delete()
    StrayFile.objects.bulk_create(
        [StrayFile(name=name, seen_at=now) for name in sorted(strays - noted.keys())], ignore_conflicts=True
    )
    old = [name for name in strays if name in noted and noted[name] <= now - SEEN_FOR]
    for name in old:
        archive_storage().delete(name)
        StrayFile.objects.filter(name=name).delete()
    return len(old)


def _strays(folder: str, now: datetime) -> Iterator[str]:
    """The files that are old enough and that no record names, asked for some hundreds at a time."""
    held: list[str] = []
    for name in _files_below(folder):
        held.append(name)
        if len(held) == AT_ONCE:
            yield from _unnamed(folder, held, now)
            held = []
    yield from _unnamed(folder, held, now)


def _unnamed(folder: str, names: list[str], now: datetime) -> Iterator[str]:
    named = (
        set(ARRIVALS[folder]._default_manager.filter(file__in=names).values_list("file", flat=True)) if names else set()
    )
    for name in names:
        if name not in named and _is_old(name, now):
            yield name


def _is_old(name: str, now: datetime) -> bool:
    try:
        return archive_storage().get_modified_time(name) <= now - ARRIVED_WITHIN
    except FileNotFoundError:  # erased since it was listed
        return False


def _files_below(folder: str) -> Iterator[str]:
    try:
        folders, files = archive_storage().listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files_below(f"{folder}/{name}")
