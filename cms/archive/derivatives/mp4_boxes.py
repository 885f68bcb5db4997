"""Blanks, in a copy of an MP4 or QuickTime file, whatever is no sound, image or caption (ISO/IEC 14496-12).

A telephone writes where a film was taken, with what and when, into boxes beside the film, and some cameras into a
track of its own. Boxes keep their length and become free space, so that nothing else in the file moves.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import BinaryIO

TOP = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"pdin", b"wide"}
KEPT_INSIDE = {
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods"},
    b"trak": {b"tkhd", b"mdia", b"edts", b"tref", b"tapt"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
}
# What people see, hear and read; timecodes count pictures.
HANDLERS = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"tmcd"}
PIECE = 1024 * 1024


class BrokenFile(Exception):
    """The boxes do not hold what they say."""


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    inside: int
    end: int


@dataclass
class Recording:
    """What a file plays: its codecs, how long, how large."""

    video: list[bytes] = field(default_factory=list)
    sound: list[bytes] = field(default_factory=list)
    seconds: float | None = None
    width: int | None = None
    height: int | None = None


def blank_the_rest(file: BinaryIO) -> Recording:
    """Blank everything else in ``file``, in place, and tell what it plays. Raises `BrokenFile`."""
    try:
        end = file.seek(0, 2)
        top = list(_boxes(file, 0, end))
        movie = next((box for box in top if box.kind == b"moov"), None)
        if movie is None:
            raise BrokenFile("no movie")
        recording = Recording()
        _clean_movie(file, movie, recording, is_in_pieces=any(box.kind == b"moof" for box in top))
        for box in top:
            if box.kind not in TOP:
                _blank(file, box)
    except (struct.error, IndexError, OverflowError) as error:
        raise BrokenFile(str(error)) from error
    return recording


def _clean_movie(file: BinaryIO, movie: Box, recording: Recording, *, is_in_pieces: bool) -> None:
    for box in _kept(file, movie):
        if box.kind == b"mvhd":
            recording.seconds = _seconds(file, box)
            _forget_when(file, box)
        elif box.kind == b"trak":
            _clean_track(file, box, recording, is_in_pieces)


def _clean_track(file: BinaryIO, track: Box, recording: Recording, is_in_pieces: bool) -> None:
    media = _find(file, track, b"mdia")
    handler = _read(file, _find(file, media, b"hdlr"))[8:12]
    table = _find(file, _find(file, media, b"minf"), b"stbl")
    if handler not in HANDLERS:
        if is_in_pieces:
            raise BrokenFile("data in pieces")
        _blank_samples(file, table)
        _blank(file, track)
        return
    for box in _kept(file, track):
        if box.kind == b"tkhd":
            _forget_when(file, box)
            wide, tall = struct.unpack(">II", _read(file, box)[-8:])
            if handler == b"vide" and wide and tall:
                recording.width, recording.height = wide >> 16, tall >> 16
    for box in _kept(file, media):
        if box.kind == b"mdhd":
            _forget_when(file, box)
    codec = _read(file, _find(file, table, b"stsd"))[12:16]
    if handler == b"vide":
        recording.video.append(codec)
    elif handler == b"soun":
        recording.sound.append(codec)


def _kept(file: BinaryIO, parent: Box) -> list[Box]:
    """The boxes inside that are kept; the others are blanked."""
    kept = []
    for box in list(_boxes(file, parent.inside, parent.end)):
        if box.kind in KEPT_INSIDE[parent.kind]:
            kept.append(box)
        else:
            _blank(file, box)
    return kept


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        inside = start + 8
        if size == 1:
            size = struct.unpack(">Q", file.read(8))[0]
            inside += 8
        elif size == 0:
            size = end - start
        if size < inside - start or start + size > end:
            raise BrokenFile(f"a box of {size} bytes at {start}")
        yield Box(kind, start, inside, start + size)
        start += size


def _find(file: BinaryIO, parent: Box, kind: bytes) -> Box:
    for box in _boxes(file, parent.inside, parent.end):
        if box.kind == kind:
            return box
    raise BrokenFile(f"no {kind!r}")


def _read(file: BinaryIO, box: Box) -> bytes:
    file.seek(box.inside)
    return file.read(box.end - box.inside)


def _blank(file: BinaryIO, box: Box) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    _zero(file, box.inside, box.end - box.inside)


def _zero(file: BinaryIO, start: int, count: int) -> None:
    file.seek(start)
    while count > 0:
        count -= file.write(bytes(min(count, PIECE)))


def _seconds(file: BinaryIO, box: Box) -> float | None:
    content = _read(file, box)
    scale, length = struct.unpack_from(">IQ", content, 20) if content[0] else struct.unpack_from(">II", content, 12)
    return round(length / scale, 3) if scale else None


def _forget_when(file: BinaryIO, box: Box) -> None:
    """When it was made and changed: two numbers after the version."""
    file.seek(box.inside)
    is_long = file.read(1)[0]
    _zero(file, box.inside + 4, 16 if is_long else 8)


def _blank_samples(file: BinaryIO, table: Box) -> None:
    """Zeros where the samples of this track stand, between those of the others."""
    boxes = {box.kind: _read(file, box) for box in _boxes(file, table.inside, table.end)}
    if b"stsz" not in boxes:
        raise BrokenFile("sizes of another kind")
    same, count = struct.unpack_from(">II", boxes[b"stsz"], 4)
    sizes = [same] * min(count, 10_000_000) if same else _numbers(boxes[b"stsz"], ">I", 12, count)
    longs = b"co64" in boxes
    chunks = boxes[b"co64"] if longs else boxes[b"stco"]
    places = _numbers(chunks, ">Q" if longs else ">I", 8, struct.unpack_from(">I", chunks, 4)[0])
    totals = [0, *accumulate(sizes)]
    first = 0
    for place, samples in zip(places, _samples_of(boxes[b"stsc"], len(places)), strict=True):
        last = min(first + samples, len(sizes))
        _zero(file, place, totals[last] - totals[first])
        first = last


def _samples_of(content: bytes, chunks: int) -> Iterator[int]:
    """How many samples each chunk holds; a run of chunks is said once."""
    count = struct.unpack_from(">I", content, 4)[0]
    runs = [struct.unpack_from(">II", content, 8 + 12 * number) for number in range(count)]
    for (start, samples), (following, _samples) in pairwise([*runs, (chunks + 1, 0)]):
        for _chunk in range(start, min(following, chunks + 1)):
            yield samples


def _numbers(content: bytes, form: str, start: int, count: int) -> list[int]:
    size = struct.calcsize(form)
    return [struct.unpack_from(form, content, start + size * number)[0] for number in range(count)]
