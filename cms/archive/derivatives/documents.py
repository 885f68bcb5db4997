"""The pages of a PDF as pictures with its words for the search; the PDF itself may hold scripts, so nobody gets it."""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from pathlib import Path

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image

from cms.archive.derivatives.copies import Found, Keep
from cms.archive.derivatives.pictures import (
    MOST_PAGES,
    PAGE_WIDTH,
    TALLEST,
    WIDTHS,
    copy_sheet,
    page_copies,
    pages_remark,
)
from cms.archive.errors import Unreadable

# As many letters as a book of a thousand pages.
MOST_TEXT = 3_000_000


def copy_document(path: Path, keep: Keep) -> Found:
    """Its cover in every size, each page to be read on a screen, and its words. Raises `Unreadable`.

    No form is filled in and no script runs: the library is built without an engine for them.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, path) from error
    try:
        return _copy_pages(document, keep)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, path) from error
    finally:
        document.close()


def _copy_pages(document: pypdfium2.PdfDocument, keep: Keep) -> Found:
    count = len(document)
    if count == 0:
        raise Unreadable(_("This PDF has no page."))
    texts: list[str] = []
    for number in range(count):
        page = document[number]
        if number == 0:
            copy_sheet(_drawn(page, WIDTHS[-1]), keep)
        if count > 1 and number < MOST_PAGES:
            keep(page_copies(_drawn(page, PAGE_WIDTH), number + 1))
        if sum(map(len, texts)) < MOST_TEXT:
            texts.append(_words(page))
        page.close()
    text = "\n\n".join(filter(None, texts))[:MOST_TEXT]
    return Found(pages=count, text=text, remark=pages_remark(count))


def _drawn(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    """The page on white, as wide as asked for and no taller than a roll, whatever it says it measures."""
    wide, tall = page.get_size()
    if wide <= 0 or tall <= 0:
        raise Unreadable(_("A page of this PDF has no size: export it again, then add that file too."))
    scale = min(width / wide, width * TALLEST / tall)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    drawn: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return drawn


def _words(page: pypdfium2.PdfPage) -> str:
    """Its words, without the characters that no database keeps."""
    layer = page.get_textpage()
    words: str = layer.get_text_bounded().replace("\x00", "").replace("\r\n", "\n")
    layer.close()
    return words.encode("utf-8", "ignore").decode().strip()


def _unreadable(error: pypdfium2.PdfiumError, path: Path) -> Unreadable:
    # The library may repeat the code of an earlier file: only what is locked says that it is.
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        is_locked = content.find(b"/Encrypt") >= 0
    if is_locked and getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return Unreadable(_("This PDF is locked by a password: save it without, then add that file too."))
    return Unreadable(_("This PDF cannot be opened: it is damaged. Export it again, then add that file too."))
