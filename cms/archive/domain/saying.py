"""Whether a free text says a name, word for word."""

from __future__ import annotations

import re
from collections.abc import Collection

from crm.partners.domain.folding import fold


def says(text: str, names: Collection[str]) -> bool:
    """Whether one of these folded names stands in it."""
    words = " ".join(fold(re.sub(r"[,;()«»\"]", " ", text)).split())
    return any(f" {name} " in f" {words} " for name in names)
