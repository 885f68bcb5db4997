"""What a citizen's file really is, whatever its name says, and how much of it the memory takes."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pillow_heif import register_heif_opener

from crm.partners.domain.sizes import said_size

register_heif_opener()

MOST_FILES = 20
MOST_BYTES = 25 * 1024 * 1024
# What the proxy lets through in one form (`deploy/nginx.conf`), a little less.
MOST_BYTES_TOGETHER = 200 * 1024 * 1024
# A sheet scanned at 600 dots an inch fits in it, and no bomb does: its measures are read before its pixels.
MOST_PIXELS = 80_000_000
# Some telephones write several pictures into one JPEG file (MPO), which Pillow opens as JPEG.
PICTURES = {
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "TIFF": ("image/tiff", "tif"),
    "HEIF": ("image/heic", "heic"),
}
PDF = ("application/pdf", "pdf")
ACCEPTED = ".jpg,.jpeg,.png,.heic,.heif,.tif,.tiff,.pdf,image/jpeg,image/png,image/heic,image/tiff,application/pdf"


@dataclass(frozen=True)
class FoundFile:
    """A file of a form, and what its content says of it."""

    content: Any
    name: str
    media_type: str
    extension: str
    size: int
    sha256: str


def read_files(files: Collection[Any]) -> tuple[FoundFile, ...]:
    """Each file with what it is. Raises a `ValidationError` that names every file which cannot be taken."""
    if len(files) > MOST_FILES:
        words = _("You chose %(count)s files; the most at once is %(most)s. Send the others afterwards.")
        raise ValidationError(words, params={"count": len(files), "most": MOST_FILES})
    together = sum(file.size for file in files)
    if together > MOST_BYTES_TOGETHER:
        words = _("Together these files weigh %(size)s; the most at once is %(most)s. Send them in several times.")
        raise ValidationError(words, params=_weights(together, MOST_BYTES_TOGETHER))
    found: list[FoundFile] = []
    refusals: list[ValidationError] = []
    for file in files:
        try:
            found.append(read_file(file))
        except ValidationError as refusal:
            refusals.append(refusal)
    if refusals:
        raise ValidationError(refusals)
    return tuple(found)


def read_file(file: Any) -> FoundFile:
    """What this file is. Raises a `ValidationError` that names it, and says what to do."""
    name = str(file.name or "")[-250:]
    if not file.size:
        raise ValidationError(_("“%(name)s” is empty."), params={"name": name})
    if file.size > MOST_BYTES:
        words = _("“%(name)s” weighs %(size)s; the most is %(most)s.")
        raise ValidationError(words, params={"name": name, **_weights(file.size, MOST_BYTES)})
    media_type, extension = _sniff(file, name)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return FoundFile(file, name, media_type, extension, file.size, digest.hexdigest())


def kinds_and_limits() -> str:
    """What one may choose, in a sentence."""
    words = _("Photos, scans or PDF files (JPEG, PNG, HEIC, TIFF, PDF): at most %(count)s, of %(most)s each.")
    return words % {"count": MOST_FILES, "most": said_size(MOST_BYTES)}


def _sniff(file: Any, name: str) -> tuple[str, str]:
    file.seek(0)
    if file.read(5) == b"%PDF-":
        return PDF
    file.seek(0)
    try:
        with _quiet_open(file) as image:
            kind, pixels = PICTURES[image.format or ""], image.width * image.height
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as error:
        words = _("“%(name)s” is neither a photo nor a PDF that we can read, whatever its name says.")
        raise ValidationError(words, params={"name": name}) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name) from error
    if pixels > MOST_PIXELS:
        raise _too_many_pixels(name)
    return kind


def _quiet_open(file: Any) -> Image.Image:
    """Reads the head alone; Pillow's warning about large pictures says what `MOST_PIXELS` refuses anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(file, formats=[kind for kind in PICTURES if kind != "MPO"])


def _too_many_pixels(name: str) -> ValidationError:
    words = _("“%(name)s” has too many pixels: the most is %(most)s million. Export it smaller.")
    return ValidationError(words, params={"name": name, "most": MOST_PIXELS // 1_000_000})


def _weights(size: int, most: int) -> dict[str, str]:
    return {"size": said_size(size), "most": said_size(most)}
