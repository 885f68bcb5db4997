"""Reads the postal sector that someone wishes to say: three characters, which some thousands of neighbours share."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Canada Post: the letters that begin a code, then those that may stand third.
SECTOR = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]")
REST = re.compile(r"(\d[ABCEGHJ-NPRSTV-Z]\d)?")


def read_sector(typed: str) -> str:
    """« g1s 4a2 » or « G1S » as « G1S »; the rest is not kept.

    Raises ``ValidationError`` for what is no postal code.
    """
    code = re.sub(r"[\s-]", "", typed).upper()
    if not code:
        return ""
    if not SECTOR.fullmatch(code[:3]) or not REST.fullmatch(code[3:]):
        raise ValidationError(_("A postal code begins with a letter, a digit and a letter: G1S."), code="postal_code")
    return code[:3]
