"""What one public copy is, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.core.files.base import File

from cms.archive.enums import Purpose


@dataclass(frozen=True)
class Copy:
    """One public copy; a picture has its size in pixels, a page its number from 1."""

    purpose: Purpose
    media_type: str
    content: File[bytes]
    width: int = 0
    height: int = 0
    page: int = 0


class Found(NamedTuple):
    """What was learned of the master while its copies were made."""

    width: int | None = None
    height: int | None = None
    pages: int | None = None
    seconds: float | None = None
    text: str = ""
    remark: str = ""


class Keep(Protocol):
    """Keeps one copy at once: a long book shows its first pages while the others are made."""

    def __call__(self, copies: Iterator[Copy], /) -> None: ...
