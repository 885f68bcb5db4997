"""Puts files into a bag (BagIt 1.0, RFC 8493), on a disk or in a ZIP, each read once and none held in memory."""

from __future__ import annotations

import errno
import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from cms.archive.errors import MemoryRefused

ALGORITHMS = ("sha256", "sha512")
PIECE = 1024 * 1024


class Container(Protocol):
    """Where the files of a bag are put."""

    def open(self, path: str) -> IO[bytes]: ...


class Folder:
    """A bag as a folder on a disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def open(self, path: str) -> IO[bytes]:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")


class Zip:
    """A bag in one ZIP file, in a folder of its own; nothing is compressed: pictures would not be smaller."""

    def __init__(self, archive: zipfile.ZipFile, top: str) -> None:
        self.archive = archive
        self.top = top

    def open(self, path: str) -> IO[bytes]:
        return self.archive.open(zipfile.ZipInfo(f"{self.top}/{path}", (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True)


class Packing:
    """A bag that is being filled; `close` writes what says that it is whole."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.digests: dict[str, dict[str, str]] = {}
        self.size = 0

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """One file, at a path under `data/` or beside it."""
        hashes = {name: hashlib.new(name) for name in ALGORITHMS}
        with self.container.open(path) as target:
            for piece in pieces:
                target.write(piece)
                for one in hashes.values():
                    one.update(piece)
                if path.startswith("data/"):
                    self.size += len(piece)
        self.digests[path] = {name: one.hexdigest() for name, one in hashes.items()}

    def close(self, information: dict[str, str], now: datetime) -> None:
        """Raises nothing that a disk does not raise."""
        payload = sorted(path for path in self.digests if path.startswith("data/"))
        facts = {
            **information,
            "Bag-Software-Agent": "Parvis",
            "Bagging-Date": now.date().isoformat(),
            "Payload-Oxum": f"{self.size}.{len(payload)}",
        }
        self.add("bagit.txt", [b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])
        self.add("bag-info.txt", ["".join(f"{name}: {value}\n" for name, value in facts.items()).encode()])
        for name in ALGORITHMS:
            self.add(f"manifest-{name}.txt", self._manifest(name, payload))
        tags = sorted(path for path in self.digests if not path.startswith("data/"))
        for name in ALGORITHMS:
            self.add(f"tagmanifest-{name}.txt", self._manifest(name, tags))

    def _manifest(self, algorithm: str, paths: list[str]) -> Iterator[bytes]:
        for path in paths:
            yield f"{self.digests[path][algorithm]}  {path}\n".encode()


@contextmanager
def new_folder(root: Path) -> Iterator[Folder]:
    """A folder that is not there yet, or empty; nothing of it stays where it could not be filled. `MemoryRefused`."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise MemoryRefused(_("“%(path)s” holds something already: name a folder that is empty.") % {"path": root})
    root.mkdir(parents=True, exist_ok=True)
    try:
        with full_disk_said():
            yield Folder(root)
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise


@contextmanager
def new_zip(path: Path, top: str) -> Iterator[Zip]:
    """A ZIP file; nothing of it stays where it could not be filled. Raises `MemoryRefused`."""
    try:
        with full_disk_said(), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            yield Zip(archive, top)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def full_disk_said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise MemoryRefused(_("There is no room left on the disk: nothing was kept of it.")) from error
