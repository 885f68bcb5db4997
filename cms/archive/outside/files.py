"""The files of an export, wherever they are: a folder, a ZIP that is never unpacked, one file alone."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Any, Protocol

from django.utils.translation import gettext as _

from cms.archive.errors import MemoryRefused

MOST_MEMBERS = 100_000
MOST_BYTES = 50 * 1024**3  # of all that a ZIP says it holds
# Words and pictures are never squeezed as much: what is beyond was made to swell.
MOST_SWELLING = 200
SMALL = 1024 * 1024
MOST_LISTED = 30 * 1024 * 1024  # bytes of the list of its members, which is read at once
WORDS_MOST_BYTES = 200 * 1024 * 1024  # of one file of words

DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError)


class Files(Protocol):
    """What an export is read from; names have no way out of it."""

    def names(self) -> Sequence[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...


class FolderFiles:
    """A folder of this machine; links are not followed."""

    def __init__(self, root: Path) -> None:
        found = (one for one in root.rglob("*") if one.is_file() and not one.is_symlink())
        inside = (one for one in found if one.resolve().is_relative_to(root.resolve()))
        self._paths = {one.relative_to(root).as_posix(): one for one in sorted(inside)}

    def names(self) -> Sequence[str]:
        return list(self._paths)

    def size(self, name: str) -> int:
        return self._paths[name].stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return self._paths[name].open("rb")


class LoneFile:
    """One file, that lies open for as long as it is read."""

    def __init__(self, name: str, content: Any, size: int) -> None:
        self.name, self._content, self._size = name, content, size

    def names(self) -> Sequence[str]:
        return [self.name]

    def size(self, name: str) -> int:
        return self._size

    def open(self, name: str) -> IO[bytes]:
        self._content.seek(0)
        kept: Any = _LeftOpen(self._content)
        return kept


class _LeftOpen(BufferedIOBase):
    """Closing this leaves the file open for the next reading."""

    def __init__(self, content: Any) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return bytes(self._content.read(-1 if size is None else size))


class ZipFiles:
    """A ZIP, read member by member: nothing is written under a name that it chose.

    Raises `MemoryRefused` for what is damaged, locked by a password, or would swell beyond reason.
    """

    def __init__(self, content: Any) -> None:
        try:
            if _size_of_list(content) > MOST_LISTED:
                raise too_much()
            self._zip = zipfile.ZipFile(content)
        except DAMAGED as error:
            raise MemoryRefused(_("This ZIP is damaged or was cut short: download the export again.")) from error
        members = [one for one in self._zip.infolist() if not one.is_dir()]
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_BYTES:
            raise too_much()
        if any(one.file_size > SMALL and one.file_size > MOST_SWELLING * one.compress_size for one in members):
            raise MemoryRefused(_("This ZIP swells beyond reason when it is opened: it is refused."))
        if any(one.flag_bits & 0x1 for one in members):
            raise MemoryRefused(_("This ZIP is locked by a password: ask for the export without one."))
        self._members = {one.filename: one for one in members if stays_inside(one.filename)}

    def names(self) -> Sequence[str]:
        return list(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def open(self, name: str) -> IO[bytes]:
        """What it says it weighs is all that is ever read of a member: `zipfile` stops there."""
        try:
            return self._zip.open(self._members[name])
        except DAMAGED as error:
            raise damaged(name) from error


def _size_of_list(content: Any) -> int:
    """As the end of the ZIP says it (APPNOTE 4.3.14 to 4.3.16), before `zipfile` makes an object of each line of it."""
    content.seek(0, 2)
    end = content.tell()
    content.seek(max(0, end - 65_557 - 20))
    tail = content.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return 0  # `zipfile` says what is wrong
    (size,) = struct.unpack_from("<L", tail, at + 12)
    if tail[at - 20 : at - 16] == b"PK\x06\x07":
        content.seek(struct.unpack_from("<Q", tail, at - 12)[0])
        (size,) = struct.unpack_from("<Q", content.read(56), 40)
    return int(size)


def too_much() -> MemoryRefused:
    return MemoryRefused(_("This file holds more than an export of a blog or of a page ever does: it is refused."))


def damaged(name: str) -> MemoryRefused:
    return MemoryRefused(_("“%(name)s” is damaged in the export.") % {"name": name.rpartition("/")[2]})


@contextmanager
def refusing_damage(name: str) -> Iterator[None]:
    """What breaks while a member is read is said in a sentence."""
    try:
        yield
    except DAMAGED as error:
        raise damaged(name) from error


def read_words(files: Files, name: str) -> bytes:
    """All of a file of words. Raises `MemoryRefused` where it is too large to be one."""
    if files.size(name) > WORDS_MOST_BYTES:
        raise MemoryRefused(_("“%(name)s” is too large to be read.") % {"name": name.rpartition("/")[2]})
    with refusing_damage(name), files.open(name) as content:
        return content.read()


def stays_inside(name: str) -> bool:
    """Whether the name of a member is one of a file below, on any system."""
    return not name.startswith(("/", "\\")) and ":" not in name and ".." not in name.replace("\\", "/").split("/")
