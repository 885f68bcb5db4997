"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How serious a finding is: only what is wrong keeps letters from arriving."""

    WELL = "well"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was examined; `record` is the line to add to the DNS, where there is one."""

    subject: str
    health: Health
    what: str
    why: str = ""
    record: str = ""


def well(subject: str, what: str) -> Finding:
    return Finding(subject, Health.WELL, what)


def doubtful(subject: str, what: str, why: str, record: str = "") -> Finding:
    return Finding(subject, Health.DOUBTFUL, what, why, record)


def wrong(subject: str, what: str, why: str, record: str = "") -> Finding:
    return Finding(subject, Health.WRONG, what, why, record)
