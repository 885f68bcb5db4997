"""The council's colour, made dark enough for the administration to be read."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

PARVIS_SLATE = "#1F4E5F"
# White text stands on this colour: at a fifth of lightness every hue keeps 4.5 to 1.
DARKEST, LIGHTEST = 0.10, 0.20
# By night links have this hue on Wagtail's greys, lighter under the pointer.
LINK_BY_NIGHT, POINTED_BY_NIGHT = 80, 88


@dataclass(frozen=True)
class Hue:
    """A colour as Wagtail's style sheet takes it: degrees, then two percentages."""

    hue: float
    saturation: float
    lightness: float


def admin_colour(accent: str) -> Hue:
    """The colour of the sidebar and of the buttons, from ``#rrggbb``; empty for that of Parvis."""
    digits = (accent or PARVIS_SLATE).lstrip("#")
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    kept = min(max(lightness, DARKEST), LIGHTEST)
    return Hue(round(hue * 360, 1), round(saturation * 100, 1), round(kept * 100, 1))
