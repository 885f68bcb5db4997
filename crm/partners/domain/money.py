"""Sums of money as Québec writes and types them: « 1 250,50 $ »."""

from __future__ import annotations

import re
from decimal import Decimal

NBSP = "\u00a0"
CENTS = Decimal("0.01")
# Spaces of every width, and the sign.
UNREAD = re.compile(r"[\s\u00a0\u2009\u202f$]")
COMMA = re.compile(r",(?=\d{0,2}$)")


def dollars(amount: Decimal | None) -> str:
    """« 1 250,50 $ », « 1 250 $ » where there are no cents; nothing where the sum is not known."""
    if amount is None:
        return ""
    shown = f"{amount.quantize(CENTS):,}".replace(",", NBSP).replace(".", ",")
    return f"{shown.removesuffix(',00')}{NBSP}$"


def plain_dollars(amount: Decimal) -> str:
    """As one types it: « 1250,50 », « 1250 »."""
    return str(amount.quantize(CENTS)).replace(".", ",").removesuffix(",00")


def read_dollars(typed: str) -> str:
    """« 1 250,50 $ » as « 1250.50 »; what is no sum stays as it is, for the form to refuse."""
    return COMMA.sub(".", UNREAD.sub("", typed))
