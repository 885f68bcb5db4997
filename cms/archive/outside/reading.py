"""Tells what an export is by what it holds, and reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile, gettempdir
from typing import IO, Any

from django.utils.translation import gettext as _

from cms.archive.domain.masters import check_room
from cms.archive.errors import MemoryRefused
from cms.archive.outside.facebook import read_facebook
from cms.archive.outside.files import Files, FolderFiles, LoneFile, ZipFiles, refusing_damage, too_much
from cms.archive.outside.pieces import Piece, cleaned
from cms.archive.outside.tar_files import TarFiles, starts_as_tar
from cms.archive.outside.wordpress import looks_like_wordpress, read_wordpress

START = 4096
PIECE = 1024 * 1024
LARGEST_TAR = 4 * 1024**3  # of all those in a ZIP; as an export that is sent
ZIPPED = b"PK\x03\x04"


class Together:
    """An export, and what is to be its `wp-content/uploads`, from one file or from several."""

    def __init__(self, files: Files, *uploads: Files) -> None:
        self._where = {name: (files, name) for name in files.names()}
        for one in uploads:
            self._where |= {f"uploads/{name}": (one, name) for name in one.names()}

    def names(self) -> list[str]:
        return list(self._where)

    def size(self, name: str) -> int:
        files, inner = self._where[name]
        return files.size(inner)

    def open(self, name: str) -> IO[bytes]:
        files, inner = self._where[name]
        return files.open(inner)


def read_export(files: Files) -> Iterator[Piece]:
    """Each post of a blog or of a Facebook page, in signs that can be kept.

    Raises `MemoryRefused` for what is neither.
    """
    return map(cleaned, _read(files))


def _read(files: Files) -> Iterator[Piece]:
    names = [name for name in files.names() if "__MACOSX" not in name]
    posts = [name for name in names if name.lower().endswith(".json") and _is_of_posts(name.lower())]
    if posts:
        return read_facebook(files, posts)
    blogs = [name for name in names if name.lower().endswith((".xml", ".wxr")) and _starts_as_blog(files, name)]
    if blogs:
        return read_wordpress(files, sorted(blogs))
    if len(names) == 1 and isinstance(files, LoneFile):
        return read_wordpress(files, names)
    if any("posts" in name.lower() and name.lower().endswith(".html") for name in names):
        raise MemoryRefused(_("This Facebook export is in HTML: ask for it again in JSON."))
    raise MemoryRefused(
        _("There is neither a WordPress export (.xml) nor the posts of a Facebook page (JSON) in it: nothing was read.")
    )


@contextmanager
def open_export(name: str, content: Any, size: int) -> Iterator[Files]:
    """The files of what somebody sent: a ZIP, a `.tar`, or one XML file. Of a `.tar` in a ZIP, its files too."""
    content.seek(0)
    start = content.read(START)
    if starts_as_tar(start):
        yield TarFiles(content)
    elif start.startswith(ZIPPED):
        files = ZipFiles(content)
        tars = [one for one in files.names() if one.lower().endswith(".tar") and "__MACOSX" not in one]
        if sum(map(files.size, tars)) > LARGEST_TAR:
            raise too_much()
        with ExitStack() as opened:
            yield Together(files, *(_copied(files, one, opened) for one in tars)) if tars else files
    else:
        yield LoneFile(name, content, size)


@contextmanager
def open_path(path: Path, uploads: Path | None = None) -> Iterator[Files]:
    """The files of a folder or of a file of this machine; ``uploads`` is a folder, or a `.tar`."""
    with ExitStack() as opened:
        if path.is_dir():
            files: Files = FolderFiles(path)
        else:
            files = opened.enter_context(
                open_export(path.name, opened.enter_context(path.open("rb")), path.stat().st_size)
            )
        if uploads is None:
            yield files
        elif uploads.is_dir():
            yield Together(files, FolderFiles(uploads))
        else:
            yield Together(files, TarFiles(opened.enter_context(uploads.open("rb"))))


def _copied(files: Files, name: str, opened: ExitStack) -> TarFiles:
    """A `.tar` that lies squeezed in a ZIP, where it can be read here and there."""
    check_room(files.size(name), Path(gettempdir()))
    kept = opened.enter_context(TemporaryFile(prefix="parvis-media-"))  # noqa: SIM115 (the stack closes it)
    with refusing_damage(name), files.open(name) as squeezed:
        copyfileobj(squeezed, kept, PIECE)
    return TarFiles(kept)


def _is_of_posts(name: str) -> bool:
    folder, _slash, last = name.rpartition("/")
    return "posts" in last or (folder.endswith(("/album", "posts/album")) and last.removesuffix(".json").isdigit())


def _starts_as_blog(files: Files, name: str) -> bool:
    with refusing_damage(name), files.open(name) as content:
        return looks_like_wordpress(content.read(START))
