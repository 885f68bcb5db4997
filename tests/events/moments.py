"""Moments on the clock of Québec, written as people read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("America/Toronto")


def at(text: str) -> datetime:
    """``2026-03-08 19:30`` in Québec."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE)
