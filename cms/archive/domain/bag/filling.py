"""Packs the files that the rows of a bag name, whatever became of them since: what is lost is told, no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from cms.archive.domain.bag.lost import Lost
from cms.archive.domain.bag.packing import PIECE, Packing
from cms.archive.enums import Damage

# Told how many files are in, of how many, again and again while one is packed; it may raise to stop everything.
Watch = Callable[[int, int], None]
GONE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


@dataclass(frozen=True)
class Wanted:
    """A file by its path in the bag: how it is opened, its name for people, its item, its digest on arrival."""

    path: str
    open: Callable[[], IO[bytes]]
    name: str
    number: int | None = None
    sha256: str = ""


@dataclass
class Filling:
    """A bag to which files are brought one after the other; ``lost`` are those that are not there, or not whole."""

    packing: Packing
    watch: Watch
    done: int = 0
    total: int = 0
    lost: list[Lost] = field(default_factory=list)

    def tell(self, more: int = 0) -> None:
        """Say how far it is, ``more`` being in since."""
        self.done += more
        self.watch(self.done, self.total)

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """One file that is made here."""
        self.packing.add(path, pieces)
        self.tell()

    def pack(self, wanted: Wanted) -> None:
        """One file that is kept somewhere: as it is, as far as it can be read, or not at all."""
        try:
            source = wanted.open()
        except GONE:
            self._lose(wanted, Damage.MISSING)
            return
        cut: list[OSError] = []
        with source:
            self.packing.add(wanted.path, self._pieces(source, cut))
        digest = self.packing.digests[wanted.path]["sha256"]
        if cut or (wanted.sha256 and wanted.sha256 != digest):
            self._lose(wanted, Damage.ALTERED)

    @staticmethod
    def read(source: Any) -> Iterator[bytes]:
        """A file in pieces."""
        while piece := source.read(PIECE):
            yield piece

    def _pieces(self, source: Any, cut: list[OSError]) -> Iterator[bytes]:
        pieces = self.read(source)
        while True:
            try:
                piece = next(pieces, b"")
            except OSError as error:  # a sector that the disk no longer reads
                cut.append(error)
                return
            if not piece:
                return
            yield piece
            self.tell()

    def _lose(self, wanted: Wanted, damage: Damage) -> None:
        self.lost.append(Lost(wanted.path, wanted.number, wanted.name, damage))
