"""Prepares the pictures of a letter: a JPEG that every mail program shows, twice as fine as it is shown."""

from __future__ import annotations

from typing import Any

from newsletters.domain.content import Picture

LETTER_WIDTH = 536  # 600 px less the margins
COLUMN_WIDTH = 256  # half of it, less the gap
ASIDE_WIDTH = 160


def prepare_picture(image: Any, width: int, alt: str, *, decorative: bool = False) -> Picture | None:
    """At most ``width`` CSS pixels wide, with twice as many of its own, never enlarged.

    None when the image has left the library, or its file the storage.
    """
    if image is None:
        return None
    try:
        rendition = image.get_rendition(f"width-{2 * width}|bgcolor-ffffff|format-jpeg|jpegquality-75")
    except OSError:
        return None
    shown = min(width, rendition.width)
    height = round(shown * rendition.height / rendition.width)
    return Picture(rendition.url, shown, height, "" if decorative else alt, decorative)
