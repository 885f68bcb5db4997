"""The files of a `.tar`, as WordPress.com gives the pictures of a blog; it is never unpacked."""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedIOBase
from typing import IO, Any

from django.utils.translation import gettext as _

from cms.archive.errors import MemoryRefused
from cms.archive.outside.files import MOST_MEMBERS, stays_inside, too_much

MAGIC, MAGIC_AT = b"ustar", 257
# A name, or what is said beside it, is read at once: nothing that a blog exports has one as long.
LONGEST_NAME = 1024 * 1024


class TarFiles:
    """A `.tar`, read where each member lies: links and devices are not among its files, nor names that lead out of it.

    Raises `MemoryRefused` for what is damaged, cut short, or holds more than a blog ever does.
    """

    def __init__(self, content: Any) -> None:
        self._content = content
        content.seek(0, 2)
        total = content.tell()
        content.seek(0)
        headers: Any = _InShortReads(content)
        self._members: dict[str, tuple[int, int]] = {}
        try:
            with tarfile.open(fileobj=headers, mode="r:") as tar:
                for count, one in enumerate(tar, 1):
                    if count > MOST_MEMBERS:
                        raise too_much()
                    if one.size < 0 or one.offset_data + one.size > total:
                        raise _cut()
                    name = one.name.removeprefix("./")
                    if one.isreg() and not one.issparse() and stays_inside(name):
                        self._members[name] = (one.offset_data, one.size)
        except (tarfile.TarError, EOFError, ValueError, OverflowError, RecursionError) as error:
            raise _cut() from error

    def names(self) -> Sequence[str]:
        return list(self._members)

    def size(self, name: str) -> int:
        return self._members[name][1]

    def open(self, name: str) -> IO[bytes]:
        member: Any = _Member(self._content, *self._members[name])
        return member


def starts_as_tar(start: bytes) -> bool:
    """Of at least its first 262 bytes."""
    return start[MAGIC_AT : MAGIC_AT + len(MAGIC)] == MAGIC


def _cut() -> MemoryRefused:
    return MemoryRefused(_("This .tar is damaged or was cut short: download the export again."))


class _InShortReads:
    """What `tarfile` reads the headers from: it takes a long name into memory whole, however long it says it is."""

    def __init__(self, content: Any) -> None:
        self.seek, self.tell, self._read = content.seek, content.tell, content.read

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LONGEST_NAME:
            raise _cut()
        return bytes(self._read(size))


class _Member(BufferedIOBase):
    """The bytes of one member; what else is read of the same file meanwhile moves nothing here."""

    def __init__(self, content: Any, start: int, size: int) -> None:
        self._content, self._start, self._size, self._at = content, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        self._at = max(0, offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence])
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        self._content.seek(self._start + self._at)
        found = bytes(self._content.read(wanted)) if wanted else b""
        self._at += len(found)
        return found
