"""One line of the first screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ToDo:
    """One thing to do: why, in a sentence, and where."""

    sentence: str
    action: str
    url: str
    is_urgent: bool = False
