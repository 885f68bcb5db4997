"""What a file really is, whatever its name says; and images without what they tell about the person who took them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

LONGEST_SIDE = 4096  # pixels: beyond what any screen or letter page shows
KEPT_INFO = ("transparency", "icc_profile", "duration", "loop", "background")
SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "WEBP": {"quality": 88, "method": 4},
    "PNG": {"optimize": True},
    "GIF": {"optimize": True},
}
# Some telephones write several pictures into one JPEG file (MPO): the first is the picture.
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP"}


def reencode_image(content: bytes) -> bytes:
    """The same image in the same format, upright, at most 4,096 px wide or high, written anew.

    Nothing but the pixels, their colours and their movement is copied: no position, no camera, no thumbnail, no
    text, nothing hidden behind the last byte. Refuses what cannot be read whole.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind = FORMATS[image.format or ""]
            frames = [_clean_frame(frame, kind) for frame in _frames(image, kind)]
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This image cannot be read: it is damaged, or is not one. Open it, export it as JPEG, then try again."),
            code="unreadable_image",
        ) from error
    written = io.BytesIO()
    first, *others = frames
    movement: dict[str, Any] = {"save_all": True, "append_images": others} if others else {}
    first.save(written, kind, **SAVE_OPTIONS[kind], **movement)
    return written.getvalue()


def _frames(image: Image.Image, kind: str) -> list[Image.Image]:
    if kind in {"GIF", "WEBP"} and getattr(image, "n_frames", 1) > 1:
        return [frame.copy() for frame in ImageSequence.Iterator(image)]
    return [image]


def _clean_frame(image: Image.Image, kind: str) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    if kind == "JPEG" and upright.mode not in {"RGB", "L"}:
        upright = upright.convert("RGB")
        upright.info.pop("icc_profile", None)
    if max(upright.size) > LONGEST_SIDE:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = upright.copy()
    clean.info = {name: upright.info[name] for name in KEPT_INFO if name in upright.info}
    clean.getexif().clear()
    return clean


def check_document(name: str, content: bytes) -> None:
    """Refuses a document whose content is not what its extension says; a page that poses as a text too."""
    extension = name.rpartition(".")[2].lower()
    looks_right = DOCUMENT_KINDS.get(extension)
    if looks_right is None:
        raise ValidationError(
            _("A file of this kind (.%(extension)s) is not accepted. Accepted: %(accepted)s."),
            code="unknown_document",
            params={"extension": extension, "accepted": ", ".join(sorted(DOCUMENT_KINDS))},
        )
    if not looks_right(content):
        raise ValidationError(
            _("The content of this file is not what its name says (.%(extension)s). Export it again, then try again."),
            code="disguised_document",
            params={"extension": extension},
        )


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _is_zip_with(member: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return member in archive.namelist()
        except zipfile.BadZipFile:
            return False

    return check


def _is_text(content: bytes) -> bool:
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return b"\0" not in content and not start.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml"))


OFFICE = _is_zip_with("[Content_Types].xml")
OPEN_DOCUMENT = _is_zip_with("mimetype")
OLD_OFFICE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
DOCUMENT_KINDS: dict[str, Callable[[bytes], bool]] = {
    "pdf": _begins(b"%PDF-"),
    "docx": OFFICE,
    "xlsx": OFFICE,
    "pptx": OFFICE,
    "doc": OLD_OFFICE,
    "xls": OLD_OFFICE,
    "ppt": OLD_OFFICE,
    "odt": OPEN_DOCUMENT,
    "ods": OPEN_DOCUMENT,
    "odp": OPEN_DOCUMENT,
    "rtf": _begins(b"{\\rtf"),
    "csv": _is_text,
    "txt": _is_text,
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
}
