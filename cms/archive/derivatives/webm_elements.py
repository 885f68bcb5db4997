"""Voids, in a copy of a WebM file, titles, dates, tags, attachments: what is no image and no sound (RFC 9559)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

SEGMENT, INFO, VOID = 0x18538067, 0x1549A966, 0xEC
VOIDED = {0x1254C367, 0x1941A469, VOID}  # tags, attachments, and what earlier hands voided
VOIDED_IN_INFO = {0x7BA9, 0x4461, 0x73A4, 0x3CB923, 0x3EB923, 0x7384, 0xBF}
DURATION, SCALE = 0x4489, 0x2AD7B1


class Element(NamedTuple):
    name: int
    start: int
    inside: int
    end: int


def void_the_rest(file: BinaryIO) -> float | None:
    """Void everything else in ``file``, in place; how many seconds it says that it plays."""
    end = file.seek(0, 2)
    seconds = None
    for segment in _elements(file, 0, end):
        if segment.name == SEGMENT:
            for element in list(_elements(file, segment.inside, segment.end)):
                if element.name in VOIDED:
                    _void(file, element)
                elif element.name == INFO:
                    seconds = _clean_info(file, element)
    return seconds


def _clean_info(file: BinaryIO, info: Element) -> float | None:
    scale, length = 1_000_000, 0.0
    for element in list(_elements(file, info.inside, info.end)):
        size = element.end - element.inside
        file.seek(element.inside)
        if element.name in VOIDED_IN_INFO:
            _void(file, element)
        elif element.name == SCALE:
            scale = int.from_bytes(file.read(size), "big")
        elif element.name == DURATION and size in (4, 8):
            length = struct.unpack(">f" if size == 4 else ">d", file.read(size))[0]
    return round(length * scale / 1e9, 3) or None


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[Element]:
    """Those that say where they end; one that goes on until another begins is a broadcast, and nothing follows it."""
    while start < end:
        file.seek(start)
        name, _length = _number(file, keep_mark=True)
        size, length = _number(file)
        inside = file.tell()
        is_endless = size == (1 << 7 * length) - 1
        finish = end if is_endless else inside + size
        if not name or finish > end:
            return
        yield Element(name, start, inside, finish)
        start = finish


def _number(file: BinaryIO, *, keep_mark: bool = False) -> tuple[int, int]:
    first = file.read(1)
    if not first or not first[0]:
        return 0, 1
    length = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(length - 1), "big")
    return (value if keep_mark else value & ((1 << 7 * length) - 1)), length


def _void(file: BinaryIO, element: Element) -> None:
    length = element.end - element.start
    header = bytes([VOID, 0x80 | (length - 2)]) if length < 9 else bytes([VOID, 1]) + (length - 9).to_bytes(7, "big")
    file.seek(element.start)
    file.write(header)
    left = length - len(header)
    while left > 0:
        left -= file.write(bytes(min(left, 1024 * 1024)))
