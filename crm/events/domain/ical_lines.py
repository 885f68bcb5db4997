"""Writes the lines of an iCalendar component (RFC 5545, 3.1 and 3.3) at the speed that ten thousand events ask for.

icalendar takes half a millisecond an event, for it makes each value an object; here a line is text from the start. The
tests read every line back with two libraries.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

LONGEST = 75  # octets a line, without its end (RFC 5545, 3.1)
# What RFC 5545 lets no text hold: controls, but for the tab and the ends of lines, which become « \n ».
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text_line(name: str, value: str) -> bytes:
    """Escaped, so that no word of an event opens a property."""
    plain = CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return folded(f"{name}:{plain.translate(ESCAPES)}")


def value_line(name: str, value: object) -> bytes:
    """A value that has no character to escape: a number, an address, a state."""
    return folded(f"{name}:{CONTROLS.sub('', str(value))}".replace("\r", "").replace("\n", ""))


def utc_line(name: str, moment: datetime) -> bytes:
    return f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n".encode()


def zoned_line(name: str, local: datetime, zone: str) -> bytes:
    """The hour on the clock of ``zone``, which the calendar describes."""
    return f"{name};TZID={zone}:{local:%Y%m%dT%H%M%S}\r\n".encode()


def date_line(name: str, day: date) -> bytes:
    return f"{name};VALUE=DATE:{day:%Y%m%d}\r\n".encode()


def quoted(value: str) -> str:
    """A parameter's value between quotation marks, which it cannot hold itself (RFC 5545, 3.1)."""
    return '"' + re.sub(r'[\x00-\x1f"]', "", value) + '"'


def folded(line: str) -> bytes:
    """At most 75 octets a line; no character is cut in two."""
    octets = line.encode()
    if len(octets) <= LONGEST:
        return octets + b"\r\n"
    parts, at, room = [], 0, LONGEST
    while at < len(octets):
        end = min(at + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(octets[at:end])
        at, room = end, LONGEST - 1
    return b"\r\n ".join(parts) + b"\r\n"
