"""Draws the address of a page as a QR code that a telephone reads from a poster."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # the white border that ISO/IEC 18004 asks for, in squares


@dataclass(frozen=True)
class QrCode:
    """An SVG path over a square of ``size`` units."""

    size: int
    path: str


def draw_code(address: str) -> QrCode:
    """Survives a torn corner: 15 % of the squares may be unreadable."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    return QrCode(len(rows), "".join(_bars(number, row) for number, row in enumerate(rows)))


def _bars(number: int, row: list[bool]) -> str:
    """The dark runs of one row."""
    bars, at = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            bars.append(f"M{at} {number}h{length}v1h-{length}z")
        at += length
    return "".join(bars)
