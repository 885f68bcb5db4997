"""Draws a small picture of a file that nobody has accepted yet: re-encoded, for the eyes of a moderator."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from cms.archive.errors import Unreadable

register_heif_opener()

LONGEST_SIDE = 1200  # pixels
TALLEST = 3  # times the width


def draw_preview(content: Any, media_type: str) -> bytes:
    """A JPEG of a picture, or of the first page of a PDF. Raises `Unreadable`."""
    try:
        sheet = _first_page(content) if media_type == "application/pdf" else _picture(content)
    except (
        OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, MemoryError,
        Image.DecompressionBombError, pypdfium2.PdfiumError,
    ) as error:  # fmt: skip
        raise Unreadable(_("This file cannot be drawn: it is damaged.")) from error
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=80)
    return written.getvalue()


def _picture(content: Any) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)
        with Image.open(content) as image:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.info = {}
    return upright


def _first_page(content: Any) -> Image.Image:
    """No form is filled in and no script runs: the library is built without an engine for them."""
    document = pypdfium2.PdfDocument(content.read())
    try:
        page = document[0]
        wide, tall = page.get_size()
        if wide <= 0 or tall <= 0:
            raise Unreadable(_("A page of this PDF has no size: export it again, then add that file too."))
        scale = min(LONGEST_SIDE / wide, LONGEST_SIDE * TALLEST / tall)
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        return drawn
    finally:
        document.close()
