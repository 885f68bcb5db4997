"""Sound and film made byte by byte, as the telephones and recorders write them."""

from __future__ import annotations

import io
import struct
import wave

PLACE = b"+46.8123-071.2145/"  # of nowhere in particular


def box(kind: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I", 8 + len(content)) + kind + content


def full_box(kind: bytes, *contents: bytes) -> bytes:
    return box(kind, bytes(4), *contents)


def track(handler: bytes, codec: bytes, samples: list[bytes], place: int, size: tuple[int, int] = (0, 0)) -> bytes:
    """A track whose samples stand in one chunk at ``place``."""
    table = box(
        b"stbl",
        full_box(b"stsd", struct.pack(">I", 1), box(codec, bytes(8))),
        full_box(b"stsz", struct.pack(">II", 0, len(samples)), *(struct.pack(">I", len(one)) for one in samples)),
        full_box(b"stsc", struct.pack(">IIII", 1, 1, len(samples), 1)),
        full_box(b"stco", struct.pack(">II", 1, place)),
    )
    header = full_box(b"tkhd", struct.pack(">II", 3_900_000_000, 3_900_000_000), bytes(60), *_sides(size))
    media = box(
        b"mdia",
        full_box(b"mdhd", struct.pack(">IIII", 3_900_000_000, 3_900_000_000, 600, 1200), bytes(4)),
        full_box(b"hdlr", bytes(4), handler, bytes(12), b"x\0"),
        box(b"minf", table),
    )
    return box(b"trak", header, media, box(b"udta", b"TRACK-NOTES"))


def _sides(size: tuple[int, int]) -> tuple[bytes, bytes]:
    return struct.pack(">I", size[0] << 16), struct.pack(">I", size[1] << 16)


def film(codec: bytes = b"avc1", brand: bytes = b"isom", *, is_sound: bool = False) -> bytes:
    """Images, sound and a track of positions; the place and the telephone written beside them."""
    start = box(b"ftyp", brand, bytes(4), brand)
    images, sounds, data = [b"IMAGE-ONE", b"IMAGE-TWO"], [b"SOUND"], [b"GPS-" + PLACE, b"GPS-AGAIN"]
    place = len(start) + 8
    pieces = box(b"mdat", *images, *data, *sounds)
    data_at = place + sum(map(len, images))
    tracks = [
        *([] if is_sound else [track(b"vide", codec, images, place, (1920, 1080))]),
        track(b"soun", b"mp4a", sounds, data_at + sum(map(len, data))),
        track(b"meta", b"mebx", data, data_at),
    ]
    movie = box(
        b"moov",
        full_box(b"mvhd", struct.pack(">IIII", 3_900_000_000, 3_900_000_000, 600, 1200), bytes(80)),
        *tracks,
        box(b"udta", box(b"\xa9xyz", PLACE), box(b"\xa9mod", b"Telephone 12 of Zenobie")),
        full_box(b"meta", b"com.apple.quicktime.location.ISO6709" + PLACE),
    )
    return start + pieces + movie + box(b"uuid", bytes(16), b"XMP of Zenobie")


def wav(seconds: int = 1) -> bytes:
    """A second of silence, with a broadcaster's note."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000 * seconds))
    content = file.getvalue()
    note = b"LIST" + struct.pack("<I", 20) + b"INFOIART" + struct.pack("<I", 8) + b"Zenobie\0"
    whole = content[:36] + note + content[36:]
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def mp3() -> bytes:
    """Half a second of silence: frames of MPEG 1, layer III, between two kinds of tags."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    words = b"\x03Zenobie"
    text = b"TPE1" + struct.pack(">I", len(words)) + bytes(2) + words
    head = b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(text)]) + text
    return head + frame * 20 + b"TAG" + b"Zenobie".ljust(125, b"\0")


def element(name: str, content: bytes) -> bytes:
    return bytes.fromhex(name) + (0x0100_0000_0000_0000 | len(content)).to_bytes(8, "big") + content


def webm() -> bytes:
    """A film of two seconds, with its title, its date and its tags."""
    head = element("1A45DFA3", element("4282", b"webm"))
    info = element(
        "1549A966",
        element("2AD7B1", (1_000_000).to_bytes(4, "big"))
        + element("4489", struct.pack(">f", 2000.0))
        + element("7BA9", b"La noce de Zenobie")
        + element("4461", bytes(8)),
    )
    tags = element("1254C367", b"LOCATION " + PLACE)
    return head + element("18538067", info + element("1F43B675", b"IMAGES") + tags)
