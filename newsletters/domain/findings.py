"""What reading a newsletter finds before it leaves: errors stop it, warnings ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Place(StrEnum):
    """Where one mends it."""

    LETTER = "letter"
    COUNCIL = "council"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to know, in plain words, and what to do about it."""

    level: Level
    message: str
    hint: str
    place: Place = Place.LETTER
    block_id: str = ""
    field: str = ""  # of the newsletter, where it is in none of its blocks
    can_be_set_right: bool = False  # by `proofreading`, at one press


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.level == Level.ERROR for finding in findings)


def error(message: str, hint: str, **where: Any) -> Finding:
    return Finding(Level.ERROR, message, hint, **where)


def warning(message: str, hint: str, **where: Any) -> Finding:
    return Finding(Level.WARNING, message, hint, **where)
