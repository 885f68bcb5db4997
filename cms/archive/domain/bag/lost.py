"""What of the files could not be packed, or was no longer what arrived: named in the bag, on the screen, on arrival."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.archive.domain.bag.kinds import METADATA, SITE
from cms.archive.domain.bag.tables import table
from cms.archive.enums import Damage

MISSING = f"{METADATA}/missing.csv"
COLUMNS = ["path", "number", "name", "damage", "found_at"]
SHOWN, LONGEST = 3, 40


class Lost(NamedTuple):
    """A file by its path in the bag, and by the number of its item and its own name, for whoever looks for it."""

    path: str
    number: int | None
    name: str
    damage: Damage


class Found(NamedTuple):
    """How a file of a bag was when it was packed, and that moment."""

    damage: Damage
    at: datetime


def lost_table(lost: Sequence[Lost], now: datetime) -> Iterator[bytes]:
    """A line for each."""
    return table(COLUMNS, ([one.path, one.number or "", one.name, one.damage.value, now.isoformat()] for one in lost))


def lost_in(root: Path) -> dict[str, Found]:
    """What a bag says that it lacks, by its path. Raises `ValueError`, `KeyError`."""
    path = root / MISSING
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {
            line["path"]: Found(Damage(line["damage"]), datetime.fromisoformat(line["found_at"]))
            for line in csv.DictReader(lines)
        }


def lost_said(lost: Sequence[Lost]) -> str:
    """In a few words, with the first ones and what to do; nothing where nothing is lost."""
    copies = [one for one in lost if one.path.startswith(f"{SITE}/")]
    kept = [one for one in lost if one not in copies]
    said = []
    if kept:
        words = ngettext(
            "%(count)s file is missing from it, or is damaged: %(names)s. The rest is in. Put it back from a backup, "
            "then pack again.",
            "%(count)s files are missing from it, or are damaged: %(names)s. The rest is in, and missing.csv names "
            "them all. Put them back from a backup, then pack again.",
            len(kept),
        )
        said.append(words % {"count": len(kept), "names": _names(kept)})
    if copies:
        words = ngettext(
            "%(count)s file is missing from the small site: %(names)s. Make the copies of the item again, then pack "
            "again.",
            "%(count)s files are missing from the small site: %(names)s. Make the copies of these items again, then "
            "pack again.",
            len(copies),
        )
        said.append(words % {"count": len(copies), "names": _names(copies)})
    return " ".join(said)


def _names(lost: Sequence[Lost]) -> str:
    """The first ones, each once."""
    named = list(dict.fromkeys(map(_named, lost)))
    return ", ".join(named[:SHOWN]) + ("…" if len(named) > SHOWN else "")


def _named(one: Lost) -> str:
    name = Truncator(one.name).chars(LONGEST)
    return _("%(number)s (%(name)s)") % {"number": one.number, "name": name} if one.number else name
