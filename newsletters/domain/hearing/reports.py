"""What a report says once it is read, whoever wrote it and however it came."""

from __future__ import annotations

from dataclasses import dataclass

from newsletters.enums import ReportKind


@dataclass(frozen=True)
class Report:
    """One message, read. Its tokens are those found anywhere in it, not yet verified; its words hold no address."""

    kind: ReportKind
    status: str = ""
    code: int | None = None
    words: str = ""
    recipient: str = ""
    tokens: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
