"""Makes a PDF of a page of this site; the one place that knows WeasyPrint.

It is imported when a PDF is asked, because its import fails where Pango is missing; the page that one prints remains.
"""

from __future__ import annotations

import logging
import mimetypes
import os
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from PIL import ImageFile

logger = logging.getLogger("parvis.events")


class PdfUnavailable(Exception):
    """This machine cannot make PDF files: Pango is not installed."""


def make_pdf(html: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of ``html``, whose addresses are those of this site. Raises `PdfUnavailable`."""
    return cast(bytes, lay_out(html).write_pdf(pdf_variant="pdf/ua-1"))


def lay_out(html: str) -> Any:
    """The pages of ``html``, before they are written. Raises `PdfUnavailable`.

    Only our own style sheets, typefaces and pictures are read, from where they are kept; the network is never asked.
    """
    make_page, fetcher, response = _load()

    class OurFiles(fetcher):  # type: ignore[misc, valid-type]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):  # a picture that the page itself brings
                return super().fetch(url, headers)
            kind, _encoding = mimetypes.guess_type(urlsplit(url).path)
            return response(url, read_own_file(url), {"Content-Type": kind or "application/octet-stream"})

    base = settings.BASE_URL.rstrip("/") + "/"
    return make_page(string=html, base_url=base, url_fetcher=OurFiles()).render(pdf_variant="pdf/ua-1")


def read_own_file(url: str) -> bytes:
    """The bytes of a style sheet, a typeface or a picture of ours. Raises ValueError for anything else."""
    base, path = settings.BASE_URL.rstrip("/"), unquote(urlsplit(url).path)
    if not url.startswith(f"{base}/") or ".." in path:
        raise ValueError(url)
    if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return _read_static(path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/"))
    if path.startswith(f"/{settings.MEDIA_URL.strip('/')}/"):
        with default_storage.open(path.removeprefix(f"/{settings.MEDIA_URL.strip('/')}/")) as file:
            return file.read()
    raise ValueError(url)


def _read_static(name: str) -> bytes:
    """From what was collected, or where nothing was, from the sources."""
    found = finders.find(name)
    if found:
        with open(found, "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as file:
        return cast(bytes, file.read())


def _load() -> Any:
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as error:
        logger.warning("no PDF can be made", extra={"error": type(error).__name__})
        raise PdfUnavailable from error
    # WeasyPrint lets Pillow read half a picture, in the whole process. What people bring in is read whole or refused.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # fontTools writes in a typeface the second at which it did; without one, the same page is the same file.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    return HTML, URLFetcher, URLFetcherResponse
