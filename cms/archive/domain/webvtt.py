"""The files of captions: WebVTT, read strictly (W3C, https://www.w3.org/TR/webvtt1/), SubRip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from django.utils.translation import gettext as _

from cms.archive.domain.timed_text import Fault, Line, NotTimed, check_count, clean_text, fault_of, split_lines
from cms.archive.errors import MemoryRefused

MOST_BYTES = 1024 * 1024
ARROW = "-->"
SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
VTT_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
VTT_TIMING = re.compile(rf"[ \t]*{VTT_TIME}[ \t]+-->[ \t]+{VTT_TIME}(?:[ \t]+(.*?))?[ \t]*")
SRT_TIME = r"(\d{1,2}):([0-5]\d):([0-5]\d)[,.](\d{1,3})"
SRT_TIMING = re.compile(rf"\s*{SRT_TIME}\s*-->\s*{SRT_TIME}(?:\s+(.*?))?\s*")
SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+")
APART = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t\n]+([^<>]*)>")
TAG = re.compile(r"<[^<>]*>")
SRT_TAG = re.compile(r"</?(?:[ibu]|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)

Block = list[tuple[int, str]]


def read_captions(content: bytes) -> list[Line]:
    """The lines of a file, whichever of the two it is by its first word. Raises `MemoryRefused`, `NotTimed` by line."""
    text = decode(content)
    if split_lines(text)[0].startswith("WEBVTT"):
        return read_webvtt(text)
    if ARROW not in text:
        raise MemoryRefused(_("This file holds no captions: give a .vtt or .srt file, or type the lines."))
    return read_subrip(text)


def decode(content: bytes) -> str:
    """UTF-8, otherwise what Windows wrote."""
    if len(content) > MOST_BYTES:
        raise MemoryRefused(_("This file is too large for captions: at most 1 MB."))
    if not content.strip():
        raise MemoryRefused(_("This file is empty."))
    if b"\0" not in content:
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise MemoryRefused(_("This file is no text that can be read: save it again as UTF-8."))


def read_webvtt(text: str) -> list[Line]:
    """What is said, without its dress: tags, notes, styles and places on the screen are left; a voice stays a name."""
    lines = split_lines(text)
    if SIGNATURE.fullmatch(lines[0]) is None:
        raise NotTimed([Fault(1, _("the file must begin with WEBVTT."))])
    first = next((place for place, line in enumerate(lines) if not line), len(lines))
    faults = [Fault(place, _unparted()) for place, line in enumerate(lines[:first], 1) if ARROW in line]
    blocks = (block for block in _blocks(lines, first) if not _is_apart(block))
    return _read(blocks, VTT_TIMING, _webvtt_words, faults)


def read_subrip(text: str) -> list[Line]:
    """The same for a .srt file."""
    return _read(_blocks(split_lines(text), 0), SRT_TIMING, _subrip_words, [])


def write_webvtt(lines: Iterable[Line]) -> str:
    """A file that any player reads, and that `read_webvtt` gives back as it was."""
    return "WEBVTT\n" + "".join(
        f"\n{_time(line.start_ms)} --> {_time(line.end_ms)}\n{_escaped(line.text)}\n" for line in lines
    )


def _time(ms: int) -> str:
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms % 1000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(lines: list[str], first: int) -> Iterator[Block]:
    """What stands between empty lines, each line with its number."""
    block: Block = []
    for place in range(first, len(lines)):
        if lines[place].strip():
            block.append((place + 1, lines[place]))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_apart(block: Block) -> bool:
    """A note, a style sheet or a region: nothing that is said."""
    return APART.fullmatch(block[0][1]) is not None and not any(ARROW in line for _place, line in block)


def _read(
    blocks: Iterable[Block], timing: re.Pattern[str], words: Callable[[str], str | None], faults: list[Fault]
) -> list[Line]:
    found: list[Line] = []
    for block in blocks:
        at = next((at for at, (_place, line) in enumerate(block[:2]) if ARROW in line), None)
        place, line = block[at or 0]
        if at is None:
            faults.append(Fault(place, _("the moments are missing, as in 00:00:12.000 --> 00:00:15.000.")))
            continue
        match = timing.fullmatch(line)
        if match is None or not _are_settings(match[9], timing):
            faults.append(Fault(place, _("the moments are not written as in 00:00:12.000 --> 00:00:15.000.")))
            continue
        faults += [Fault(below, _unparted()) for below, more in block[at + 1 :] if ARROW in more]
        text = words("\n".join(more for _below, more in block[at + 1 :]))
        if text is None:
            faults.append(Fault(place + 1, _("a “<” is never closed; write &lt; for the sign itself.")))
            continue
        said = Line(_ms(match.groups()[:4]), _ms(match.groups()[4:8]), text)
        if why := fault_of(said, found[-1] if found else None):
            faults.append(Fault(place, why))
        elif text:
            found.append(said)
    if faults:
        raise NotTimed(faults)
    check_count(found)
    return found


def _are_settings(written: str | None, timing: re.Pattern[str]) -> bool:
    return timing is SRT_TIMING or all(SETTING.fullmatch(one) for one in (written or "").split())


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts[:3])
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + int((parts[3] or "").ljust(3, "0"))


def _webvtt_words(text: str) -> str | None:
    """Nothing at all where a tag stays open."""
    bare = TAG.sub("", VOICE.sub(lambda match: f"{match[1].strip()}\u00a0: ", text))
    return None if "<" in bare else clean_text(unescape(bare))


def _subrip_words(text: str) -> str:
    return clean_text(SRT_TAG.sub("", text))


def _unparted() -> str:
    return _("an empty line is missing before it.")
