"""Whether a colour can be read on our papers (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

LEAST = 4.5

# The same as in `cms/static/css/tokens.css`, which a test compares.
LIGHT_PAPER, LIGHT_STONE = "#FBF8F3", "#EFE8DC"
DARK_PAPER, DARK_STONE = "#171512", "#24211C"
LIGHT = (LIGHT_PAPER, LIGHT_STONE)
DARK = (DARK_PAPER, DARK_STONE)


@dataclass(frozen=True)
class Reading:
    """How a colour reads on the paper where it reads worst; `ratio` is never rounded up to the threshold."""

    paper: str
    ratio: float

    @property
    def is_readable(self) -> bool:
        return self.ratio >= LEAST


def worst_reading(colour: str, papers: tuple[str, ...]) -> Reading:
    """The lowest contrast of ``#RRGGBB`` on these papers, cut to two decimals."""
    ratio, paper = min((contrast_ratio(colour, paper), paper) for paper in papers)
    return Reading(paper, floor(ratio * 100) / 100)


def contrast_ratio(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
