"""Reads every master again within thirty days and says whether it is still what arrived."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db.models import F, Min, Q, QuerySet, Sum

from cms.archive.enums import Damage
from cms.archive.models import Master, archive_storage

logger = logging.getLogger("parvis.archive")

PROMISED = timedelta(days=30)
# Some nights before the promise falls due: a machine may be off.
EVERY = timedelta(days=24)
# What one turn reads, a few minutes of a slow disk.
MOST_BYTES = 10 * 1024**3
MOST_FILES = 2_000
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Report:
    """How the masters are, in figures; `oldest` is when the one that waits longest was last read, or arrived."""

    total: int
    size: int
    checked: int
    late: int
    broken: int
    oldest: datetime | None


def due_checks(now: datetime) -> QuerySet[Master]:
    """The masters to read again: those never read, then those read longest ago.

    One that is broken is always among them: someone may have put it back, and orders a reading to see it.
    """
    due = Master.objects.filter(Q(checked_at=None) | Q(checked_at__lt=now - EVERY) | Q(broken_at__isnull=False))
    return due.order_by(F("checked_at").asc(nulls_first=True), "pk")


def check_due(now: datetime, *, most_bytes: int = MOST_BYTES) -> int:
    """Read again the masters that are due, as many as one turn allows; how many."""
    left, count = most_bytes, 0
    for master in due_checks(now)[:MOST_FILES]:
        check_master(master, now)
        count += 1
        left -= master.size
        if left <= 0:
            break
    return count


def check_master(master: Master, now: datetime) -> Damage | None:
    """Read one master again and write what was found; a master that is whole again is no longer broken."""
    damage = _found(archive_storage(), master)
    if damage is None:
        Master.objects.filter(pk=master.pk).update(checked_at=now, broken_at=None, damage="")
        return None
    Master.objects.filter(pk=master.pk).update(checked_at=now, damage=damage)
    if Master.objects.filter(pk=master.pk, broken_at=None).update(broken_at=now):
        logger.error("a master is not what arrived", extra={"master": master.pk, "damage": str(damage)})
    return damage


def broken_masters() -> QuerySet[Master]:
    """Those that the last reading found missing or altered, the latest first."""
    return Master.objects.exclude(broken_at=None).select_related("item").order_by("-broken_at", "pk")


def late_checks(now: datetime) -> QuerySet[Master]:
    """Those for which the promise is not kept."""
    since = now - PROMISED
    return Master.objects.filter(Q(checked_at__lt=since) | Q(checked_at=None, received_at__lt=since))


def report(now: datetime) -> Report:
    """How the masters are."""
    masters = Master.objects.all()
    facts = masters.aggregate(size=Sum("size"), oldest=Min("checked_at"))
    return Report(
        total=masters.count(),
        size=facts["size"] or 0,
        checked=masters.filter(checked_at__gte=now - PROMISED).count(),
        late=late_checks(now).count(),
        broken=broken_masters().count(),
        oldest=facts["oldest"],
    )


def _found(storage: Storage, master: Master) -> Damage | None:
    digest = hashlib.sha256()
    try:
        with storage.open(master.file.name or "", "rb") as kept:
            while piece := kept.read(PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return Damage.MISSING
    except OSError:
        return Damage.ALTERED  # a sector that the disk no longer reads
    return None if digest.hexdigest() == master.sha256 else Damage.ALTERED
