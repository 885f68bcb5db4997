"""Opens a bag that comes from elsewhere, and refuses one that is not whole, before anything of it is read."""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import bagit
from django.utils.translation import gettext as _

from cms.archive.domain.bag.kinds import VERSION
from cms.archive.domain.bag.packing import ALGORITHMS, full_disk_said
from cms.archive.errors import MemoryRefused

READ = [str(version) for version in range(1, VERSION + 1)]
RESERVE = 200 * 1024 * 1024
MOST_FILES = 2_000_000


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder of a bag that was checked, be it a folder or a ZIP. Raises `MemoryRefused`."""
    if path.is_dir():
        yield checked(path)
        return
    if not path.is_file():
        raise MemoryRefused(_("There is no bag at “%(path)s”.") % {"path": path})
    with tempfile.TemporaryDirectory(prefix="parvis-bag-") as folder:
        yield checked(_unpacked(path, Path(folder)))


def checked(root: Path) -> Path:
    """The same folder, once each of its files is what its two manifests say. Raises `MemoryRefused`."""
    if any(one.is_symlink() for one in root.rglob("*")):
        raise MemoryRefused(_("This bag leads out of its folder: it is refused."))
    try:
        bag = bagit.Bag(str(root))
        missing = [name for name in ALGORITHMS if name not in bag.algorithms]
        if missing:
            raise MemoryRefused(_("This bag lacks a manifest: %(names)s.") % {"names": ", ".join(missing)})
        bag.validate()
    except bagit.BagValidationError as error:
        raise MemoryRefused(_damage(error)) from error
    except (bagit.BagError, OSError, UnicodeDecodeError, ValueError) as error:
        raise MemoryRefused(_("This is no bag, or it lost what says what is in it.")) from error
    if str(bag.info.get("Parvis-Memory-Version", "")) not in READ:
        raise MemoryRefused(_("This bag is whole, but it was not made by Parvis, or by another version of it."))
    return root


def information(root: Path) -> dict[str, str]:
    """What `bag-info.txt` says."""
    return {name: str(value) for name, value in bagit.Bag(str(root)).info.items()}


def is_safe(name: str) -> bool:
    """Whether a path stays in its folder, on every system."""
    path = PurePosixPath(name)
    odd = path.is_absolute() or ".." in path.parts or "\\" in name or re.match(r"^[A-Za-z]:", name)
    return bool(name) and not odd and "\x00" not in name


def _unpacked(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_entries(infos, folder)
            with full_disk_said():
                for info in infos:
                    archive.extract(info, folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise MemoryRefused(_("This ZIP is cut short or damaged: copy it again from where it comes.")) from error
    found = [one.parent for one in [*folder.glob("bagit.txt"), *folder.glob("*/bagit.txt")]]
    if len(found) != 1:
        raise MemoryRefused(_("There is no bag in this ZIP."))
    return found[0]


def _check_entries(infos: list[zipfile.ZipInfo], folder: Path) -> None:
    links = [info for info in infos if stat.S_ISLNK(info.external_attr >> 16)]
    if links or not all(is_safe(info.filename) for info in infos):
        raise MemoryRefused(_("This ZIP would write outside of its folder: it is refused."))
    needed = sum(info.file_size for info in infos)
    if len(infos) > MOST_FILES or needed + RESERVE > shutil.disk_usage(folder).free:
        raise MemoryRefused(_("There is no room on the disk for what is in this ZIP."))


def _damage(error: bagit.BagValidationError) -> str:
    """What is wrong, with the first few files by their path."""
    details = [str(getattr(one, "path", one)) for one in error.details or []]
    if not details:
        return _("This bag is not whole: files are missing, or there are some that it does not list.")
    shown = ", ".join(details[:3])
    return _("This bag is not what it was: %(files)s.") % {"files": f"{shown}…" if len(details) > 3 else shown}
