"""Sound and film that browsers play, without what they tell of whoever recorded them; nothing is recoded here."""

from __future__ import annotations

import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import mutagen
from django.core.files.base import File
from django.utils.translation import gettext as _
from mutagen.apev2 import delete as delete_ape
from mutagen.flac import FLAC

from cms.archive.derivatives.copies import Copy, Found, Keep
from cms.archive.derivatives.mp4_boxes import BrokenFile, Recording, blank_the_rest
from cms.archive.derivatives.webm_elements import void_the_rest
from cms.archive.enums import Purpose
from cms.archive.errors import Unreadable

# What every browser of these years plays inside an MP4.
VIDEO_CODECS = {b"avc1", b"avc3", b"av01", b"vp09"}
SOUND_CODECS = {b"mp4a", b"Opus", b"fLaC", b".mp3"}


def copy_recording(path: Path, media_type: str, keep: Keep) -> Found:
    """The same sound or film without its tags. Raises `Unreadable` for what no browser plays."""
    clean = CLEANERS.get(media_type)
    if clean is None:
        raise _not_played(is_film=media_type.startswith("video/"))
    with tempfile.NamedTemporaryFile(prefix="parvis-copy-", suffix=path.suffix) as local:
        with path.open("rb") as master:
            shutil.copyfileobj(master, local)
        local.flush()
        try:
            found, purpose, served_as = clean(local.name)
        except (BrokenFile, mutagen.MutagenError, struct.error, ValueError, EOFError) as error:
            raise Unreadable(
                _("This recording cannot be read: it is damaged. Export it again, then add that file too.")
            ) from error
        with open(local.name, "rb") as cleaned:
            keep(_one(Copy(purpose, served_as, File(cleaned), found.width or 0, found.height or 0)))
    return found


def _one(copy: Copy) -> Iterator[Copy]:
    yield copy


Cleaned = tuple[Found, Purpose, str]


def _clean_tagged(media_type: str) -> Callable[[str], Cleaned]:
    """MP3 and Ogg: the tags stand apart from the sound."""

    def clean(name: str) -> Cleaned:
        recording = mutagen.File(name)
        if recording is None:
            raise BrokenFile("no sound")
        recording.delete()
        if media_type == "audio/mpeg":
            delete_ape(name)
        return Found(seconds=round(recording.info.length, 3)), Purpose.SOUND, media_type

    return clean


def _clean_flac(name: str) -> Cleaned:
    """Only what a player needs: how it is written, and where to begin when it is not at the start."""
    recording = FLAC(name)
    recording.tags = None
    recording.metadata_blocks = [block for block in recording.metadata_blocks if block.code in (0, 3)]
    recording.save(deleteid3=True, padding=lambda _info: 0)
    return Found(seconds=round(recording.info.length, 3)), Purpose.SOUND, "audio/flac"


def _clean_wav(name: str) -> Cleaned:
    """The description of the sound and the sound; broadcasters' and editors' notes stand in other chunks."""
    with open(name, "r+b") as file:
        chunks = dict(_wav_chunks(file))
        if b"fmt " not in chunks or b"data" not in chunks:
            raise BrokenFile("no sound")
        form = _bytes_at(file, *chunks[b"fmt "])
        rate = struct.unpack_from("<I", form, 8)[0]
        start, size = chunks[b"data"]
        header = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", size)
        file.seek(0)
        file.write(b"RIFF" + struct.pack("<I", 4 + len(header) + size) + b"WAVE" + header)
        _draw_near(file, start, size)
    return Found(seconds=round(size / rate, 3) if rate else None), Purpose.SOUND, "audio/wav"


def _wav_chunks(file: BinaryIO) -> Iterator[tuple[bytes, tuple[int, int]]]:
    end = file.seek(0, 2)
    place = 12
    while place + 8 <= end:
        file.seek(place)
        kind, size = struct.unpack("<4sI", file.read(8))
        size = min(size, end - place - 8)
        yield kind, (place + 8, size)
        place += 8 + size + size % 2


def _bytes_at(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _draw_near(file: BinaryIO, start: int, count: int) -> None:
    """Move bytes back to where the file stands, and end the file after them."""
    place = file.tell()
    while count > 0:
        piece = _bytes_at(file, start, min(count, 1024 * 1024))
        if not piece:
            break
        file.seek(place)
        file.write(piece)
        start, place, count = start + len(piece), place + len(piece), count - len(piece)
    file.truncate(place)


def _clean_mp4(name: str) -> Cleaned:
    with open(name, "r+b") as file:
        recording = blank_the_rest(file)
    if recording.video:
        if not VIDEO_CODECS & set(recording.video):
            raise _not_played(is_film=True)
        return _found(recording), Purpose.FILM, "video/mp4"
    if not SOUND_CODECS & set(recording.sound):
        raise _not_played(is_film=False)
    return _found(recording), Purpose.SOUND, "audio/mp4"


def _found(recording: Recording) -> Found:
    return Found(width=recording.width, height=recording.height, seconds=recording.seconds)


def _clean_webm(name: str) -> Cleaned:
    with open(name, "r+b") as file:
        seconds = void_the_rest(file)
    return Found(seconds=seconds), Purpose.FILM, "video/webm"


def _not_played(*, is_film: bool) -> Unreadable:
    if is_film:
        return Unreadable(
            _("This film is kept, but browsers do not play it. Export it as MP4 (H.264), then add that file too.")
        )
    return Unreadable(
        _("This sound is kept, but browsers do not play it. Export it as MP3 or M4A, then add that file too.")
    )


CLEANERS: dict[str, Callable[[str], Cleaned]] = {
    "audio/mpeg": _clean_tagged("audio/mpeg"),
    "audio/ogg": _clean_tagged("audio/ogg"),
    "audio/flac": _clean_flac,
    "audio/wav": _clean_wav,
    "audio/mp4": _clean_mp4,
    "video/mp4": _clean_mp4,
    "video/quicktime": _clean_mp4,
    "video/webm": _clean_webm,
}
