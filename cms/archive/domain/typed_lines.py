"""Reads the lines that a volunteer types beside a recording: `0:12 Bonjour`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.archive.domain.timed_text import (
    MOMENT,
    Fault,
    Line,
    NotTimed,
    check_count,
    clean_text,
    fault_of,
    read_moment,
    split_lines,
    write_moment,
)

TYPED = re.compile(rf"\s*({MOMENT})(?:\s*(?:-->|[-–—→])\s*({MOMENT}))?(?:\s+(.*))?")
# Words that would be taken for the end of their own line.
LIKE_AN_END = re.compile(rf"(?:-->|[-–—→])\s*{MOMENT}(?:\s|$)")
LAST_LASTS = 5000  # milliseconds, where the length of the recording is not known


def read_typed(text: str, recording_ms: int | None = None) -> list[Line]:
    """Each line ends where the next begins, unless its end is written: `0:12-0:15 Bonjour`. Raises `NotTimed`."""
    typed: list[tuple[int, int, int | None, str]] = []
    faults = []
    for place, line in enumerate(split_lines(text), 1):
        if not line.strip():
            continue
        match = TYPED.fullmatch(line)
        if match is None:
            faults.append(Fault(place, _("begin it with its moment, as in 0:12 Hello.")))
        elif not (words := clean_text(match[3] or "")):
            faults.append(Fault(place, _("nothing is written after the moment.")))
        else:
            typed.append((place, read_moment(match[1]), read_moment(match[2]) if match[2] else None, words))
    found: list[Line] = []
    for at, (place, start, end, words) in enumerate(typed):
        following = typed[at + 1][1] if at + 1 < len(typed) else None
        said = Line(start, end if end is not None else usual_end(start, following, recording_ms), words)
        if why := fault_of(said, found[-1] if found else None):
            faults.append(Fault(place, why))
        found.append(said)
    if faults:
        raise NotTimed(faults)
    check_count(found)
    return found


def write_typed(lines: Sequence[Line], recording_ms: int | None = None) -> str:
    """The same as one would type it; ends are written where they are not the usual ones."""
    written = []
    for at, line in enumerate(lines):
        following = lines[at + 1].start_ms if at + 1 < len(lines) else None
        is_usual = line.end_ms == usual_end(line.start_ms, following, recording_ms)
        end = "" if is_usual and not LIKE_AN_END.match(line.text) else f"-{write_moment(line.end_ms)}"
        written.append(f"{write_moment(line.start_ms)}{end} {line.text}")
    return "\n".join(written)


def usual_end(start: int, following: int | None, recording_ms: int | None) -> int:
    """Where the next line begins if it comes later, otherwise the end of the recording."""
    if following is not None and following > start:
        return following
    return recording_ms if following is None and recording_ms and recording_ms > start else start + LAST_LASTS
