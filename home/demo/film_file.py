"""Writes a film by hand, for want of an encoder that installs everywhere: pictures in, an MP4 that browsers play out.

Each picture is H.264 in its plainest form (ITU-T H.264, Constrained Baseline): blocks of 16 pixels a side are kept as
they are (I_PCM), and those that did not change since the picture before are skipped. It is large for what it shows, and
exact; films of a few seconds with one thing that moves are what it is for.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BLOCK = 16
SKIPPED_OR_PCM = 30  # mb_type of an I_PCM block in a P slice (tables 7-11 and 7-13); 25 in an I slice
PCM = 25
LEVEL = 30  # 3.0: up to 1,620 blocks a picture
DARKEST = 1  # a sample of I_PCM is never 0 (7.4.5)
FROM_START = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


class Bits:
    """Bits one after the other, as a stream of H.264 has them."""

    def __init__(self) -> None:
        self.whole = bytearray()
        self._left = ""

    def fixed(self, value: int, count: int) -> None:
        self._left += f"{value:0{count}b}"
        while len(self._left) >= 8:
            self.whole.append(int(self._left[:8], 2))
            self._left = self._left[8:]

    def number(self, value: int) -> None:
        """An Exp-Golomb code: ue(v), and se(v) where it is 0."""
        self.fixed(value + 1, 2 * (value + 1).bit_length() - 1)

    def to_the_byte(self) -> None:
        if self._left:
            self.fixed(0, 8 - len(self._left))

    def raw(self, content: bytes) -> None:
        self.whole += content

    def end(self) -> bytes:
        self.fixed(1, 1)
        self.to_the_byte()
        return bytes(self.whole)


def write_film(pictures: Sequence[Image.Image], a_second: int) -> bytes:
    """An MP4 of these pictures, so many a second; all of one size, its sides multiples of 16 pixels."""
    width, height = pictures[0].size
    columns, rows = width // BLOCK, height // BLOCK
    samples, before = [], None
    for number, picture in enumerate(pictures):
        blocks = _blocks(_planes(picture), columns, rows)
        samples.append(_picture(number, blocks, before))
        before = blocks
    return _mp4(samples, (width, height), a_second, _sequence(columns, rows), _settings())


def _planes(picture: Image.Image) -> Planes:
    """Light at each pixel, colours at every other of every other line."""
    whole = np.asarray(picture.convert("YCbCr"), np.uint8).clip(DARKEST)
    return whole[..., 0], whole[::2, ::2, 1], whole[::2, ::2, 2]


def _blocks(planes: Planes, columns: int, rows: int) -> NDArray[np.uint8]:
    """A line of 384 bytes for each block: 256 of light, 64 of each colour."""
    cut = [plane.reshape(rows, -1, columns, plane.shape[1] // columns).swapaxes(1, 2) for plane in planes]
    return np.concatenate([plane.reshape(rows * columns, -1) for plane in cut], axis=1)


def _picture(number: int, blocks: NDArray[np.uint8], before: NDArray[np.uint8] | None) -> bytes:
    """One picture as a slice (7.3.3, 7.3.4): whole if it is the first, else what changed."""
    bits = Bits()
    is_whole = before is None
    bits.number(0)  # first block
    bits.number(7 if is_whole else 5)  # I, P
    bits.number(0)
    bits.fixed(number % 16, 4)
    if is_whole:
        bits.number(0)  # idr_pic_id
        bits.fixed(0, 2)  # no output of prior pictures; no long-term reference
    else:
        bits.fixed(0, 3)  # as many references as said; in their order; a sliding window
    bits.number(0)  # slice_qp_delta
    bits.number(1)  # nothing is smoothed
    changed = np.arange(len(blocks)) if before is None else np.flatnonzero((blocks != before).any(axis=1))
    following = 0
    for rank in changed.tolist():
        if not is_whole:
            bits.number(rank - following)  # as many are skipped
        bits.number(PCM if is_whole else SKIPPED_OR_PCM)
        bits.to_the_byte()
        bits.raw(blocks[rank].tobytes())
        following = rank + 1
    if following < len(blocks):
        bits.number(len(blocks) - following)
    return _unit(0x65 if is_whole else 0x41, bits.end())


def _sequence(columns: int, rows: int) -> bytes:
    """What holds for all pictures (7.3.2.1)."""
    bits = Bits()
    bits.raw(bytes([66, 0xC0, LEVEL]))
    bits.number(0)
    bits.number(0)  # frame numbers of 4 bits
    bits.number(2)  # shown in the order in which they come
    bits.number(1)  # one reference
    bits.fixed(0, 1)
    bits.number(columns - 1)
    bits.number(rows - 1)
    bits.fixed(0b1100, 4)  # whole frames, direct_8x8, no cropping, no usability information
    return _unit(0x67, bits.end())


def _settings() -> bytes:
    """What holds for every picture (7.3.2.2)."""
    bits = Bits()
    bits.number(0)
    bits.number(0)
    bits.fixed(0, 2)  # CAVLC
    for _plain in range(3):
        bits.number(0)  # one slice group, one reference in each list
    bits.fixed(0, 3)
    for _plain in range(3):
        bits.number(0)  # quantizers
    bits.fixed(0b100, 3)  # a slice says whether it is smoothed
    return _unit(0x68, bits.end())


def _unit(kind: int, content: bytes) -> bytes:
    """A NAL unit: nothing in it looks like the start of another (7.4.1)."""
    return bytes([kind]) + re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", content)


def _box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _full(kind: bytes, *contents: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *contents)


def _numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def _mp4(pictures: list[bytes], size: tuple[int, int], a_second: int, sequence: bytes, settings: bytes) -> bytes:
    """The boxes around them (ISO/IEC 14496-12 and -15): one track, one chunk, the first picture alone whole."""
    samples = [_numbers(len(one)) + one for one in pictures]
    count = len(samples)
    start = _box(b"ftyp", b"isom", _numbers(512), b"isomavc1")
    known = bytes([1, *sequence[1:4], 0xFF, 0xE1]) + struct.pack(">H", len(sequence)) + sequence
    known += b"\x01" + struct.pack(">H", len(settings)) + settings
    described = _box(
        b"avc1",
        bytes(6) + struct.pack(">H", 1) + bytes(16) + struct.pack(">HH", *size),
        _numbers(0x480000, 0x480000, 0) + struct.pack(">H", 1) + bytes(32) + struct.pack(">Hh", 24, -1),
        _box(b"avcC", known),
    )
    table = _box(
        b"stbl",
        _full(b"stsd", _numbers(1), described),
        _full(b"stts", _numbers(1, count, 1)),
        _full(b"stss", _numbers(1, 1)),
        _full(b"stsc", _numbers(1, 1, count, 1)),
        _full(b"stsz", _numbers(0, count, *map(len, samples))),
        _full(b"stco", _numbers(1, len(start) + 8)),
    )
    media = _box(
        b"mdia",
        _full(b"mdhd", _numbers(0, 0, a_second, count, 0x55C40000)),
        _full(b"hdlr", bytes(4) + b"vide" + bytes(13)),
        _box(
            b"minf",
            _full(b"vmhd", bytes(8), flags=1),
            _box(b"dinf", _full(b"dref", _numbers(1), _full(b"url ", flags=1))),
            table,
        ),
    )
    sides = _numbers(*(side << 16 for side in size))
    track = _box(b"trak", _full(b"tkhd", _numbers(0, 0, 1, 0, count), bytes(16), FROM_START, sides, flags=3), media)
    movie = _full(
        b"mvhd", _numbers(0, 0, a_second, count, 0x10000, 0x1000000), bytes(8), FROM_START, bytes(24), _numbers(2)
    )
    return start + _box(b"mdat", *samples) + _box(b"moov", movie, track)
