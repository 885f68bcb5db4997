"""The words said in a recording, each at its moment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from cms.archive.errors import MemoryRefused

LATEST = 100 * 60 * 60 * 1000  # milliseconds: WebVTT writes hours in two figures
MOST_LINES, LONGEST = 5000, 1000
FAULTS_SHOWN = 8

# « 0:12 », « 75:00 », « 1:02:03,5 »: minutes and seconds, with hours before or thousandths after.
MOMENT = r"(?:\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d(?:[.,]\d{1,3})?"


@dataclass(frozen=True)
class Line:
    """What is said from one moment to another, in milliseconds from the beginning; plain text on one line."""

    start_ms: int
    end_ms: int
    text: str


class Fault(NamedTuple):
    """What is wrong, and in which line of what was given."""

    line: int
    why: str


class NotTimed(MemoryRefused):
    """Nothing is read where something cannot be; each fault names its line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.sentences()))

    def sentences(self) -> list[str]:
        said = [
            _("Line %(line)d: %(why)s") % {"line": line, "why": why} for line, why in sorted(self.faults)[:FAULTS_SHOWN]
        ]
        if (more := len(self.faults) - FAULTS_SHOWN) > 0:
            said.append(ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more})
        return said


def read_moment(written: str) -> int:
    """``1:02:03,5`` → 3723500. ``written`` matches `MOMENT`."""
    whole, _mark, part = written.replace(",", ".").partition(".")
    seconds = 0
    for number in whole.split(":"):
        seconds = 60 * seconds + int(number)
    return 1000 * seconds + int(part.ljust(3, "0") or 0)


def write_moment(ms: int) -> str:
    """3723500 → ``1:02:03,5``; as short as it can be."""
    part = f",{ms % 1000:03}".rstrip("0") if ms % 1000 else ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}{part}" if hours else f"{minutes}:{seconds:02}{part}"


def clean_text(text: str) -> str:
    """On one line, without what no screen shows."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in composed)
    return re.sub(" +", " ", shown).strip()


def split_lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def fault_of(line: Line, before: Line | None) -> str:
    """Why a line cannot follow another; empty where it can."""
    if line.end_ms <= line.start_ms:
        return _("it ends before it begins.")
    if before is not None and line.start_ms < before.start_ms:
        return _("%(moment)s comes before the line above.") % {"moment": write_moment(line.start_ms)}
    if line.end_ms >= LATEST:
        return _("no recording is that long.")
    if len(line.text) > LONGEST:
        return _("it is too long: at most %(most)d characters a line.") % {"most": LONGEST}
    return ""


def check_count(lines: Sequence[Line]) -> None:
    """Refuse more lines than anyone would follow."""
    if len(lines) > MOST_LINES:
        raise MemoryRefused(_("There are more than %(most)d lines: cut the recording in parts.") % {"most": MOST_LINES})


def language_name(code: str) -> str:
    """« français »; the code itself where it has no name."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
