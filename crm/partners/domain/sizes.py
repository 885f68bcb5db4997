"""How large a file is, as one says it."""

from __future__ import annotations

import re

from django.template.defaultfilters import filesizeformat


def said_size(count: int) -> str:
    """``count`` bytes: « 25 Mo », « 2,4 Mo »; a whole number goes without its zero."""
    return re.sub(r"[.,]0(?=\D)", "", filesizeformat(count), count=1)
