"""What one letter to someone who works here says, apart from whom it goes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class StaffWords:
    """The subject, and what the template of that name is filled with."""

    template: str
    subject: str
    context: dict[str, Any]
