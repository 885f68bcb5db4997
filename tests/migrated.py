"""The SQLite file that the migrations make, kept from one run to the next while nothing it is made of has changed."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOMS = ("cms", "crm", "home", "newsletters")
LOCK = "requirements-dev.txt"


def place(root: Path = settings.BASE_DIR) -> Path:
    """Where the database of today's migrations is kept, once it is."""
    return root / "var" / f"migrated-{digest(root)}.sqlite3"


def bring(kept: Path, file: Path) -> bool:
    """Copy the kept database there; false where none is kept."""
    try:
        shutil.copy(kept, file)
    except FileNotFoundError:
        return False
    return True


def keep(file: Path, kept: Path) -> None:
    """Keep this database, just migrated and closed, instead of those before; another run never sees half of it."""
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    shutil.copy(file, unfinished)
    unfinished.replace(kept)
    for old in set(kept.parent.glob("migrated-*.sqlite3")) - {kept}:
        old.unlink(missing_ok=True)


def digest(root: Path) -> str:
    """Other than before when anything changed that the migrations read: their code, what they import, the packages."""
    summed = hashlib.sha256(f"{platform.python_version()} {sqlite3.sqlite_version}".encode())
    for path in sorted({root / LOCK, *made_of(root)}):
        summed.update(f"\n{path.relative_to(root)}\n".encode() + path.read_bytes())
    # After the last migration Django makes the permissions and the content types of the models as they are.
    for model in apps.get_models():
        meta = model._meta
        summed.update(
            f"\n{meta.label} {meta.verbose_name_raw} {meta.default_permissions} {meta.permissions}".encode(),
        )
    return summed.hexdigest()[:16]


def made_of(root: Path) -> set[Path]:
    """The settings, every migration of ours, and each module of ours that these import, from near or far."""
    found = {path for room in ROOMS for path in root.glob(f"{room}/**/migrations/*.py")}
    found |= {root / "cms" / "settings" / f"{name}.py" for name in ("base", "services", "test")}
    to_read = list(found)
    while to_read:
        new = {path for name in _imported(root, to_read.pop()) for path in _files(root, name)} - found
        found |= new
        to_read += new
    return found


def _imported(root: Path, path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            around = path.relative_to(root).parts[: -node.level] if node.level else ()
            module = ".".join(filter(None, (*around, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _files(root: Path, name: str) -> Iterator[Path]:
    """What Python reads for that name: the module or the package, and the packages around it."""
    parts = name.split(".")
    if parts[0] in ROOMS:
        for length in range(1, len(parts) + 1):
            module = root.joinpath(*parts[:length])
            yield from filter(Path.is_file, (module / "__init__.py", module.with_suffix(".py")))
