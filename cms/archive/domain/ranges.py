"""Reads a part of a kept file: from the disk, or asked of the bucket, so that a film's last second costs a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from cms.archive.models import archive_storage

PIECE = 256 * 1024


def read_range(name: str, first: int, last: int) -> Iterator[bytes]:
    """The bytes from ``first`` to ``last``, both included, in pieces. The file is there: ask before.

    django-storages fetches the whole object before it gives one byte of it; a bucket knows ranges itself.
    """
    storage = archive_storage()
    bucket = getattr(storage, "bucket", None)
    if bucket is not None:
        asked = bucket.Object(f"{storage.location}/{name}").get(Range=f"bytes={first}-{last}")  # type: ignore[attr-defined]
        with closing(asked["Body"]) as body:
            yield from body.iter_chunks(PIECE)
        return
    with storage.open(name, "rb") as kept:
        kept.seek(first)
        left = last - first + 1
        while left > 0 and (piece := kept.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
